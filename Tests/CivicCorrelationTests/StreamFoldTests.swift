import Testing

@testable import CivicCorrelation

@Suite struct StreamFoldTests {
    private func row(
        _ stream: UInt64, _ version: Int64, event: UInt64, payload: UInt64 = 1, byte: Int, source: Int = 0
    ) -> StreamRow {
        StreamRow(
            stream: IDKey(high: stream, low: 1), event: IDKey(high: event, low: 7), version: version, payload: payload, time: 0,
            place: EventRow.place(source: source, byte: byte), line: 1, owner: 0, kind: .stream)
    }

    private func counts(_ rows: [StreamRow]) -> [Int] {
        var rows = rows
        var fold = StreamFold()
        rows.withUnsafeMutableBufferPointer { fold.fold($0) }
        guard let counts = fold.counts[.stream]?[0] else { return [] }
        return [
            counts.gaps.population, counts.gaps.violations, counts.order.population, counts.order.violations,
            counts.rewritten.population, counts.rewritten.violations,
        ]
    }

    @Test func `what is missing is counted inside the range that is there`() {
        let rows = [row(1, 7, event: 1, byte: 0), row(1, 8, event: 2, byte: 10), row(1, 11, event: 3, byte: 20)]
        #expect(counts(rows) == [5, 2, 3, 0, 3, 0])
    }

    @Test func `numbers that go back or that two events have are faults of order`() {
        let rows = [
            row(1, 1, event: 1, byte: 0), row(1, 2, event: 2, byte: 10), row(1, 2, event: 3, byte: 20),
            row(1, 1, event: 1, byte: 30),
        ]
        #expect(counts(rows) == [2, 0, 4, 2, 2, 0])
    }

    @Test func `an event with two texts, or another in a later export, is history written anew`() {
        let rows = [
            row(1, 1, event: 1, byte: 0), row(1, 2, event: 2, byte: 10), row(1, 1, event: 1, byte: 0, source: 1),
            row(1, 2, event: 9, byte: 10, source: 1),
        ]
        #expect(counts(rows) == [2, 0, 4, 0, 2, 1])
        #expect(counts([row(1, 1, event: 1, byte: 0), row(1, 1, event: 1, payload: 2, byte: 9)]) == [1, 0, 2, 0, 1, 1])
    }

    @Test func `the largest and the smallest numbers trap nothing`() {
        let rows = [row(1, .min, event: 1, byte: 0), row(1, .max, event: 2, byte: 10), row(1, 0, event: 3, byte: 20)]
        #expect(counts(rows).first == 3)
    }

    @Test func `the order in which rows arrive changes nothing`() {
        let rows = (0..<300).map { i in
            row(UInt64(i % 7), Int64(i / 7 + i % 3), event: UInt64(i % 90), payload: UInt64(i % 2), byte: i * 10, source: i % 2)
        }
        let wanted = counts(rows)
        #expect(counts(rows.reversed()) == wanted)
        #expect(counts(rows.sorted { ($0.version, $0.place) < ($1.version, $1.place) }) == wanted)
    }
}
