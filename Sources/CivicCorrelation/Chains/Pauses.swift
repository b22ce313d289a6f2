/// How long a service usually pauses, by its own history: what silence is held against.
struct Pauses {
    /// A pause that was as usual as this is none.
    static let usual = 0.05

    private(set) var count = 0
    private var asLong = 0
    private let length: Int64

    /// - Parameter length: the pause that is judged, nanoseconds.
    init(judging length: Int64) { self.length = length }

    mutating func add(_ pause: Int64) {
        count += 1
        if pause >= length { asLong += 1 }
    }

    /// Whether pauses as long are rare.
    var isUnusual: Bool { Double(1 + asLong) / Double(1 + count) <= Self.usual }
}
