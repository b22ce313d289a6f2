public import CivicFormats
import CivicModel
public import CivicProfile

/// The rules of a run, compiled: every condition checked, every pattern numbered, every measure found.
public struct RuleSet: Sendable {
    /// One rule as it stands for every service, with what its declaration became.
    struct Compiled: Sendable {
        var declaration: RuleDeclaration
        var body: CompiledBody
        /// Number of the counter in the profile's cells, for rules that judge values.
        var counter: Int?
    }

    enum CompiledBody: Sendable {
        case condition(population: Condition, requirement: Condition)
        case recordMeasure(any RecordMeasure)
        case serviceMeasure(any ServiceMeasure)
    }

    /// What a counter counts.
    struct Counted: Sendable {
        enum Body: Sendable {
            case condition(population: Condition, requirement: Condition)
            case measure(any RecordMeasure)
        }
        var body: Body
    }

    let rules: [Compiled]
    let counted: [Counted]
    let patterns: PatternTable
    let programs: ScanPrograms
    let times: TimeParser
    private let paths: [String]

    /// Compiles `declarations`. `paths`: the run's sources, for `@source`. `engine`: how patterns are looked for; the result
    /// is the same with each, but libhs takes a tenth of a second to compile its database.
    public init(
        _ declarations: [RuleDeclaration], times: TimeParser = TimeParser(), environment: String? = nil, paths: [String] = [],
        engine: PatternDatabase.Engine = .plain
    ) throws(RuleSetError) {
        self.times = times
        self.paths = paths
        patterns = PatternTable(rules: declarations)
        var rules: [Compiled] = []
        var counted: [Counted] = []
        for declaration in declarations {
            let body: CompiledBody
            var counter: Int?
            switch declaration.body {
            case .assert(let requirement):
                let population = declaration.condition ?? .constant(true)
                body = .condition(population: population, requirement: requirement)
                counter = counted.count
                counted.append(Counted(body: .condition(population: population, requirement: requirement)))
            case .measure(let name):
                let parameters = MeasureParameters(declaration.parameters, environment: environment)
                do {
                    if let type = Measures.records.first(where: { $0.id == name }) {
                        let measure = try type.init(parameters: parameters)
                        body = .recordMeasure(measure)
                        counter = counted.count
                        counted.append(Counted(body: .measure(measure)))
                    } else if let type = Measures.services.first(where: { $0.id == name }) {
                        body = .serviceMeasure(try type.init(parameters: parameters))
                    } else {
                        let known = Measures.records.map { $0.id } + Measures.services.map { $0.id }
                        let help = Suggestion.nearest(to: name, in: known).map { "did you mean \"\($0)\"?" }
                        throw RuleSetError(
                            location: declaration.location, message: "\(declaration.info.id): unknown measure \"\(name)\"",
                            help: help ?? "the measures are \(known.sorted().joined(separator: ", "))")
                    }
                } catch let error as MeasureError {
                    throw RuleSetError(location: declaration.location, message: "\(declaration.info.id): \(error)", help: nil)
                } catch let error as RuleSetError {
                    throw error
                } catch {
                    throw RuleSetError(location: declaration.location, message: "\(declaration.info.id): \(error)", help: nil)
                }
            }
            rules.append(Compiled(declaration: declaration, body: body, counter: counter))
        }
        self.rules = rules
        self.counted = counted
        do {
            programs = try ScanPrograms(table: patterns, engine: engine)
        } catch {
            throw RuleSetError(location: Self.location(of: error, in: declarations), message: "\(error)", help: nil)
        }
    }

    /// Paths of fields that some of `declarations` ask for by name.
    public static func referencedPaths(_ declarations: [RuleDeclaration]) -> Set<String> {
        var paths: Set<String> = []
        func collect(_ condition: Condition) {
            switch condition {
            case .constant: break
            case .all(let parts), .any(let parts), .none(let parts): parts.forEach(collect)
            case .not(let part): collect(part)
            case .when(let test, let then, let otherwise): [test, then, otherwise].compactMap(\.self).forEach(collect)
            case .oneOfFields(let fields): for case .path(let path) in fields { paths.insert(path) }
            case .field(let field, let checks):
                if case .path(let path) = field { paths.insert(path) }
                for case .compare(_, .path(let path), _) in checks { paths.insert(path) }
            }
        }
        for declaration in declarations {
            if let condition = declaration.condition { collect(condition) }
            if case .assert(let condition) = declaration.body { collect(condition) }
        }
        return paths
    }

    /// Makes the fastest engine ready and lets judges that are at work change to it. Takes a tenth of a second: to be called
    /// beside a scan that takes longer.
    public func accelerate() {
        programs.late.put(PatternDatabase(syntaxes: programs.database.syntaxes, engine: .fastest))
    }

    /// A judge for one worker.
    public func judge() -> any RecordJudge { RuleJudge(rules: self) }

    public var declarations: [RuleDeclaration] { rules.map(\.declaration) }

    func path(of source: Int) -> String { source < paths.count ? paths[source] : "" }

    func bind(
        population: Condition, requirement: Condition, with binder: ConditionBinder
    ) -> (population: BoundCondition, requirement: BoundCondition) {
        let bound = binder.bind(population)
        // Nothing is asked of records that are not members.
        if case .constant(false) = bound { return (bound, .constant(true)) }
        return (bound, binder.bind(requirement))
    }

    /// The rule whose pattern an error is about, so that the message has an address.
    private static func location(of error: PatternError, in declarations: [RuleDeclaration]) -> String {
        for declaration in declarations {
            let table = PatternTable(rules: [declaration])
            if (try? ScanPrograms(table: table)) == nil { return "\(declaration.location): \(declaration.info.id)" }
        }
        return "rules"
    }
}

/// A rule that cannot be compiled.
public struct RuleSetError: Error, Sendable, CustomStringConvertible {
    public var location: String
    public var message: String
    public var help: String?

    public init(location: String, message: String, help: String?) {
        (self.location, self.message, self.help) = (location, message, help)
    }

    public var description: String { "\(location): \(message)" + (help.map { "\n  help: \($0)" } ?? "") }
}
