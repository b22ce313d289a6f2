import Testing

@testable import CivicContract

struct ValueSketchTests {
    private static func sketch(_ values: [Int]) -> ValueSketch {
        var sketch = ValueSketch()
        for value in values {
            let text = Array("value \(value)".utf8)
            let hash = (UInt64(value) &+ 1) &* 0x9e37_79b9_7f4a_7c15
            text.withUnsafeBufferPointer { sketch.add(hash: hash ^ hash >> 31, times: 1, text: $0) }
        }
        return sketch
    }

    @Test(arguments: [3, 32, 33, 200, 256, 257, 3000])
    func `parts in any order and grouping merge to the whole`(_ distinct: Int) {
        let values = (0..<5000).map { $0 &* 7919 % distinct }
        let whole = Self.sketch(values)
        let parts = stride(from: 0, to: values.count, by: 1250).map { Self.sketch(Array(values[$0..<$0 + 1250])) }
        let forward = parts.reduce(ValueSketch()) { $0.merging($1) }
        let backward = parts.reversed().reduce(ValueSketch()) { $0.merging($1) }
        let nested = parts[0].merging(parts[2]).merging(parts[3].merging(parts[1]))
        #expect(forward == whole && backward == whole && nested == whole)
    }

    @Test(arguments: [1, 2, 32, 33, 255])
    func `few different values are counted exactly`(_ distinct: Int) {
        let sketch = Self.sketch((0..<2000).map { $0 % distinct })
        #expect(sketch.distinct == Double(distinct))
        #expect((sketch.few != nil) == (distinct <= ValueSketch.fewLimit))
    }

    @Test func `many are estimated within a fifth`() {
        let sketch = Self.sketch(Array(0..<20_000))
        #expect(abs(sketch.distinct - 20_000) < 4_000)
    }
}
