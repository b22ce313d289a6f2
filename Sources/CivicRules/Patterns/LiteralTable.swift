import CByteScan

/// Finds many literals in one pass: looks up every second byte pair of the block in a table that knows a rare pair of
/// each literal, and compares the literals that such a pair belongs to.
///
/// `@unchecked Sendable`: the memory behind the pointers is written in `init` and freed in `deinit`, never in between.
final class LiteralTable: @unchecked Sendable {
    struct Literal: Hashable, Sendable {
        /// Lower case where case-insensitive. At least two bytes.
        var bytes: [UInt8]
        var pattern: UInt32
        var isCaseInsensitive: Bool
    }

    /// A literal at one of its pairs. The first eight bytes are compared at once, with the bit of the case cleared where
    /// case does not count.
    private struct Entry {
        var word: UInt64
        var mask: UInt64
        /// The bytes after the first eight lie here in the pool, each followed by its mask.
        var tail: Int32
        var length: Int32
        /// Bytes of the literal before the pair.
        var lead: Int32
        var pattern: UInt32
    }

    /// 2 where every literal has three bytes: then one of two neighbouring pairs starts at an even offset.
    let step: Int
    /// Bucket of each byte pair (first byte in the low half of the index), 0 for none.
    private let table: UnsafeMutablePointer<UInt8>
    /// Bits of the three bytes at the rare pairs, where `step` is 2: most stops go no further than this.
    private let triples: UnsafeMutablePointer<UInt8>
    /// Entries of bucket b: those from bounds[b] up to bounds[b + 1].
    private let bounds: UnsafeMutablePointer<Int32>
    private let entries: UnsafeMutablePointer<Entry>
    private let pool: UnsafeMutablePointer<UInt8>

    init(_ literals: [Literal]) {
        let step = literals.allSatisfy { $0.bytes.count >= 3 } ? 2 : 1
        self.step = step
        table = .allocate(capacity: 65_536)
        table.initialize(repeating: 0, count: 65_536)
        triples = .allocate(capacity: 8_192)
        triples.initialize(repeating: 0, count: 8_192)
        var buckets: [[Entry]] = [[]]
        var pool: [UInt8] = []
        for literal in literals {
            let tail = Int32(pool.count)
            var word: UInt64 = 0
            var mask: UInt64 = 0
            for (k, byte) in literal.bytes.enumerated() {
                let bits: UInt8 = literal.isCaseInsensitive && byte &- 0x61 < 26 ? 0xdf : 0xff
                if k < 8 {
                    word |= UInt64(byte & bits) << UInt64(8 * k)
                    mask |= UInt64(bits) << UInt64(8 * k)
                } else {
                    pool += [byte & bits, bits]
                }
            }
            let first = PairRarity.rarest(literal.bytes, isCaseInsensitive: literal.isCaseInsensitive, pairs: step).lead
            if step == 2 {
                for triple in PairRarity.cases(literal.bytes[first..<first + 3], isCaseInsensitive: literal.isCaseInsensitive) {
                    let bit = civic_triple_bit(triple[0], triple[1], triple[2])
                    triples[Int(bit >> 3)] |= 1 << UInt8(bit & 7)
                }
            }
            for lead in first..<first + step {
                let entry = Entry(
                    word: word, mask: mask, tail: tail, length: Int32(literal.bytes.count), lead: Int32(lead),
                    pattern: literal.pattern)
                var used = Set<UInt8>()
                for pair in PairRarity.cases(literal.bytes[lead..<lead + 2], isCaseInsensitive: literal.isCaseInsensitive)
                    .map({ Int($0[0]) | Int($0[1]) << 8 })
                {
                    if table[pair] == 0 {
                        if buckets.count < 256 {
                            table[pair] = UInt8(truncatingIfNeeded: buckets.count)
                            buckets.append([])
                        } else {
                            // Shared buckets cost comparisons, nothing else.
                            table[pair] = UInt8(truncatingIfNeeded: 1 + pair % 255)
                        }
                    }
                    if used.insert(table[pair]).inserted { buckets[Int(table[pair])].append(entry) }
                }
            }
        }
        let all = buckets.flatMap { $0 }
        entries = .allocate(capacity: max(all.count, 1))
        for (k, entry) in all.enumerated() { (entries + k).initialize(to: entry) }
        bounds = .allocate(capacity: buckets.count + 1)
        var sum: Int32 = 0
        for (k, bucket) in buckets.enumerated() {
            (bounds + k).initialize(to: sum)
            sum += Int32(bucket.count)
        }
        (bounds + buckets.count).initialize(to: sum)
        self.pool = .allocate(capacity: max(pool.count, 1))
        for (k, byte) in pool.enumerated() { (self.pool + k).initialize(to: byte) }
    }

    deinit {
        table.deallocate()
        triples.deallocate()
        bounds.deallocate()
        entries.deallocate()
        pool.deallocate()
    }

    func scan(_ base: UnsafePointer<UInt8>, _ count: Int, into collector: HitCollector) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1_024) { stops in
            guard let buffer = stops.baseAddress else { return }
            var i = 0
            while i < count {
                var found = civic_scan_pairs(base, &i, count, table, step, buffer, stops.count)
                if step == 2 { found = civic_keep_triples(base, count, triples, buffer, found) }
                for stop in 0..<found { compare(base, count, at: Int(buffer[stop]), collector) }
            }
        }
    }

    /// Compares the literals that have the pair at `at`. In bounds: the scan stops at pairs that lie inside the block, and
    /// the buckets are those that the table names.
    @inline(__always)
    private func compare(_ base: UnsafePointer<UInt8>, _ count: Int, at: Int, _ collector: HitCollector) {
        let bucket = Int(table[Int(base[at]) | Int(base[at + 1]) << 8])
        var k = bounds[bucket]
        let end = bounds[bucket + 1]
        while k < end {
            let entry = entries + Int(k)
            let start = at - Int(entry.pointee.lead)
            if matches(entry, base, count, at: start) {
                collector.add(entry.pointee.pattern, start + Int(entry.pointee.length) - 1)
            }
            k += 1
        }
    }

    @inline(__always)
    private func matches(_ entry: UnsafePointer<Entry>, _ base: UnsafePointer<UInt8>, _ count: Int, at start: Int) -> Bool {
        guard start >= 0, start + Int(entry.pointee.length) <= count else { return false }
        var word: UInt64 = 0
        if start + 8 <= count {
            word = UInt64(littleEndian: UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self))
        } else {
            for k in 0..<count - start { word |= UInt64(base[start + k]) << UInt64(8 * k) }
        }
        guard word & entry.pointee.mask == entry.pointee.word else { return false }
        var tail = Int(entry.pointee.tail)
        var at = start + 8
        let end = start + Int(entry.pointee.length)
        while at < end {
            guard base[at] & pool[tail + 1] == pool[tail] else { return false }
            tail += 2
            at += 1
        }
        return true
    }
}
