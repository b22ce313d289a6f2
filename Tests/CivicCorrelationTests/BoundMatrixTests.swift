import Testing

@testable import CivicCorrelation

struct BoundMatrixTests {
    @Test(arguments: 0..<50)
    func `bounds from true offsets never contradict each other and always hold them`(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let size = 7
        let offsets = (0..<size).map { _ in Int64(numbers.next() % 2_000_000) - 1_000_000 }
        var matrix = BoundMatrix(size: size)
        for _ in 0..<20 {
            let (from, to) = (Int(numbers.next() % 7), Int(numbers.next() % 7))
            let delay = Int64(numbers.next() % 50_000)
            if from != to { matrix.tighten(from, to, offsets[to] - offsets[from] + delay) }
        }
        let closes = matrix.close()
        #expect(closes)
        for from in 0..<size {
            for to in 0..<size where matrix[from, to] < BoundMatrix.open {
                #expect(offsets[to] - offsets[from] <= matrix[from, to])
            }
        }
    }

    @Test func `a message that arrives before it was sent, there and back, is a contradiction with a proof`() {
        var matrix = BoundMatrix(size: 3)
        matrix.tighten(0, 1, 5)
        matrix.tighten(1, 2, -20)
        matrix.tighten(2, 0, 10)
        let closes = matrix.close()
        #expect(!closes)
        #expect(Set(matrix.cycle) == [0, 1, 2])
    }

    @Test func `extreme times neither trap nor wrap`() {
        var matrix = BoundMatrix(size: 3)
        for from in 0..<3 { for to in 0..<3 where from != to { matrix.tighten(from, to, to > from ? .max : .min) } }
        let closes = matrix.close()
        #expect(!closes)
    }
}
