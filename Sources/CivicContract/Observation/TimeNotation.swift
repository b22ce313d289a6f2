import CivicModel

/// How the times in one field are written.
struct TimeNotation {
    /// Share of records that makes a notation one of the field's.
    private static let notable = 0.005

    var records: Int
    /// Encodings, sorted.
    var encodings: [String]
    /// Decimals of the second that nine of ten records have at least.
    var digits: Int
    /// The zone that most records are written with; `none` where one in a hundred has none, since what some do not say nobody can rely on.
    var zone: String
    private let counts: [TimeShape: Int]

    /// Nil when there are no times.
    init?(_ counts: [TimeShape: Int]) {
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return nil }
        var (encodings, zones, digits) = ([String: Int](), [String: Int](), [Int](repeating: 0, count: 10))
        for (shape, count) in counts {
            encodings[Self.encoding(shape), default: 0] += count
            zones[Self.zone(shape), default: 0] += count
            digits[min(9, shape.digits)] += count
        }
        records = total
        self.encodings = encodings.filter { Double($0.value) >= Self.notable * Double(total) }.keys.sorted()
        let usual = zones.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "none"
        zone = zones["none", default: 0] * 100 >= total ? "none" : usual
        var below = 0
        var fraction = 0
        for digit in 0...9 {
            if below * 10 <= total { fraction = digit }
            below += digits[digit]
        }
        self.digits = fraction
        self.counts = counts
    }

    var attributes: [String: FactValue?] {
        [
            "fmt": encodings.count == 1 ? .text(encodings[0]) : .list(encodings),
            "frac": .number(digits),
            "zone": .text(zone),
        ]
    }

    /// Records whose encoding is none of `known`.
    func foreign(to known: [String]) -> Int {
        counts.reduce(0) { $0 + (known.contains(Self.encoding($1.key)) ? 0 : $1.value) }
    }

    /// Records without a zone.
    var zoneless: Int { counts.reduce(0) { $0 + (Self.zone($1.key) == "none" ? $1.value : 0) } }

    /// Records with fewer decimals than `digits`.
    func coarser(than digits: Int) -> Int { counts.reduce(0) { $0 + ($1.key.digits < digits ? $1.value : 0) } }

    static func encoding(_ shape: TimeShape) -> String { "\(shape.encoding)" }

    /// A count since 1970 needs no zone: it is the same moment everywhere, as with `Z`.
    static func zone(_ shape: TimeShape) -> String {
        switch shape.zone {
        case .zulu: "Z"
        case .colon, .plain, .hours: "offset"
        case .abbreviation: "name"
        case .none: shape.basis == .epoch ? "Z" : "none"
        }
    }

    /// Decimals by the unit that they tell: whole seconds, milliseconds, microseconds, nanoseconds.
    static func unit(_ digits: Int) -> Int { (digits + 2) / 3 }
}
