import CivicBytes
import CivicCorrelation
import CivicFormats
import CivicModel
import CivicProfile
import CivicRuleFiles
import CivicRules
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One run over the inputs of a command: options and configuration become a scan, the scan a profile.
struct ScanSession {
    let configuration: Configuration
    let builtIns: [RuleDeclaration]
    let walk: SourceWalk
    let rules: RuleSet?
    private let scanOptions: LogScan.Options
    private let isAcceleratedLater: Bool
    /// Bytes for what is collected of the records.
    let memory: Int
    private let spillFolder: String?

    /// - Parameter judges: false for commands that only look (no rule is run).
    init(_ input: InputOptions, judges: Bool) throws(CommandFailure) {
        builtIns = try Self.builtInRules()
        configuration = try Self.configuration(input.config, builtIns: builtIns)
        do {
            walk = try SourceWalk.expand(input.paths)
        } catch {
            throw CommandFailure(status: .usage, message: "\(error)")
        }
        try Self.refuseUnreadable(walk.inputs)
        if let rejects = input.rejects {
            try ReportFile.refuse(rejects, option: "--rejects", amongst: walk.inputs.map(\.path))
        }
        var options = LogScan.Options()
        let budget = try MemoryBudget(
            total: InputOptions.size(input.memory) ?? 512 << 20, jobs: input.jobs, processors: Console.processorCount)
        options.jobs = budget.jobs
        options.reading.roleOverrides = configuration.fields
        let zone: TimeZoneRules
        do {
            zone = try TimeZoneRules.named(input.assumeTimezone)
        } catch {
            throw CommandFailure(status: .usage, message: "--assume-timezone: \(error)")
        }
        let year = input.assumeYear ?? Self.newestYear(walk.inputs)
        options.reading.times = TimeParser(assumedZone: zone, assumedYear: year)
        options.window = try Self.window(input.from, input.to)
        if input.rejects != nil { options.rejects = RejectCollector() }
        if judges {
            let effective = configuration.effectiveRules(for: nil, builtIns: builtIns)
            // A rule that is off everywhere costs nothing; one that an override switches on somewhere is judged everywhere.
            let declarations = effective.map(\.declaration)
            options.reading.relevantPaths = RuleSet.referencedPaths(declarations)
            do {
                rules = try RuleSet(
                    declarations, times: options.reading.times, environment: configuration.environment,
                    paths: walk.inputs.map(\.path), engine: input.patternEngine == .libhs ? .fastest : .plain)
            } catch {
                throw CommandFailure(status: .usage, message: "\(error)")
            }
        } else {
            rules = nil
        }
        scanOptions = options
        memory = input.rowMemory.flatMap { InputOptions.size($0) } ?? budget.rows
        spillFolder = input.spillDir
        isAcceleratedLater = judges && input.patternEngine == .auto
    }

    /// A file that was named and may not be read is a wrong question; one that was found in a folder is a loss.
    private static func refuseUnreadable(_ inputs: [SourceWalk.Input]) throws(CommandFailure) {
        for input in inputs where input.path == input.root && input.path != "-" {
            guard access(input.path, R_OK) != 0 else { continue }
            throw CommandFailure(
                status: .usage,
                message:
                    "cannot read \(input.path): \(String(cString: strerror(errno)))\n  help: name it as a user who may read it")
        }
    }

    /// Reports must not replace the logs that they are about.
    func refuse(_ destinations: [OutputOptions.Destination]) throws(CommandFailure) {
        for destination in destinations {
            guard let file = destination.file else { continue }
            try ReportFile.refuse(file, option: "--format \(destination.format)=…", amongst: walk.inputs.map(\.path))
        }
    }

    /// 16 hexadecimal digits over the rules as they are declared and all that the configuration makes of them: reports with
    /// equal digests were judged alike.
    var rulesDigest: String {
        var hash = ContentHash.of(configuration.digest)
        for file in RuleFiles.all { hash = file.bytes.withUnsafeBufferPointer { ContentHash.of($0, seed: hash) } }
        return HexDigits.text(hash)
    }

    /// Names the service of records that do not.
    private var fallback: @Sendable (SourceWalk.Input) -> (name: String, origin: ServiceOrigin) {
        let configuration = configuration
        return { input in
            if let name = configuration.service(forSource: input.path) { return (name, .configuration) }
            return (PathNaming.service(path: input.path, root: input.root), .path)
        }
    }

    /// Reads some of the inputs once more, for `observers` alone, to whom a source is its place in `sources`.
    /// - Parameters:
    ///   - messages: as the first reading found them.
    ///   - reach: bytes of each, decompressed, that are enough; nil: all.
    func reread(
        _ sources: [Int], messages: [String], reach: Int? = nil, progress: ProgressLine?,
        observers: @escaping @Sendable () -> [any RecordObserver]
    ) {
        var update: (@Sendable (Int) -> Void)?
        if let progress { update = { @Sendable bytes in progress.update(bytes) } }
        var options = scanOptions
        options.rejects = nil
        options.window = reach == nil ? options.window : nil
        options.blocksPerSource = reach.map { $0 / options.limits.block + 2 }
        options.reading.roleOverrides[.message, default: []] += messages
        _ = LogScan(options: options).run(
            sources.map { walk.inputs[$0] }, fallback: fallback, judge: { nil }, observers: observers, progress: update)
    }

