import CivicBytes
import CivicCorrelation
import CivicModel
import CivicProfile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of made-up logs, one file a service, that goes away with its last owner.
final class LogFolder {
    struct Failure: Error {}

    let path: String
    private var files: [String] = []

    init() throws {
        var template = Array("/tmp/civic-correlation-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for file in files { unlink(file) }
        rmdir(path)
    }

    func write(_ name: String, _ text: String) throws {
        let file = "\(path)/\(name)"
        guard let stream = fopen(file, "wb") else { throw Failure() }
        defer { fclose(stream) }
        files.append(file)
        let bytes = Array(text.utf8)
        guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw Failure() }
    }

    /// How a run is split up, which must not matter.
    struct Split: Sendable {
        var jobs = 1
        var partitionBits = 8
        var memory = 512 << 20
        var block = 64 << 10
    }

    /// What the columns of the folder are for.
    func roles(pins: [(path: String, role: IDRole)] = []) throws -> RoleInference { try look(pins: pins).roles }

    private func look(pins: [(path: String, role: IDRole)]) throws -> (roles: RoleInference, idLengths: [String: Int]) {
        let walk = try SourceWalk.expand([path])
        let discovery = ColumnDiscovery(pins: pins)
        let result = LogScan(options: LogScan.Options()).run(
            walk.inputs, fallback: { (PathNaming.service(path: $0.path, root: $0.root), .path) }, judge: { nil },
            observers: { [discovery.observer()] })
        return (RoleInference(discovery, names: ServiceNames(result.profile)), discovery.idLengths)
    }

    func correlation(
        _ split: Split = Split(), pins: [(path: String, role: IDRole)] = [], followsFlows: Bool? = nil
    ) throws -> Correlation? {
        try evidence(split, pins: pins, followsFlows: followsFlows).correlation
    }

    func evidence(
        _ split: Split = Split(), pins: [(path: String, role: IDRole)] = [], followsFlows: Bool? = nil,
        experiments: [Experiment] = []
    ) throws -> SystemEvidence {
        let walk = try SourceWalk.expand([path])
        let (roles, idLengths) = try look(pins: pins)
        var options = EvidenceCollector.Options()
        options.jobs = split.jobs
        options.partitionBits = split.partitionBits
        options.memory = split.memory
        options.pins.columns = pins
        options.experiments = experiments
        options.columns = roles.found
        options.cuts = roles.cuts
        options.idLengths = idLengths
        options.followsFlows = followsFlows ?? roles.followsFlows
        let collector = EvidenceCollector(options)
        var scan = LogScan.Options()
        scan.jobs = split.jobs
        scan.limits.block = split.block
        let result = LogScan(options: scan).run(
            walk.inputs, fallback: { (PathNaming.service(path: $0.path, root: $0.root), .path) }, judge: { nil },
            observers: { collector.observers() })
        return try collector.evidence(of: result)
    }
}

extension Correlation {
    /// Everything that it says, for comparisons.
    var digest: String {
        var text = "\(events) \(chains) \(lost) \(censored) \(duplicated) \(outOfOrder) \(orphans)\n"
        for hop in hops { text += "\(hop.from)>\(hop.to) \(hop.count) \(hop.p50 ?? -1) \(hop.p99 ?? -1)\n" }
        for clock in clocks {
            text +=
                "\(clock.service) \(clock.quality) \(clock.low ?? 0) \(clock.high ?? 0) \(clock.pairs) \(clock.steps.count)\n"
        }
        for (key, count) in sortedChecks {
            text += "\(key.service) \(key.check) \(count.population) \(count.violations)"
            for incident in count.incidents { text += " \(incident.source):\(incident.line)" }
            text += "\n"
        }
        return text
    }
}
