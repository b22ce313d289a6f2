import CivicCorrelation
import CivicModel

/// From when to when records are, on corrected time. Times whose zone was guessed, and of whose clock nothing is known, must not stretch
/// it by hours: they count where they lie beside the others.
struct RecordingSpan {
    let whole: ClosedRange<Instant>?
    /// Services whose records begin and end with all others if their times are of this zone (`UTC+1`), and that name none.
    let misplaced: [(service: String, zone: String)]

    init(_ sources: [SourceSummary], clocks: [ServiceClock]) {
        let clocks = Dictionary(clocks.map { ($0.service, $0) }) { first, _ in first }
        var known: ClosedRange<Instant>?
        var guessed: [String: ClosedRange<Instant>] = [:]
        for source in sources {
            guard let first = source.span?.lowerBound ?? source.firstTime?.instant,
                let last = source.span?.upperBound ?? source.lastTime?.instant, first <= last
            else { continue }
            // Of a file of several services none is the one that wrote its first record.
            let service = source.services.count == 1 ? source.services.first?.name : nil
            let clock = service.flatMap { clocks[$0] }
            func corrected(_ time: Instant) -> Instant {
                Instant(nanoseconds: time.nanoseconds &- (clock?.correction(at: time) ?? 0))
            }
            let range = corrected(first)...max(corrected(first), corrected(last))
            if source.timeBasis == .assumedZone, corrected(first) == first {
                guessed[service ?? "", default: range] = Self.union(guessed[service ?? ""], range)
            } else {
                known = Self.union(known, range)
            }
        }
        var all = known
        var found: [(service: String, zone: String)] = []
        for (service, range) in guessed.sorted(by: { $0.key < $1.key }) {
            if known.map({ $0.overlaps(range) }) ?? true {
                all = Self.union(all, range)
            } else if let known, !service.isEmpty, let zone = Self.zone(of: range, beside: known) {
                found.append((service, zone))
            }
        }
        (whole, misplaced) = (all, found)
    }

    /// How far both ends may lie from those of the others, nanoseconds: less than half of the quarter of an hour that zones differ by.
    private static let nearness: Int64 = 400_000_000_000
    private static let quarter: Int64 = 900_000_000_000

    private static func zone(of range: ClosedRange<Instant>, beside known: ClosedRange<Instant>) -> String? {
        let distance = range.lowerBound.nanoseconds &- known.lowerBound.nanoseconds
        let steps = (distance + (distance < 0 ? -quarter / 2 : quarter / 2)) / quarter
        guard steps != 0, abs(steps) <= 56, abs(distance &- steps * quarter) <= nearness,
            abs(range.upperBound.nanoseconds &- known.upperBound.nanoseconds &- steps * quarter) <= nearness
        else { return nil }
        return ZoneName.of(quarters: steps)
    }

    private static func union(_ a: ClosedRange<Instant>?, _ b: ClosedRange<Instant>) -> ClosedRange<Instant> {
        guard let a else { return b }
        return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
    }
}

/// How a zone is called by its distance from UTC.
enum ZoneName {
    /// `UTC+1`, `UTC-3:30`.
    static func of(quarters steps: Int64) -> String {
        let minutes = abs(steps) * 15
        let rest = minutes % 60 == 0 ? "" : ":\(minutes % 60)"
        return "UTC\(steps < 0 ? "-" : "+")\(minutes / 60)\(rest)"
    }
}
