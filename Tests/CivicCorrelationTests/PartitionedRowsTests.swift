import CivicProfile
import Testing

@testable import CivicCorrelation

struct PartitionedRowsTests {
    @Test(arguments: [1 << 30, 32 << 10, 0])
    func `rows come back whether they fit or not`(budget: Int) throws {
        let rows = PartitionedRows<UInt64>(partitions: 4, budget: budget, folder: nil)
        let writer = PartitionedRows.Writer(rows, chunkBytes: 1 << 10)
        for i in 0..<50_000 as Range<UInt64> { writer.append(i, to: Int(i & 3)) }
        writer.finish()
        try rows.check()
        #expect((rows.spilledBytes > 0) == (budget < 50_000 * 8))
        for partition in 0..<4 {
            for keeps in [true, false] {
                var buffer = RowBuffer<UInt64>()
                try rows.read(partition, into: &buffer, keeps: keeps)
                let read = (0..<buffer.count).map { buffer.rows[$0] }.sorted()
                #expect(read == stride(from: UInt64(partition), to: 50_000, by: 4).map { $0 })
            }
        }
    }

    /// Numbers with the hash that keeps equal tens together.
    private func tens(_ count: UInt64, budget: Int) -> PartitionedRows<UInt64> {
        let rows = PartitionedRows<UInt64>(partitions: 1, budget: budget, folder: nil)
        let writer = PartitionedRows.Writer(rows, chunkBytes: 1 << 10)
        // In an order that is not that of the hashes.
        for i in 0..<count { writer.append(i &* 7_919 % count, to: 0) }
        writer.finish()
        return rows
    }

    private func hash(_ number: UInt64) -> UInt64 { ContentHash.mix(number / 10) }

    @Test(arguments: [100, 999, 20_000], [1 << 30, 8 << 10])
    func `a partition that is larger than a slice comes slice by slice, what belongs together at once`(
        limit: Int, budget: Int
    ) throws {
        let rows = tens(10_000, budget: budget)
        for keeps in [true, false] {
            var buffer = RowBuffer<UInt64>()
            var all: [UInt64] = []
            var slices = 0
            try rows.eachSlice(
                0, of: limit, into: &buffer, keeps: keeps, by: { hash($0) },
                { slice in
                    slices += 1
                    #expect(slice.count <= limit)
                    #expect(Dictionary(grouping: slice, by: { $0 / 10 }).allSatisfy { $0.value.count == 10 })
                    all += slice
                })
            #expect(all.sorted() == Array(0..<10_000))
            #expect((slices == 1) == (limit >= 10_000))
        }
        #expect(rows.count(of: 0) == 0)
    }

    @Test func `only the rows of the hashes that are asked for are handed over`() throws {
        let rows = tens(5_000, budget: 0)
        var buffer = RowBuffer<UInt64>()
        var found: [UInt64] = []
        try rows.eachSlice(
            0, of: 300, into: &buffer, keeps: true, within: 0...(.max >> 3), by: { hash($0) }, crowd: { _, _, _ in },
            { found += $0 })
        #expect(found.sorted() == (0..<5_000).filter { hash($0) <= .max >> 3 })
        #expect(rows.count(of: 0) == 5_000)
    }

    @Test func `more rows of one hash than a slice holds come in pieces`() throws {
        let rows = PartitionedRows<UInt64>(partitions: 1, budget: 16 << 10, folder: nil)
        let writer = PartitionedRows.Writer(rows, chunkBytes: 1 << 10)
        for i in 0..<6_000 as Range<UInt64> { writer.append(i % 3 == 0 ? i : 6_001, to: 0) }
        writer.finish()
        var buffer = RowBuffer<UInt64>()
        var (single, crowded, firsts): ([UInt64], Int, [Int]) = ([], 0, [])
        try rows.eachSlice(
            0, of: 500, into: &buffer, keeps: false, by: { ContentHash.mix($0) },
            crowd: { piece, total, isFirst in
                #expect(piece.count <= 500 && piece.allSatisfy { $0 == 6_001 })
                crowded += piece.count
                if isFirst { firsts.append(total) }
            },
            { single += $0 })
        #expect(single.sorted() == stride(from: 0, to: 6_000, by: 3).map { $0 })
        #expect(crowded == 4_000)
        #expect(firsts == [4_000])
    }

    @Test func `a folder that is not there is named, with what helps`() throws {
        let rows = PartitionedRows<UInt64>(partitions: 1, budget: 0, folder: "/no/such/folder")
        let writer = PartitionedRows.Writer(rows, chunkBytes: 64)
        for i in 0..<100 as Range<UInt64> { writer.append(i, to: 0) }
        writer.finish()
        let error = #expect(throws: SpillError.self) { try rows.check() }
        #expect(error?.description.contains("/no/such/folder") == true)
        #expect(error?.description.contains("--spill-dir") == true)
    }
}
