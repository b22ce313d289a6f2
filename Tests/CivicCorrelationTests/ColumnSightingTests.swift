import Testing

@testable import CivicCorrelation

struct ColumnSightingTests {
    @Test(arguments: [0, 1, 2, 300, 5_000])
    func `sightings are sorted by id, place and path where they are`(count: Int) {
        var state: UInt64 = 3
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        // Few ids, so that many are equal; some bytes begin none.
        var sightings = (0..<count).map { _ in
            ColumnSighting(
                key: IDKey(high: (next() % 40) << 56 | next() % 3, low: next() % 4), column: UInt32(next() % 4), service: 0,
                time: 0, place: next() % 5, line: 0, event: 0,
                head: [].withUnsafeBufferPointer { IDHead($0) })
        }
        let pathOf = [2, 0, 1, 0]
        func order(_ a: ColumnSighting, _ b: ColumnSighting) -> Bool {
            (a.key, a.place, pathOf[Int(a.column)]) < (b.key, b.place, pathOf[Int(b.column)])
        }
        let expected = sightings.sorted(by: order)
        ColumnSighting.sort(&sightings, pathOf: pathOf)
        #expect(sightings.map(\.key) == expected.map(\.key))
        #expect(sightings.map(\.place) == expected.map(\.place))
        #expect(sightings.map { pathOf[Int($0.column)] } == expected.map { pathOf[Int($0.column)] })
    }
}
