import Foundation
import Testing

/// The rules of docs/architecture.md and CONTRIBUTING.md that a machine can check.
struct HouseTests {
    /// Who may import whom: the table of docs/architecture.md.
    private static let doors: [String: Set<String>] = [
        "CivicModel": [],
        "CivicBytes": ["CZlib", "CISAL", "CByteScan", "CivicModel"],
        "CivicFormats": ["CivicBytes", "CivicModel", "CByteScan"],
        "CivicProfile": ["CivicFormats", "CivicBytes", "CivicModel", "CByteScan", "Dispatch", "Synchronization"],
        "CivicCorrelation": [
            "CivicProfile", "CivicFormats", "CivicModel", "CByteScan", "Histogram", "Dispatch", "Synchronization",
        ],
        "rules": [],
        "CivicRules": [
            "Synchronization",
            "CivicCorrelation", "CivicProfile", "CivicFormats", "CivicModel", "CivicRuleFiles", "CHyperscan", "CByteScan",
            "Yams",
        ],
        "CivicContract": ["CivicCorrelation", "CivicProfile", "CivicFormats", "CivicModel", "Synchronization"],
        "CivicScore": ["CivicContract", "CivicProfile", "CivicModel"],
        "CivicReports": ["CivicScore", "CivicContract", "CivicCorrelation", "CivicModel"],
        "CivicCLI": [
            "CivicReports", "CivicScore", "CivicContract", "CivicRules", "CivicRuleFiles", "CivicCorrelation", "CivicProfile",
            "CivicFormats",
            "CivicBytes",
            "CivicModel", "ArgumentParser", "Dispatch", "Synchronization",
        ],
        "civic": ["CivicCLI"],
    ]

    /// The C library of the system, which every room but the model may call.
    private static let system: Set<String> = ["Glibc", "Musl", "Darwin", "Android"]

    @Test func `there are sources to look at`() {
        #expect(SourceTree.swift.count > 150)
        #expect(Set(SourceTree.swift.map(\.room)).isSubset(of: Self.doors.keys))
    }

    @Test(arguments: SourceTree.swift.map(\.path))
    func `a file imports only what stands left of its room`(_ path: String) throws {
        let file = try #require(SourceTree.swift.first { $0.path == path })
        let allowed = try #require(Self.doors[file.room], "no room called \(file.room) in the table")
        for (line, module) in SwiftCode(file.text).imports where !allowed.contains(module) {
            let isSystem = Self.system.contains(module) && file.room != "CivicModel" && file.room != "rules"
            #expect(isSystem, "\(path):\(line) imports \(module)")
        }
    }

    @Test func `the table of the test is the table of the documentation`() throws {
        let text = String(
            decoding: try #require(
                FileManager.default.contents(atPath: SourceTree.root.appendingPathComponent("docs/architecture.md").path)),
            as: UTF8.self)
        for room in Self.doors.keys where room != "rules" {
            #expect(text.contains("| `\(room)`") || text.contains("`\(room)` |"), "\(room) is missing in docs/architecture.md")
        }
    }

    @Test func `C headers reach for nothing but the system and their own folder`() {
        let headers = SourceTree.files(below: ["Sources"], extensions: ["h", "c"])
        #expect(!headers.isEmpty)
        let names = Set(headers.map(\.name))
        for header in headers {
            for line in header.text.split(separator: "\n") where line.hasPrefix("#include \"") || line.hasPrefix("# include \"")
            {
                let name = line.split(separator: "\"").dropFirst().first.map(String.init) ?? ""
                let isKnown = names.contains(name)
                #expect(isKnown && headers.contains { $0.name == name && $0.room == header.room }, "\(header.path): \(line)")
            }
        }
    }

    @Test func `no file imports Foundation`() {
        let found = SourceTree.swift.flatMap { file in
            SwiftCode(file.text).imports.filter { $0.module.hasPrefix("Foundation") }.map { "\(file.path):\($0.line)" }
        }
        #expect(found == [])
    }

    @Test func `only one file knows YAML`() {
        let found = SourceTree.swift.filter { SwiftCode($0.text).imports.contains { $0.module == "Yams" } }.map(\.path)
        #expect(found.count == 1, "\(found)")
    }

    @Test func `no file is a drawer for everything`() {
        let drawers = ["Util", "Helper", "Common.", "Manager", "Misc", "Shared."]
        let found = SourceTree.files(below: ["Sources", "Tests"], extensions: ["swift", "h", "c"]).filter { file in
            drawers.contains { file.name.hasPrefix($0) || file.name.contains($0) && $0 != "Common." && $0 != "Shared." }
        }
        #expect(found.map(\.path) == [])
    }

    @Test func `no source unwraps, tries or casts by force`() {
        var found: [String] = []
        for file in SourceTree.swift {
            let code = SwiftCode(file.text)
            found += code.forceUnwraps.map { "\(file.path):\($0.line): \($0.text)" }
            for (index, line) in code.lines.enumerated() where line.contains("try!") || line.contains("as!") {
                found.append("\(file.path):\(index + 1): \(line)")
            }
        }
        #expect(Set(found).sorted() == [])
    }

    @Test func `no line mentions an unfinished thought`() {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        let found = SourceTree.files(below: ["Sources", "rules"], extensions: ["swift", "h", "c", "yml"]).flatMap { file in
            file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .filter { line in marks.contains { line.element.contains($0) } }.map { "\(file.path):\($0.offset + 1)" }
        }
        #expect(found == [])
    }

    @Test(arguments: [
        ("let a = b!", true), ("call(b)!.c", true), ("list[0]! + 1", true), ("if !a && b != c { }", false),
        ("let t = \"wow!\"", false),
        ("x = #\"a\"b! \"#", false), ("// stop!", false), ("/* a! /* b! */ c! */ let d = 1", false),
        ("a\n\"\"\"\nb!\n\"\"\"\nc", false),
        ("#if !os(Linux)", false), ("let f: Int!", true),
    ])
    func `the search for force unwraps sees code and nothing else`(_ text: String, _ isFound: Bool) {
        #expect(!SwiftCode(text).forceUnwraps.isEmpty == isFound)
    }

    @Test func `the search for imports sees every spelling`() {
        let code = SwiftCode(
            "public import A\n@testable import B\nimport struct C.D\n// import E\nlet s = \"import F\"\n    @preconcurrency internal import G"
        )
        #expect(code.imports.map(\.module) == ["A", "B", "C", "G"])
        #expect(code.imports.map(\.line) == [1, 2, 3, 6])
    }
}
