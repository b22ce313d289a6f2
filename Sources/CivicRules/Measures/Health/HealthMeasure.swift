import CivicCorrelation
import CivicModel

/// A measure of the health endpoints of a service. Without a recorded answer it has nothing to say.
protocol HealthMeasure: ServiceMeasure {
    func judge(_ subject: HealthSubject) -> MeasureCount
}

extension HealthMeasure {
    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        system.health[service.name].map(judge) ?? MeasureCount()
    }
}

/// How sure a finding is, beside what its counts say.
enum Confidence: String {
    /// Read off the answers themselves.
    case high
    /// Told by names and words, or by logs that may be about something else.
    case medium
    /// Few answers, or times that stand on when a file was written.
    case low
}

extension MeasureCount {
    /// Evidence that is kept of one finding.
    private static let noteLimit = 4

    /// Counts one unit; a violation with what is to be seen, and where.
    mutating func add(violated: Bool, _ note: @autoclosure () -> Note) {
        population += 1
        guard violated else { return }
        violations += 1
        self.note(note())
    }

    /// Weighs the finding otherwise than its rule declares; the severity follows.
    mutating func grade(_ impact: Impact) { self.impact = impact }

    mutating func note(_ note: @autoclosure () -> Note) {
        if evidence.count < Self.noteLimit { evidence.append(note()) }
    }

    /// The example of a finding: where, and how sure. Few answers or weak times make it less so.
    mutating func conclude(_ names: [String], _ confidence: Confidence, _ endpoints: [HealthSubject.Endpoint]) {
        guard violations > 0 else { return }
        let isWeak = !endpoints.isEmpty && endpoints.allSatisfy { $0.all.count < 10 || $0.hasWeakTimes }
        var seen: [String] = []
        for name in names where !seen.contains(name) { seen.append(name) }
        let more = seen.count > 3 ? ["\(seen.count - 3) more"] : []
        example = ((seen.prefix(3) + more) + ["\((isWeak ? .low : confidence).rawValue) confidence"]).joined(separator: ", ")
    }
}

extension SeriesAnswer {
    /// The address of this answer with a sentence.
    func note(_ text: String) -> MeasureCount.Note {
        // When a file was written says nothing of the answer.
        let known = observation.timeSource == .modification ? nil : observation.time
        let when = known.map { HealthText.time($0) + " " } ?? ""
        return MeasureCount.Note(
            source: observation.source, line: observation.line, byte: observation.byte, text: when + text)
    }

    /// `503 DOWN`, `200 pass`, `timeout`.
    var saying: String {
        if let error = observation.errorType, observation.statusCode == nil { return error }
        let word = report?.rawStatus ?? status.rawValue
        return (observation.statusCode.map { "\($0) " } ?? "") + String(word.prefix(40))
    }

    /// The first bytes of the body on one line, without the values of members that are called like secrets.
    var bodyStart: String {
        var text = Array((body?.text ?? []).prefix(512))
        for member in SecretMembers.all(in: text).reversed() {
            text.replaceSubrange(member.value, with: Array("***".utf8))
        }
        return String(decoding: text.prefix(80).map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
    }
}

extension LogMark {
    func note(_ text: String) -> MeasureCount.Note {
        MeasureCount.Note(source: source, line: line, byte: byte, text: HealthText.time(time) + " " + text)
    }
}

/// Times and durations in the sentences of evidence.
enum HealthText {
    static func time(_ time: Instant) -> String { time.formatted(digits: 3) }

    /// `2.0 s`, `41 ms`, `-3.7 s`.
    static func duration(_ nanoseconds: Int64) -> String {
        let sign = nanoseconds < 0 ? "-" : ""
        let milliseconds = nanoseconds.magnitude / 1_000_000
        if milliseconds < 1000 { return "\(sign)\(milliseconds) ms" }
        return "\(sign)\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
}

extension MeasureParameters {
    /// A duration; the rule file gives seconds or `30s`, `5m`.
    func nanoseconds(_ name: String, default seconds: Double) throws(MeasureError) -> Int64 {
        let value = try number(name, default: seconds)
        guard value >= 0, value <= 1e9 else { throw MeasureError(parameter: name, expected: "a duration up to 30 years") }
        return Int64(value * 1e9)
    }

    /// A number without decimals, 0 to one million.
    func whole(_ name: String, default value: Int) throws(MeasureError) -> Int {
        let number = try number(name, default: Double(value))
        guard number >= 0, number <= 1e6 else { throw MeasureError(parameter: name, expected: "a number up to a million") }
        return Int(number)
    }

    /// A share as per cent, 0 to 100.
    func percent(_ name: String, default percent: Int) throws(MeasureError) -> Int {
        let share = try number(name, default: Double(percent) / 100)
        guard share >= 0, share <= 1 else { throw MeasureError(parameter: name, expected: "a share such as 20%") }
        return Int((share * 100).rounded())
    }

    static let burstNames: Set<String> = [
        "burst-errors", "burst-window", "burst-factor", "burst-share", "burst-floor", "burst-records",
    ]

    /// What a burst of errors is.
    func bursts() throws(MeasureError) -> BurstFinder {
        var finder = BurstFinder()
        finder.errors = max(1, try whole("burst-errors", default: finder.errors))
        finder.window = max(1_000_000_000, try nanoseconds("burst-window", default: 60))
        finder.factor = try whole("burst-factor", default: finder.factor)
        finder.sharePercent = try percent("burst-share", default: finder.sharePercent)
        finder.floorPercent = try percent("burst-floor", default: finder.floorPercent)
        finder.shareRecords = try whole("burst-records", default: finder.shareRecords)
        return finder
    }
}

extension Instant {
    func adding(_ nanoseconds: Int64) -> Instant {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return Instant(nanoseconds: overflow ? (nanoseconds < 0 ? .min : .max) : sum)
    }

    /// Nanoseconds from `other` to here.
    func since(_ other: Instant) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
        return overflow ? (self < other ? .min : .max) : difference
    }

    /// The stretch of time that reaches so far to both sides.
    func around(_ nanoseconds: Int64) -> ClosedRange<Instant> { adding(-nanoseconds)...adding(nanoseconds) }
}