    /// Looks up the ids of the examples that a report names.
    func name(_ evidence: inout SystemEvidence) throws(CommandFailure) {
        guard var correlation = evidence.correlation else { return }
        let masks = try secretMasks()
        let names = IncidentNames(
            evidence, isReadable: { walk.inputs.indices.contains($0) && Self.isReadableTwice(walk.inputs[$0].path) },
            mask: { masks.mask() })
        guard !names.sources.isEmpty else { return }
        reread(names.sources, messages: evidence.messages, reach: names.reach, progress: nil) { [names.observer()] }
        names.name(&correlation)
        evidence.correlation = correlation
    }

    var jobs: Int { scanOptions.jobs }
    var readsStandardInput: Bool { walk.inputs.contains { $0.path == "-" } }

    /// What hides secrets in texts that are shown: detectors of all rules, those included that are off.
    func secretMasks() throws(CommandFailure) -> SecretMasks {
        let effective = configuration.effectiveRules(for: nil, builtIns: builtIns).map(\.declaration)
        do {
            return try SecretMasks(effective)
        } catch {
            throw CommandFailure(status: .usage, message: "\(error)")
        }
    }

    /// What the fields of the inputs are for, with the evidence.
    func columnRoles() -> RoleInference {
        var pins = CorrelationPins()
        pins.columns = configuration.idColumns
        return Self.firstLook(walk, options: scanOptions, pins: pins, fallback: fallback).roles
    }

    /// Reads all inputs.
    /// - Parameters:
    ///   - correlates: false for commands that ask nothing of ids.
    ///   - experiments: those that were named beside the inputs.
    func run(
        progress: ProgressLine?, correlates: Bool = true, experiments: [Experiment] = [],
        observers: @escaping @Sendable () -> [any RecordObserver] = { [] }
    ) throws(CommandFailure) -> (result: LogScan.Result, evidence: SystemEvidence) {
        var update: (@Sendable (Int) -> Void)?
        if let progress { update = { @Sendable bytes in progress.update(bytes) } }
        let rules = rules
        if isAcceleratedLater, isLong, let rules { DispatchQueue.global().async { rules.accelerate() } }
        var options = EvidenceCollector.Options()
        options.correlates = correlates
        options.jobs = scanOptions.jobs
        options.memory = memory
        options.inputBytes = walk.inputs.reduce(0) { $0 + $1.size }
        options.experiments = experiments
        (options.pins.targets, options.pins.columns) = (configuration.experimentTargets, configuration.idColumns)
        options.spillFolder = spillFolder
        var (result, evidence) = try Self.scan(
            walk, options: scanOptions, evidence: options, fallback: fallback, judge: { rules?.judge() },
            observers: observers, progress: update)
        if !walk.problems.isEmpty {
            // Entries that could not be read are no sources, and yet part of the account.
            for problem in walk.problems {
                var report = SourceReport(path: problem.path)
                report.problems = [problem]
                result.sources.append(report)
            }
        }
        return (result, evidence)
    }

    /// What the first records of each input say of all: what columns are for, and whether there are health answers.
    private static func firstLook(
        _ walk: SourceWalk, options: LogScan.Options, pins: CorrelationPins,
        fallback: @escaping @Sendable (SourceWalk.Input) -> (name: String, origin: ServiceOrigin)
    ) -> (roles: RoleInference, idLengths: [String: Int], mayHoldHealth: Bool) {
        var head = LogScan.Options()
        (head.reading, head.jobs, head.inflater) = (options.reading, options.jobs, options.inflater)
        head.limits = options.limits
        head.limits.block = min(options.limits.block, 256 << 10)
        head.blocksPerSource = 1
        let inputs = walk.inputs.filter { isReadableTwice($0.path) }
        let discovery = ColumnDiscovery(pins: pins.columns, sources: inputs.count)
        let result = LogScan(options: head).run(
            inputs, fallback: fallback, judge: { nil }, observers: { [discovery.observer()] })
        // What cannot be looked at before may be anything.
        let mayHoldHealth =
            inputs.count < walk.inputs.count || result.sources.contains { $0.kind == .health || $0.kind == .journal }
        return (RoleInference(discovery, names: ServiceNames(result.profile)), discovery.idLengths, mayHoldHealth)
    }

