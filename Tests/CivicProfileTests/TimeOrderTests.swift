import Testing

@testable import CivicProfile

@Suite struct TimeOrderTests {
    private static let second: Int64 = 1_000_000_000

    private func block(_ times: ArraySlice<Int64>) -> TimeOrder {
        var order = TimeOrder()
        for time in times {
            if order.lead.count < TimeOrder.leadLimit { order.lead.append(time) }
            order.records += 1
            if time > order.latest {
                order.latest = time
            } else if TimeOrder.isLate(time, after: order.latest) {
                order.late += 1
            }
        }
        return order
    }

    /// Late records by their definition.
    private func late(_ times: [Int64]) -> Int {
        var latest = Int64.min
        var count = 0
        for time in times {
            if latest != .min, latest - time > TimeOrder.tolerance { count += 1 }
            latest = max(latest, time)
        }
        return count
    }

    @Test func `a second is allowed, and not a nanosecond more`() {
        #expect(TimeOrder.lateRecords([block([5 * Self.second, 4 * Self.second])]) == 0)
        #expect(TimeOrder.lateRecords([block([5 * Self.second, 4 * Self.second - 1])]) == 1)
    }

    @Test func `what lies below all that came before is late as a whole`() {
        let later = block([100 * Self.second, 101 * Self.second])
        let earlier = block(ArraySlice((0..<200).map { $0 * Self.second / 10 }))
        #expect(TimeOrder.lateRecords([later, earlier]) == 200)
    }

    @Test func `blocks without times and times at the ends of their range trap nothing`() {
        #expect(TimeOrder.lateRecords([]) == 0)
        #expect(TimeOrder.lateRecords([TimeOrder(), block([.max, .min, 0]), TimeOrder(), block([.min])]) >= 0)
    }

    @Test func `where records lag by less than the first records of a block, cuts do not change the count`() {
        var random = ProfileRandom(42)
        for _ in 0..<200 {
            var time: Int64 = 0
            let times = (0..<400).map { _ -> Int64 in
                time += Int64.random(in: 0..<Self.second / 4, using: &random)
                return Int.random(in: 0..<9, using: &random) == 0
                    ? time - Int64.random(in: 0..<3 * Self.second, using: &random) : time
            }
            var blocks: [TimeOrder] = []
            var start = 0
            while start < times.count {
                let end = min(times.count, start + Int.random(in: 1..<150, using: &random))
                blocks.append(block(times[start..<end]))
                start = end
            }
            #expect(TimeOrder.lateRecords(blocks) == late(times))
        }
    }
}
