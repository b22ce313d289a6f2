// swift-tools-version: 6.1
import Foundation
import PackageDescription

// Two accelerators are used when their headers are installed (docs/architecture.md, "Libraries"); CIVIC_PLAIN=1 builds
// without them. Both builds print the same bytes.
let plain = !(ProcessInfo.processInfo.environment["CIVIC_PLAIN"] ?? "").isEmpty
func installed(_ header: String) -> Bool {
    !plain && ["/usr/include", "/usr/local/include"].contains { FileManager.default.fileExists(atPath: "\($0)/\(header)") }
}
let hasISAL = installed("isa-l/igzip_lib.h") || installed("isa-l.h")
let hasHyperscan = installed("hs/hs.h")

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

var targets: [Target] = [
    .systemLibrary(name: "CZlib"),
    .target(name: "CByteScan"),
    .target(name: "CivicModel", swiftSettings: strict),
    .target(
        name: "CivicBytes",
        dependencies: ["CZlib", "CByteScan", "CivicModel"] + (hasISAL ? ["CISAL"] : []),
        swiftSettings: strict + (hasISAL ? [.define("CIVIC_ISAL")] : [])),
    .target(
        name: "CivicFormats", dependencies: ["CByteScan", "CivicBytes", "CivicModel"], swiftSettings: strict),
    .target(
        name: "CivicProfile", dependencies: ["CByteScan", "CivicFormats", "CivicBytes", "CivicModel"],
        swiftSettings: strict),
    .target(
        name: "CivicCorrelation", dependencies: ["CByteScan", "CivicProfile", "CivicFormats", "CivicModel", histogram],
        swiftSettings: strict),
    .target(
        name: "CivicRuleFiles", path: "rules", exclude: ["README.md"],
        sources: ["RuleFiles.swift"],
        resources: [
            .embedInCode("log.yml"), .embedInCode("fmt.yml"), .embedInCode("msg.yml"), .embedInCode("vol.yml"),
            .embedInCode("cor.yml"), .embedInCode("evt.yml"), .embedInCode("sec.yml"), .embedInCode("hlt.yml"),
            .embedInCode("exp.yml"),
        ],
        swiftSettings: strict),
    .target(
        name: "CivicRules",
        dependencies: [
            "CivicRuleFiles", "CivicCorrelation", "CivicProfile", "CivicFormats", "CivicModel", "CByteScan", yams,
        ] + (hasHyperscan ? ["CHyperscan"] : []),
        swiftSettings: strict + (hasHyperscan ? [.define("CIVIC_HYPERSCAN")] : [])),
    .target(
        name: "CivicContract", dependencies: ["CivicCorrelation", "CivicProfile", "CivicFormats", "CivicModel"],
        swiftSettings: strict),
    .target(name: "CivicScore", dependencies: ["CivicContract", "CivicProfile", "CivicModel"], swiftSettings: strict),
    .target(
        name: "CivicReports", dependencies: ["CivicScore", "CivicContract", "CivicCorrelation", "CivicModel"],
        swiftSettings: strict),
    .target(
        name: "CivicCLI",
        dependencies: [
            "CivicReports", "CivicScore", "CivicContract", "CivicRules", "CivicCorrelation", "CivicProfile", "CivicFormats",
            "CivicBytes", "CivicModel", argumentParser,
        ],
        swiftSettings: strict),
    .executableTarget(name: "civic", dependencies: ["CivicCLI"], swiftSettings: strict),
]
targets += [
    .testTarget(name: "CivicBytesTests", dependencies: ["CivicBytes", "CZlib", "CivicModel"], swiftSettings: strict),
    .testTarget(name: "CivicFormatsTests", dependencies: ["CivicFormats", "CivicBytes", "CivicModel"], swiftSettings: strict),
    .testTarget(
        name: "CivicProfileTests", dependencies: ["CivicProfile", "CivicFormats", "CivicBytes", "CivicModel"],
        swiftSettings: strict),
    .testTarget(
        name: "CivicCorrelationTests",
        dependencies: ["CivicCorrelation", "CivicProfile", "CivicFormats", "CivicBytes", "CivicModel"],
        swiftSettings: strict),
    .testTarget(
        name: "CivicRulesTests",
        dependencies: ["CivicRules", "CivicRuleFiles", "CivicProfile", "CivicFormats", "CivicBytes", "CivicModel"],
        swiftSettings: strict),
    .testTarget(
        name: "CivicCLITests",
        dependencies: [
            "civic", "CivicCLI", "CivicContract", "CivicRules", "CivicRuleFiles", "CivicProfile", "CivicBytes", "CivicModel",
            "CZlib",
        ],
        swiftSettings: strict),
    .testTarget(name: "HouseTests", swiftSettings: strict),
    .testTarget(
        name: "CivicContractTests",
        dependencies: ["CivicContract", "CivicCorrelation", "CivicProfile", "CivicFormats", "CivicBytes", "CivicModel"],
        swiftSettings: strict),
    .testTarget(name: "CivicScoreTests", dependencies: ["CivicScore", "CivicContract", "CivicModel"], swiftSettings: strict),
    .testTarget(
        name: "CivicReportsTests",
        dependencies: ["CivicReports", "CivicScore", "CivicContract", "CivicCorrelation", "CivicModel"],
        exclude: ["Goldens"],
        swiftSettings: strict),
]
if hasISAL { targets.append(.systemLibrary(name: "CISAL")) }
if hasHyperscan { targets.append(.systemLibrary(name: "CHyperscan")) }

let package = Package(
    name: "civic",
    products: [.executable(name: "civic", targets: ["civic"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: targets)
