import CivicCorrelation
import CivicModel

/// Whether the clock of a service agrees with those of the services that it works with, as far as hops can tell. One unit
/// per service whose clock could be compared.
struct ClockRight: ServiceMeasure {
    static let id = "clock-right"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        guard let clock = system.evidence.correlation?.clocks.first(where: { $0.service == service.name }),
            clock.low != nil || clock.high != nil || !clock.steps.isEmpty
        else { return count }
        count.population = 1
        guard let fault = Self.fault(of: clock) else { return count }
        count.violations = 1
        count.example = fault
        let hops = system.evidence.correlation?.checks[.init(service: service.name, check: .causalTime)]
        count.evidence = (hops?.incidents ?? []).prefix(3).map {
            .init(source: $0.source, line: $0.line, byte: $0.byte, text: $0.what)
        }
        return count
    }

    /// What is wrong with a clock, as a phrase; nil when nothing is.
    static func fault(of clock: ServiceClock) -> String? {
        let steps = clock.steps.prefix(3).map { step in
            "jumps by \(seconds(step.change)) (\(seconds(step.low)) to \(seconds(step.high))) between \(step.after.formatted(digits: 3)) and \(step.before.formatted(digits: 3))"
        }
        guard clock.isOff || !steps.isEmpty else { return nil }
        var parts: [String] = []
        if let drift = clock.drift, clock.isOff, let (first, last) = clock.ends {
            let pace = Int(drift.magnitude.rounded())
            parts.append(
                "runs \(pace) parts per million \(drift > 0 ? "fast" : "slow"), from \(seconds(first.offset)) to \(seconds(last.offset))"
            )
        } else if clock.isOff {
            let offset = clock.offset ?? clock.low.map { max($0, 0) } ?? clock.high ?? 0
            var text = "is \(seconds(offset)) off"
            if let low = clock.low, let high = clock.high { text += " (between \(seconds(low)) and \(seconds(high)))" }
            parts.append(text)
        }
        parts += steps
        if clock.steps.count > 3 { parts.append("and \(clock.steps.count - 3) more times") }
        return parts.joined(separator: ", ")
    }

    /// With a sign and three decimals.
    private static func seconds(_ nanoseconds: Int64) -> String {
        let milliseconds = (nanoseconds / 1_000_000).magnitude
        let digits = String(milliseconds % 1000)
        return "\(nanoseconds < 0 ? "-" : "+")\(milliseconds / 1000)."
            + String(repeating: "0", count: 3 - digits.count) + digits + " s"
    }
}
