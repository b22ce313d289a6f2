import CByteScan

/// Finds many literals in one pass: looks up every second byte pair of the block in a table that knows a rare pair of
/// each literal, and compares the literals that such a pair belongs to. Immutable.
final class LiteralTable: Sendable {
    struct Literal: Hashable, Sendable {
        /// Lower case where case-insensitive. At least two bytes.
        var bytes: [UInt8]
        var pattern: UInt32
        var isCaseInsensitive: Bool
    }

    private struct Entry: Sendable {
        var literal: Int
        /// Bytes of the literal before the pair.
        var lead: Int
    }

    /// 2 where every literal has three bytes: then one of two neighbouring pairs starts at an even offset.
    let step: Int
    private let literals: [Literal]
    /// Bucket of each byte pair (first byte in the low half of the index), 0 for none.
    private let table: [UInt8]
    private let buckets: [[Entry]]

    init(_ literals: [Literal]) {
        self.literals = literals
        let step = literals.allSatisfy { $0.bytes.count >= 3 } ? 2 : 1
        self.step = step
        var table = [UInt8](repeating: 0, count: 65_536)
        var buckets: [[Entry]] = [[]]
        for (number, literal) in literals.enumerated() {
            let lead = Self.rarestLead(literal, pairs: step)
            for k in lead..<lead + step {
                let entry = Entry(literal: number, lead: k)
                for pair in Self.pairs(literal, at: k) {
                    if table[pair] == 0 {
                        if buckets.count < 256 {
                            table[pair] = UInt8(truncatingIfNeeded: buckets.count)
                            buckets.append([])
                        } else {
                            // Shared buckets cost comparisons, nothing else.
                            table[pair] = UInt8(truncatingIfNeeded: 1 + pair % 255)
                        }
                    }
                    let bucket = Int(table[pair])
                    if !buckets[bucket].contains(where: { $0.literal == number && $0.lead == k }) {
                        buckets[bucket].append(entry)
                    }
                }
            }
        }
        self.table = table
        self.buckets = buckets
    }

    func scan(_ base: UnsafePointer<UInt8>, _ count: Int, into collector: HitCollector) {
        table.withUnsafeBufferPointer { table in
            guard let entries = table.baseAddress else { return }
            var i = 0
            while true {
                i = civic_scan_pairs(base, i, count, entries, step)
                if i >= count { return }
                // In bounds: the scan stops at pairs that lie inside the block.
                for entry in buckets[Int(entries[Int(base[i]) | Int(base[i + 1]) << 8])] {
                    compare(entry, base, count, i, collector)
                }
                i += step
            }
        }
    }

    private func compare(
        _ entry: Entry, _ base: UnsafePointer<UInt8>, _ count: Int, _ at: Int, _ collector: HitCollector
    ) {
        let literal = literals[entry.literal]
        let start = at - entry.lead
        guard start >= 0, start + literal.bytes.count <= count else { return }
        let isEqual = literal.bytes.withUnsafeBufferPointer { bytes in
            if literal.isCaseInsensitive {
                for k in 0..<bytes.count where folded(base[start + k]) != bytes[k] { return false }
            } else {
                for k in 0..<bytes.count where base[start + k] != bytes[k] { return false }
            }
            return true
        }
        if isEqual { collector.add(literal.pattern, start + literal.bytes.count - 1) }
    }

    /// Where in the literal the `pairs` neighbouring pairs lie that logs hold least often.
    private static func rarestLead(_ literal: Literal, pairs: Int) -> Int {
        var best = 0
        var least = Double.infinity
        for lead in 0..<literal.bytes.count - pairs {
            var share = 0.0
            for k in lead..<lead + pairs {
                for pair in self.pairs(literal, at: k) {
                    let eighths = ByteRarity.eighths(of: UInt8(pair & 255)) + ByteRarity.eighths(of: UInt8(pair >> 8))
                    // 2^(-eighths/8), without a library call: a table of eighth roots would be no clearer.
                    share += 1 / Double(UInt64(1) << UInt64(min(eighths / 8, 60))) * (1 - Double(eighths % 8) / 16)
                }
            }
            if share < least { (best, least) = (lead, share) }
        }
        return best
    }

    /// Table indices of the pair at `k`, in all cases.
    private static func pairs(_ literal: Literal, at k: Int) -> [Int] {
        func cases(_ byte: UInt8) -> [Int] {
            let isLetter = byte &- 0x61 < 26
            return literal.isCaseInsensitive && isLetter ? [Int(byte), Int(byte) - 32] : [Int(byte)]
        }
        return cases(literal.bytes[k]).flatMap { first in cases(literal.bytes[k + 1]).map { first | $0 << 8 } }
    }
}
