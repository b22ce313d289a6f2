import Testing

@testable import CivicCorrelation

struct MemorySharesTests {
    @Test(arguments: [16 << 20, 64 << 20, 512 << 20, 3 << 30], [1, 2, 7, 64])
    func `all that a run holds at the same time adds up to what it was given`(memory: Int, jobs: Int) {
        let shares = MemoryShares(memory, jobs: jobs)
        let parts = [
            shares.rows, shares.flows, shares.hops, shares.names, shares.ties, shares.moments, shares.mentions, shares.streams,
            shares.chunks,
            shares.slices,
        ]
        #expect(parts.allSatisfy { $0 > 0 })
        #expect(parts.reduce(0, +) <= memory)
        // What is not used is less than a part in a thousand.
        #expect(parts.reduce(0, +) > memory - memory / 1000)
    }

    @Test(arguments: [1, 2, 8])
    func `workers keep to what all of them have together`(jobs: Int) {
        let shares = MemoryShares(512 << 20, jobs: jobs)
        #expect(shares.chunk(partitions: 256) * 256 * jobs <= shares.chunks)
        let row = MemoryLayout<EventRow>.stride + PartitionFold.bytesBeside
        #expect(shares.slice(of: EventRow.self, beside: PartitionFold.bytesBeside) * row * jobs <= shares.slices)
    }

    @Test func `thousands of sources are looked at as closely as memory for a few allows, each of them some`() {
        let looks = [1, 30, 300, 30_000].map { ColumnDiscovery(pins: [], sources: $0).sightingsPerSource }
        #expect(looks == [60_000, 8_000, 800, 64])
    }

    @Test func `however little there is, a slice holds more than an id may have that is no hub`() {
        #expect(MemoryShares(1, jobs: 64).slice(of: EventRow.self) >= PartitionFold.hubSize)
        #expect(MemoryShares(1, jobs: 64).chunk(partitions: 4096) > 0)
    }
}
