import CivicBytes
import CivicModel
import CivicProfile
import CivicRuleFiles

@testable import CivicRules

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Rules over files, the whole way: bytes, records, profile, outcomes.
struct EngineRun {
    var outcomes: [RuleOutcome]
    var services: [(name: String, records: Int)]

    static let builtIns: [RuleDeclaration] = {
        (try? RuleFiles.all.flatMap { try RuleFileReader.read(bytes: $0.bytes, file: "rules/\($0.name)") }) ?? []
    }()

    /// Folder of this package.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    init(_ paths: [String], rules: [RuleDeclaration] = builtIns, engine: PatternDatabase.Engine = .plain, jobs: Int = 2) throws
    {
        let walk = try SourceWalk.expand(paths)
        let names = walk.inputs.map(\.path)
        let set = try RuleSet(rules, paths: names, engine: engine)
        var options = LogScan.Options()
        options.jobs = jobs
        let result = LogScan(options: options).run(
            walk.inputs, fallback: { (PathNaming.service(path: $0.path, root: $0.root), .path) }, judge: { set.judge() })
        (outcomes, services) = RuleEvaluation(rules: set, paths: names).outcomes(of: result.profile) { _, rule in rule.info }
    }

    /// Rules over one file of `text`, which goes away.
    init(text: String, rules: [RuleDeclaration], engine: PatternDatabase.Engine = .plain) throws {
        let folder = try ConfigFolder()
        try self.init([try folder.write("service.log", text)], rules: rules, engine: engine)
    }

    /// Units and violations of a rule in all services, or in one.
    func count(_ rule: String, in service: String? = nil) -> EngineCount {
        let list = outcomes.filter { $0.rule.id == rule && (service == nil || $0.service == service) }
        return EngineCount(list.reduce(0) { $0 + $1.population }, list.reduce(0) { $0 + $1.violations })
    }

    /// Everything that was counted, as text.
    var dump: [String] {
        outcomes.map {
            "\($0.service) \($0.rule.id) \($0.violations)/\($0.population) \($0.templateRatios.map { "\($0.violations)/\($0.population)" }) "
                + "\($0.evidence.map { "\($0.path):\($0.line) \($0.sample)" }) \($0.example)"
        } + services.map { "\($0.name) \($0.records)" }
    }
}

struct EngineCount: Equatable {
    var population: Int
    var violations: Int
    init(_ population: Int, _ violations: Int) { (self.population, self.violations) = (population, violations) }
}
