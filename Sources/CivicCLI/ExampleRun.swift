import CivicBytes
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

    /// Units and violations of `rule` in the text of one example, read as one file.
    private static func count(_ rule: RuleDeclaration, _ example: RuleDeclaration.Example) throws -> (Int, Int) {
        let folder = Console.environment("TMPDIR") ?? "/tmp"
        let path = "\(folder)/civic-example-\(getpid())-\(rule.info.id.lowercased()).log"
        try ReportFile.write(Array(example.text.utf8), to: path)
        defer { unlink(path) }
        let set: RuleSet
        do {
            set = try RuleSet([rule], paths: [path])
        } catch {
            throw CommandFailure(status: .usage, message: "\(error)")
        }
        let walk = try SourceWalk.expand([path])
        let result = LogScan(options: LogScan.Options()).run(
            walk.inputs, fallback: { _ in ("example", .path) }, judge: { set.judge() })
        let (outcomes, _) = RuleEvaluation(rules: set, paths: [path]).outcomes(of: result.profile) { _, declaration in
            declaration.info
        }
        return (outcomes.reduce(0) { $0 + $1.population }, outcomes.reduce(0) { $0 + $1.violations })
    }
}
