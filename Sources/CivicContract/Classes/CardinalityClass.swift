/// How many different values a field has.
enum CardinalityClass: String, CaseIterable {
    case const
    /// Up to 32.
    case few = "enum"
    /// Up to 1,000.
    case low
    case mid
    /// More than half of the records have a value of their own.
    case high

    static let fewLimit = 32
    static let lowLimit = 1000

    init(distinct: Double, of n: Int) {
        // A handful of records says nothing of how many values there are.
        if distinct > Double(Self.fewLimit), distinct > Double(n) / 2 {
            self = .high
        } else if distinct <= 1 {
            self = .const
        } else if distinct <= Double(Self.fewLimit) {
            self = .few
        } else {
            self = distinct <= Double(Self.lowLimit) ? .low : .mid
        }
    }

    /// Mid and high differ by the length of a run alone: they rank alike.
    var rank: Int { min(Self.allCases.firstIndex(of: self) ?? 0, 3) }
}