    /// Standard input and named pipes can be read once only.
    private static func isReadableTwice(_ path: String) -> Bool {
        var status = stat()
        return path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// One scan with its evidence: the way that audits, examples and experiments share.
    static func scan(
        _ walk: SourceWalk, options: LogScan.Options, evidence evidenceOptions: EvidenceCollector.Options,
        fallback: @escaping @Sendable (SourceWalk.Input) -> (name: String, origin: ServiceOrigin),
        judge: @escaping @Sendable () -> (any RecordJudge)?,
        observers: @escaping @Sendable () -> [any RecordObserver] = { [] }, progress: (@Sendable (Int) -> Void)? = nil
    ) throws(CommandFailure) -> (LogScan.Result, SystemEvidence) {
        var (options, evidenceOptions) = (options, evidenceOptions)
        var messages: [String] = []
        if evidenceOptions.correlates {
            // What was done must be known before the logs are read.
            evidenceOptions.experiments = ExperimentFiles.journals(
                among: walk.inputs, known: evidenceOptions.experiments, jobs: options.jobs)
            let look = firstLook(walk, options: options, pins: evidenceOptions.pins, fallback: fallback)
            (evidenceOptions.columns, evidenceOptions.followsFlows) = (look.roles.found, look.roles.followsFlows)
            evidenceOptions.idLengths = look.idLengths
            messages = look.roles.messages
            options.reading.roleOverrides[.message, default: []] += messages
            // Sources have the same numbers in both looks only where each can be read twice.
            if walk.inputs.allSatisfy({ isReadableTwice($0.path) }) { evidenceOptions.cuts = look.roles.cuts }
            evidenceOptions.hasHealth = look.mayHoldHealth || !evidenceOptions.experiments.isEmpty
        }
        let collector = EvidenceCollector(evidenceOptions)
        let result = LogScan(options: options).run(
            walk.inputs, fallback: fallback, judge: judge, observers: { collector.observers() + observers() },
            progress: progress)
        do {
            var evidence = try collector.evidence(of: result)
            evidence.messages = messages
            return (result, evidence)
        } catch {
            throw CommandFailure(status: .usage, message: "\(error)")
        }
    }

    /// Writes the lines that could not be read where `--rejects` says.
    func writeRejects(to path: String?) throws(CommandFailure) {
        guard let path, let collector = scanOptions.rejects else { return }
        let (bytes, dropped) = collector.result()
        try ReportFile.write(bytes, to: path)
        if dropped > 0 { Console.error("\(path): \(dropped) more rejected lines were too many to keep") }
    }

    static func builtInRules() throws(CommandFailure) -> [RuleDeclaration] {
        let files = RuleFiles.all
        let read = Mutex<[Int: Result<[RuleDeclaration], CommandFailure>]>([:])
        // Side by side, because nothing else can begin before the rules are there.
        DispatchQueue.concurrentPerform(iterations: files.count) { index in
            let rules: Result<[RuleDeclaration], CommandFailure>
            do {
                rules = .success(try RuleFileReader.read(bytes: files[index].bytes, file: "rules/\(files[index].name)"))
            } catch {
                rules = .failure(CommandFailure(status: .usage, message: "\(error)"))
            }
            read.withLock { $0[index] = rules }
        }
        var rules: [RuleDeclaration] = []
        for (_, part) in read.withLock({ $0 }).sorted(by: { $0.key < $1.key }) { rules += try part.get() }
        return rules
    }

    static func configuration(_ path: String?, builtIns: [RuleDeclaration]) throws(CommandFailure) -> Configuration {
        let found = path ?? (access("civic.yml", F_OK) == 0 ? "civic.yml" : nil)
        do {
            return try ConfigurationReader.read(path: found, builtIns: builtIns, today: today)
        } catch {
            throw CommandFailure(status: .usage, message: "\(error)")
        }
    }

    /// The one use of the clock: suppressions of findings end on a day.
    static var today: CalendarDate? { CalendarDate(secondsSinceEpoch: time(nil)) }

    /// The month of that day, `2026-11`.
    static var month: String? { today.map { String("\($0)".prefix(7)) } }

    static func window(
        _ from: String?, _ to: String?, option: String = "--from"
    ) throws(CommandFailure) -> ClosedRange<Int64>? {
        guard from != nil || to != nil else { return nil }
        func instant(_ text: String?, _ option: String, _ open: Int64) throws(CommandFailure) -> Int64 {
            guard let text else { return open }
            let bytes = Array(text.utf8)
            let time = bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { TimeParser().parse($0, bytes.count) } ?? .absent
            }
            guard time.shape.basis >= .explicitOffset else {
                throw CommandFailure(
                    status: .usage,
                    message: "\(option): \"\(text)\" is no RFC 3339 time\n  help: write it like 2026-01-05T10:00:00Z")
            }
            return time.nanoseconds
        }
        let low = try instant(from, option, .min)
        let high = try instant(to, "--to", .max)
        guard low <= high else { throw CommandFailure(status: .usage, message: "--from is later than --to") }
        return low...high
    }

    /// Whether the inputs take longer to read than libhs takes to compile.
    private var isLong: Bool { walk.inputs.reduce(0) { $0 + $1.size } > 96 << 20 }

    /// Year of the newest input: what a log without years was most likely written in.
    private static func newestYear(_ inputs: [SourceWalk.Input]) -> Int? {
        var newest = 0
        for input in inputs where input.path != "-" {
            var status = stat()
            guard stat(input.path, &status) == 0 else { continue }
            #if os(Linux)
                newest = max(newest, Int(status.st_mtim.tv_sec))
            #else
                newest = max(newest, Int(status.st_mtimespec.tv_sec))
            #endif
        }
        return newest == 0 ? nil : CivilDate.from(daysSinceEpoch: newest / 86_400).year
    }
}
