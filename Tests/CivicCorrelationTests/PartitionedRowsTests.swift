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
