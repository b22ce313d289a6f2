import CivicCorrelation
import CivicModel

/// Whether readiness turns while a fault is injected that the service itself logs errors about. Needs an experiment, or answers
/// that were recorded as part of one: bursts without either are another rule's.
struct ReadinessUnderFault: HealthMeasure {
    static let id = "readiness-under-fault"

    private let bursts: BurstFinder
    private let intervals: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(MeasureParameters.burstNames.union(["intervals"]))
        bursts = try parameters.bursts()
        intervals = Int64(try parameters.whole("intervals", default: 3))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let log = subject.log else { return count }
        let found = bursts.bursts(in: log)
        let ready = subject.endpoints.filter { $0.kind == .ready }
        let asked = ready.isEmpty ? subject.endpoints.filter(\.saysReadiness) : ready
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in asked {
            for fault in Window.all(subject.faults, endpoint) {
                let end = fault.end
                // The effect begins inside the fault; one that was there before has another reason.
                guard let burst = found.first(where: { $0.onset >= fault.start.adding(-endpoint.tolerance) && $0.onset <= end })
                else { continue }
                let limit = max(end, burst.onset).adding(intervals &* endpoint.interval)
                let inside = endpoint.answers(in: fault.start...limit)
                guard inside.count >= 2 else { continue }
                let isBlind = inside.allSatisfy(\.isPass)
                count.add(
                    violated: isBlind,
                    burst.first.note(
                        "first of \(burst.errors) errors under \(fault.name), while \(endpoint.name) stayed "
                            + "\(inside.first?.saying ?? "pass") in \(inside.count) answers: \(subject.text(burst.first))"))
                if isBlind { broken.append(endpoint) }
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }

    /// When something was broken on purpose.
    private struct Window {
        var name: String
        var start: Instant
        var end: Instant

        /// What experiments say, or else what the recorder wrote beside the answers.
        static func all(_ faults: [Fault], _ endpoint: HealthSubject.Endpoint) -> [Window] {
            let known = faults.compactMap { fault in
                fault.end.flatMap { $0 >= fault.start ? Window(name: fault.name, start: fault.start, end: $0) : nil }
            }
            guard known.isEmpty else { return known }
            var windows: [Window] = []
            var run: String??
            for answer in endpoint.answers {
                guard answer.observation.phase == "during" else {
                    run = nil
                    continue
                }
                if let last = windows.indices.last, let run, run == answer.observation.run {
                    windows[last].end = answer.time
                } else {
                    let name = answer.observation.run.map { "run \($0)" } ?? "an experiment"
                    windows.append(Window(name: name, start: answer.time, end: answer.time))
                }
                run = .some(answer.observation.run)
            }
            return windows
        }
    }
}
