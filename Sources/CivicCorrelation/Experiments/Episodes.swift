/// Stretches in which records of one kind follow each other closely: one trouble that is told many times.
///
/// Records of a burst do not fall anywhere alike, as tests for rates take it. Were each of its seconds counted, a burst that happens
/// to fall into the time of a fault would look like many coincidences where there is one.
struct Episodes {
    /// Records nearer to each other are of one episode.
    static let apart: Int64 = 5_000_000_000
    /// Fewer episodes say too little of how long they usually are.
    static let enough = 5

    /// Stretches of `unit` nanoseconds with a record, of each episode.
    private(set) var lengths: [Int] = []
    /// The first time of each.
    private(set) var starts: [Int64] = []
    private let unit: Int64
    private var last: Int64?

    init(unit: Int64) { self.unit = max(1, unit) }

    /// Takes a time; times ascend, and are one to a unit.
    mutating func add(_ time: Int64) {
        // Neighbouring units are one episode, however wide they are.
        if let last, time &- last < max(Self.apart, 2 &* unit) {
            lengths[lengths.count - 1] += 1
        } else {
            lengths.append(1)
            starts.append(time)
        }
        last = time
    }

    /// How many units count as one: by how much more the number of units varies than if they fell anywhere alike. Where the
    /// episodes elsewhere are too few to tell, those in question count as well.
    static func spread(_ elsewhere: Episodes, or inside: Episodes) -> Double {
        let lengths = elsewhere.lengths.count >= enough ? elsewhere.lengths : elsewhere.lengths + inside.lengths
        let sum = lengths.reduce(0.0) { $0 + Double($1) }
        guard sum > 0 else { return 1 }
        return lengths.reduce(0.0) { $0 + Double($1) * Double($1) } / sum
    }
}
