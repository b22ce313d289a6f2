import CivicCorrelation
import CivicModel

/// Whether the state goes to and fro: by the share of changes in 21 consecutive answers, as monitoring systems of the Nagios
/// family do, or by short spells that follow each other.
struct Flapping: HealthMeasure {
    static let id = "flapping"

    private let answers: Int
    private let normal: Int
    private let important: Int
    private let cycles: Int
    private let window: Int64
    private let intervals: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["answers", "changes-normal", "changes", "cycles", "window", "intervals"])
        answers = max(2, try parameters.whole("answers", default: 21))
        normal = try parameters.percent("changes-normal", default: 20)
        important = try parameters.percent("changes", default: 50)
        cycles = max(1, try parameters.whole("cycles", default: 3))
        window = try parameters.nanoseconds("window", default: 600)
        intervals = Int64(try parameters.whole("intervals", default: 3))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        var isImportant = false
        for endpoint in subject.endpoints {
            let known = endpoint.answers.filter { $0.status != .unknown }
            guard known.count >= answers else { continue }
            let (changes, start) = most(known)
            let steps = answers - 1
            let short = shortCycles(endpoint)
            let isFlapping = changes * 100 >= normal * steps || short != nil
            if changes * 100 >= important * steps || short != nil { isImportant = true }
            let answer = short ?? known[start]
            count.add(
                violated: isFlapping,
                answer.note(
                    short == nil
                        ? "\(endpoint.name) changes \(changes) times in \(answers) answers: \(strip(known[start..<start + answers]))"
                        : "\(endpoint.name) is in trouble and well again \(cycles) times in \(HealthText.duration(window))"))
            if isFlapping { broken.append(endpoint) }
        }
        if count.violations > 0, !isImportant { count.grade(.normal) }
        count.conclude(broken.map(\.name), .high, broken)
        return count
    }

    /// The most changes in any stretch of `answers`, and where the first such stretch starts.
    private func most(_ known: [SeriesAnswer]) -> (changes: Int, start: Int) {
        let isChange = known.indices.map { $0 > 0 && known[$0].isPass != known[$0 - 1].isPass }
        var changes = isChange[1..<answers].count { $0 }
        var best = (changes: changes, start: 0)
        for start in 1..<max(1, known.count - answers + 1) {
            if isChange[start] { changes -= 1 }
            if isChange[start + answers - 1] { changes += 1 }
            if changes > best.changes { best = (changes, start) }
        }
        return best
    }

    private func shortCycles(_ endpoint: HealthSubject.Endpoint) -> SeriesAnswer? {
        guard endpoint.interval > 0 else { return nil }
        let short = endpoint.spells.filter { spell in
            guard let end = spell.end, let before = spell.before else { return false }
            return end.since(before) < intervals &* endpoint.interval
        }
        guard short.count >= cycles else { return nil }
        for index in 0...short.count - cycles where short[index + cycles - 1].last.since(short[index].start) <= window {
            return endpoint.answers[short[index].answers.lowerBound]
        }
        return nil
    }

    /// One letter an answer: `.` good, `w` warning, `x` failing, `-` none.
    private func strip(_ known: ArraySlice<SeriesAnswer>) -> String {
        String(
            known.map { answer -> Character in
                switch answer.status {
                case .pass: "."
                case .warn: "w"
                case .fail: "x"
                case .unreachable, .unknown: "-"
                }
            })
    }
}
