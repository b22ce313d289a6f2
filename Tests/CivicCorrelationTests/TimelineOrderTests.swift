import CivicModel
import CivicProfile
import Testing

@testable import CivicCorrelation

/// What stands before what.
struct TimelineOrderTests {
    private static let start: Int64 = 1_767_607_200_000_000_000
    private static let a = "11111111-1111-4111-8111-111111111111"
    private static let b = "22222222-2222-4222-8222-222222222222"

    private func entry(
        _ service: String, _ milliseconds: Int64, _ message: String, event: String? = nil, cause: String? = nil,
        offset: ClosedRange<Int64>? = nil, digits: Int = 3, source: Int? = nil
    ) -> TimelineEntry {
        let time = Instant(nanoseconds: Self.start + milliseconds * 1_000_000)
        var entry = TimelineEntry(kind: .log, time: time, service: service, message: message, path: "")
        if let event { entry.ids.event = [event] }
        if let cause { entry.ids.cause = [cause] }
        if let offset {
            entry.offset = .init(applied: 0, low: offset.lowerBound * 1_000_000, high: offset.upperBound * 1_000_000)
        }
        entry.digits = digits
        entry.source = source ?? (service.utf8.first.map { Int($0) } ?? 0)
        return entry
    }

    private func items(_ entries: [TimelineEntry]) throws -> [TimelineItem] {
        let names = TimelineNames(Set(entries.map(\.service)))
        var run = TimelineRun()
        for entry in entries { run.add(entry, names: names) }
        run.sort()
        let stream = try TimelineStream(
            runs: [run], spilled: [], file: nil, names: names, dropped: 0, total: run.count, untimed: 0, memory: 1 << 20)
        let order = TimelineOrder(stream, silences: TimelineSilences(Profile(), isOn: false))
        var items: [TimelineItem] = []
        while let item = try order.next() { items.append(item) }
        return items
    }

    @Test func `an entry comes back as it went in`() throws {
        var whole = entry("orders", 1, "placed \u{1F4E6}\n", event: Self.a, cause: Self.b, offset: -3...4)
        (whole.line, whole.byte, whole.level, whole.rawTimeText) = (7, 99, .warn, "2026")
        (whole.ids.trace, whole.ids.request) = (["x", ""], ["r"])
        #expect(try items([whole]).first?.entry == whole)
    }

    @Test func `an effect stands behind its cause though its clock is a little earlier`() throws {
        let shown = try items([
            entry("payments", 0, "paid", event: Self.b, cause: Self.a), entry("shipping", 1, "other"),
            entry("orders", 2, "placed", event: Self.a),
        ])
        #expect(shown.map(\.entry.message) == ["other", "placed", "paid"])
        #expect(shown.map(\.followsCause) == [false, false, true])
        #expect(shown.map(\.isOrderKnown) == [true, true, true])
    }

    @Test func `clocks that exclude the order of causes are not overruled`() throws {
        let shown = try items([
            entry("payments", 0, "paid", cause: Self.a, offset: -1...1),
            entry("orders", 50, "placed", event: Self.a, offset: -1...1),
        ])
        #expect(shown.map(\.entry.message) == ["paid", "placed"])
    }

    @Test func `a circle of causes ends`() throws {
        let shown = try items([
            entry("orders", 0, "one", event: Self.a, cause: Self.b), entry("payments", 1, "two", event: Self.b, cause: Self.a),
            entry("shipping", 2, "three", event: Self.a, cause: Self.a),
        ])
        #expect(Set(shown.map(\.entry.message)) == ["one", "two", "three"])
    }

    @Test func `what neither times nor causes order is marked`() throws {
        let shown = try items([
            entry("orders", 0, "1", event: Self.a, offset: -5...5), entry("payments", 3, "2", offset: -5...5),
            entry("payments", 3, "3", offset: -5...5), entry("shipping", 4, "4", cause: Self.a, offset: -5...5),
            entry("orders", 40, "5", offset: -5...5),
        ])
        #expect(shown.map(\.entry.message) == ["1", "2", "3", "4", "5"])
        #expect(shown.map(\.isOrderKnown) == [true, false, true, false, true])
    }

    @Test func `a time in whole seconds is somewhere in its second`() throws {
        let shown = try items([
            entry("mail", 0, "sent", digits: 0), entry("orders", 700, "placed"), entry("orders", 1100, "placed"),
        ])
        #expect(shown.map(\.isOrderKnown) == [true, false, true])
    }

    @Test func `of records with one time service, source and byte decide`() throws {
        var (first, second) = (entry("b", 0, "b1", source: 1), entry("b", 0, "b2", source: 1))
        (first.byte, second.byte) = (10, 20)
        let entries = [second, entry("c", 0, "c"), first, entry("b", 0, "b3", source: 2), entry("a", 0, "a")]
        for turn in 0..<entries.count {
            let turned = Array(entries[turn...] + entries[..<turn])
            #expect(try items(turned).map(\.entry.message) == ["a", "b1", "b2", "b3", "c"])
        }
    }

    @Test func `many effects before one cause keep their order`() throws {
        var entries = (0..<500).map { entry("payments", Int64($0), "\($0)", cause: Self.a, source: $0) }
        entries.append(entry("orders", 600, "placed", event: Self.a, source: 1000))
        #expect(try items(entries).map(\.entry.message) == ["placed"] + (0..<500).map { "\($0)" })
    }
}
