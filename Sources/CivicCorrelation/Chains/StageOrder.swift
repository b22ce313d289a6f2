/// Which of two stages that name the same event comes first, as far as their times tell, for all events alike.
struct StageOrder: Sendable {
    /// Times of some events at two stages.
    struct Pair: Sendable {
        static let limit = 1_023
        /// So many delays show how short they get.
        private static let many = 200

        /// When the first stage named the event, and nanoseconds from there to the second.
        var delays: [(time: Int64, delay: Int64)] = []

        mutating func add(_ time: Int64, _ delay: Int64) {
            if delays.count < Self.limit { delays.append((time, delay)) }
        }

        /// Whether the first stage is first; nil: neither is nearly always.
        var isForward: Bool? {
            guard delays.count >= PublisherEvidence.minimum else { return nil }
            let inTime = delays.sorted { ($0.time, $0.delay) < ($1.time, $1.delay) }.map(\.delay)
            let sorted = inTime.sorted()
            let zones = DelayTails.zones(in: sorted[sorted.count / 2])
            let later = sorted.count { $0 &- zones > 0 }
            let isForward = later * 20 >= sorted.count * 19
            guard isForward || later * 20 <= sorted.count else { return nil }
            // A clock that is off leaves the shortest time anywhere. Where it just does not get below nothing, whatever the longest, the
            // times are what they seem: such as of a service that takes up each minute what waits.
            let (least, most) =
                isForward ? (sorted[0], sorted[sorted.count - 1]) : (0 &- sorted[sorted.count - 1], 0 &- sorted[0])
            if sorted.count >= Self.many, zones == 0, least >= 0, least < most / 50 { return isForward }
            switch DelayTails.lean(inTime) {
            case .forward: return true
            case .backward: return false
            case .unknown: return isForward
            }
        }
    }

    /// By pair of stages, the lower place first.
    private let isForward: [UInt64: Bool]

    /// - Parameter acting: by stage, whether its service has events that name this one as their cause: always, never or at times (nil).
    init(_ pairs: [UInt64: Pair], acting: [Bool?]) {
        isForward = pairs.compactMapValues { $0.isForward }.merging(
            pairs.keys.compactMap { key in
                // Whoever acts on an event took it from one that does not.
                guard let a = acting[Int(key >> 32)], let b = acting[Int(key & 0xffff_ffff)], a != b else { return nil }
                return (key, b)
            }, uniquingKeysWith: { byTime, _ in byTime })
    }

    static func key(_ a: UInt32, _ b: UInt32) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }

    /// Stages that come after another one of the events that both name.
    var later: Set<UInt32> {
        Set(isForward.map { key, isForward in UInt32(isForward ? key & 0xffff_ffff : key >> 32) })
    }

    /// Whether the first of two stages comes before the second; nil: it is not known.
    func precedes(_ first: UInt32, _ second: UInt32) -> Bool? {
        isForward[Self.key(first, second)].map { $0 == (first < second) }
    }
}
