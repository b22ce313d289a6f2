import CivicCorrelation
import CivicModel

/// Whether a service has liveness and readiness apart. What was not recorded may exist all the same, so this is a hint unless
/// the other path was asked for and not found.
struct SingleKind: HealthMeasure {
    static let id = "single-kind"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        let asked = subject.endpoints.filter { $0.isHTTP && $0.kind != .startup }
        guard !asked.isEmpty else { return count }
        func isThere(_ endpoint: HealthSubject.Endpoint) -> Bool { endpoint.all.contains { !$0.isElsewhere } }
        let there = asked.filter(isThere)
        let kinds = Set(there.map(\.kind))
        let missing = asked.filter { !isThere($0) && ($0.kind == .live || $0.kind == .ready) }
        guard let first = (there.first ?? missing.first)?.all.first else { return count }
        let isSingle = !(kinds.contains(.live) && (kinds.contains(.ready) || kinds.contains(.health) || kinds.contains(.deep)))
        let note =
            missing.first?.all.first.map { $0.note("\(missing[0].name) answers \($0.saying)") }
            ?? first.note("asked for: " + there.prefix(3).map(\.name).joined(separator: ", "))
        count.add(violated: isSingle, note)
        if isSingle { count.grade(missing.isEmpty ? .low : .normal) }
        count.conclude(there.map(\.name), missing.isEmpty ? .low : .high, [])
        return count
    }
}
