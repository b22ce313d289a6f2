import CivicBytes
import CivicCorrelation
import CivicFormats
import CivicModel
import CivicProfile
public import CivicRules

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs the examples inside rules through the whole pipeline: file, bytes, records, profile, rule.
public enum ExampleRun {
    public struct Result: Sendable {
        public var rule: String
        public var location: String
        public var isPassing: Bool
        public var number: Int
        public var population: Int
        public var violations: Int

        /// A passing example has members and no violation; a failing one has a violation.
        public var holds: Bool { isPassing ? population > 0 && violations == 0 : violations > 0 }

        public var description: String {
            let kind = isPassing ? "pass" : "fail"
            let wanted = isPassing ? "at least one unit and no violation" : "a violation"
            return
                "\(location): \(rule) example \(kind)[\(number)] gave \(violations) violations in \(population) units, expected \(wanted)"
        }
    }

    public static func run(_ rules: [RuleDeclaration]) throws -> [Result] {
        var results: [Result] = []
        for rule in rules {
            for (isPassing, examples) in [(true, rule.passing), (false, rule.failing)] {
                for (index, example) in examples.enumerated() {
                    let (population, violations) = try count(rule, example)
                    results.append(
                        Result(
                            rule: rule.info.id, location: rule.location, isPassing: isPassing, number: index,
                            population: population,
                            violations: violations))
                }
            }
        }
        return results
    }

    /// Units and violations of `rule` in one example: its files are read together, as `civic audit FOLDER` would.
    private static func count(_ rule: RuleDeclaration, _ example: RuleDeclaration.Example) throws -> (Int, Int) {
        let temporary = Console.environment("TMPDIR") ?? "/tmp"
        let folder = "\(temporary)/civic-example-\(getpid())-\(rule.info.id.lowercased())"
        var made: [String] = []
        defer { for path in made.reversed() { remove(path) } }
        func makeFolder(_ path: String) throws {
            if mkdir(path, 0o700) == 0 {
                made.append(path)
            } else if errno != EEXIST {
                throw CommandFailure(status: .usage, message: "cannot make \(path): \(String(cString: strerror(errno)))")
            }
        }
        try makeFolder(folder)
        for file in example.files {
            let parts = (file.path.isEmpty ? "example.log" : file.path).split(separator: "/")
            var path = folder
            for part in parts.dropLast() {
                path += "/" + part
                try makeFolder(path)
            }
            path += "/" + (parts.last ?? "example.log")
            made.append(path)
            try ReportFile.write(Array(file.text.utf8), to: path)
        }
        let walk = try SourceWalk.expand([folder])
        let set: RuleSet
        do {
            set = try RuleSet([rule], paths: walk.inputs.map(\.path))
        } catch {
            throw CommandFailure(status: .usage, message: "\(error)")
        }
        let isAlone = example.files.count == 1 && example.files[0].path.isEmpty
        let (result, evidence) = try ScanSession.scan(
            walk, options: LogScan.Options(), evidence: EvidenceCollector.Options(),
            fallback: { input in
                isAlone ? ("example", .path) : (PathNaming.service(path: input.path, root: input.root), .path)
            },
            judge: { set.judge() })
        let evaluation = RuleEvaluation(rules: set, paths: walk.inputs.map(\.path), evidence: evidence)
        let (outcomes, _) = evaluation.outcomes(of: result.profile) { _, declaration in declaration.info }
        return (outcomes.reduce(0) { $0 + $1.population }, outcomes.reduce(0) { $0 + $1.violations })
    }
}
