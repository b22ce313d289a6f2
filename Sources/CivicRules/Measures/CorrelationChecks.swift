import CivicCorrelation

/// What the correlation of all ids counted of a service under one check (`check:` names it as `CorrelationCheck` does).
struct CorrelationChecks: ServiceMeasure {
    static let id = "correlation-check"

    private let check: CorrelationCheck

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["check"])
        let name = try parameters.words("check", default: "").first ?? ""
        guard let check = CorrelationCheck.allCases.first(where: { $0.rawValue.lowercased() == name }) else {
            throw MeasureError(
                parameter: "check", expected: "one of \(CorrelationCheck.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.check = check
    }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        guard let correlation = system.evidence.correlation,
            let found = correlation.checks[.init(service: service.name, check: check)]
        else { return count }
        count.population = found.population
        count.violations = found.violations
        // The earliest ones, whichever stage they belong to.
        let incidents = found.incidents.sorted { ($0.time, $0.id, $0.source, $0.byte) < ($1.time, $1.id, $1.source, $1.byte) }
        count.evidence = incidents.prefix(3).map {
            .init(source: $0.source, line: $0.line, byte: $0.byte, text: $0.what)
        }
        count.example = found.example
        if check == .causalTime, count.violations > 0, count.example.isEmpty,
            let clock = correlation.clocks.first(where: { $0.service == service.name })
        {
            count.example =
                ClockRight.fault(of: clock)
                ?? "cannot be told to be wrong: what was sent may be logged after it was taken"
        }
        return count
    }
}
