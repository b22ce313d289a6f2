import CivicCorrelation
import CivicModel

/// Whether an endpoint answers the same bytes whatever happens: one body without what changes by itself, always good, also
/// while its service was in trouble. Liveness may be as simple as that and is left out.
struct ConstantAnswer: HealthMeasure {
    static let id = "constant-answer"

    private let bursts: BurstFinder
    private let answers: Int
    private let span: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(MeasureParameters.burstNames.union(["answers", "span"]))
        var bursts = try parameters.bursts()
        // A new kind of error is trouble also where other errors are ordinary.
        bursts.byClass = true
        self.bursts = bursts
        answers = try parameters.whole("answers", default: 20)
        span = try parameters.nanoseconds("span", default: 600)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let log = subject.log else { return count }
        let troubles = bursts.bursts(in: log)
        var names: [String] = []
        for endpoint in subject.endpoints where endpoint.saysReadiness && endpoint.answers.count >= answers {
            guard let first = endpoint.answers.first, let last = endpoint.answers.last, last.time.since(first.time) >= span
            else { continue }
            // Trouble in which it did answer, more than once.
            let slept = troubles.filter { trouble in
                endpoint.answers(in: trouble.onset...trouble.end).count { $0.isAnswered } >= 2
            }
            guard !slept.isEmpty else { continue }
            let answered = endpoint.answers.filter(\.isAnswered)
            let bodies = Set(answered.map { $0.body?.stableHash })
            let isConstant = bodies.count == 1 && bodies.first != .some(nil) && answered.allSatisfy(\.isPass)
            let longest = slept.max { ($0.errors, $1.onset) < ($1.errors, $0.onset) }
            count.add(
                violated: isConstant,
                first.note(
                    "\(endpoint.name) answered the same \(answered.count) times, also in \(slept.count) "
                        + "\(slept.count == 1 ? "burst" : "bursts") of errors: \(first.bodyStart)"))
            if isConstant {
                names.append(endpoint.name)
                if let longest {
                    count.note(longest.first.note("first of \(longest.errors) errors: \(subject.text(longest.first))"))
                }
            }
        }
        count.conclude(names, .high, subject.endpoints)
        return count
    }
}
