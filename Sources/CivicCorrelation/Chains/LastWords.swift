/// Which stage is the last that a service says of an event that it tells of in several, and how long it takes to get there.
/// Counts that merge.
struct LastWords: Sendable {
    /// By stage: events of which the service tells in another stage as well, and those of them that it ends with.
    private(set) var among: [Int]
    private(set) var last: [Int]
    /// By service and power of two: nanoseconds from the first word to the last.
    private var durations: [Int]

    private static let powers = 64
    /// Share of the events with further stages that must end with one that is terminal.
    static let terminalShare = 0.95
    /// Fewest such events.
    static let enough = 10

    init(stages: Int, services: Int) {
        among = Array(repeating: 0, count: stages)
        last = among
        durations = Array(repeating: 0, count: services * Self.powers)
    }

    mutating func merge(_ other: LastWords) {
        for i in among.indices {
            among[i] += other.among[i]
            last[i] += other.last[i]
        }
        for i in durations.indices { durations[i] += other.durations[i] }
    }

    /// Counts an event.
    /// - Parameters:
    ///   - stages: what the service says of it, each once.
    ///   - final: the one that comes up last.
    ///   - nanoseconds: from the first word to that one; nil where a time cannot be read.
    mutating func add(_ stages: ArraySlice<UInt32>, final: UInt32, of service: Int, nanoseconds: Int64?) {
        for stage in stages { among[Int(stage)] += 1 }
        last[Int(final)] += 1
        guard let nanoseconds else { return }
        let power = Self.powers - 1 - max(1, nanoseconds).leadingZeroBitCount
        durations[service * Self.powers + power] += 1
    }

    /// Nothing more is said after it.
    func isTerminal(_ stage: UInt32) -> Bool {
        let place = Int(stage)
        return among[place] >= Self.enough && Double(last[place]) >= Self.terminalShare * Double(among[place])
    }

    /// Nanoseconds that all but one in a thousand take, rounded up; 0: nothing is known.
    func slowest(of service: Int) -> Int64 {
        let counts = durations[service * Self.powers..<(service + 1) * Self.powers]
        let total = counts.reduce(0, +)
        var seen = 0
        for (power, count) in counts.enumerated() where count > 0 {
            seen += count
            if seen * 1_000 >= total * 999 { return power >= 60 ? 1 << 61 : 1 << Int64(power + 1) }
        }
        return 0
    }
}
