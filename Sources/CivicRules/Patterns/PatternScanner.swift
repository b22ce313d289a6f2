#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
#if CIVIC_HYPERSCAN
    import CHyperscan
#endif

/// Finds in a block of log bytes the lines in which patterns may match. Belongs to one worker; the database is shared.
///
/// A hit is a candidate: a line without one holds no match, a line with one must be evaluated. Hits speak of the bytes
/// as they were written, so a value that was escaped in the line (`\/`, `\u0041`) is not what was scanned; whoever
/// tests decoded values evaluates the escaped ones without asking for a hit.
public final class PatternScanner {
    public struct Hit: Hashable, Sendable {
        /// Index into the list of patterns.
        public var pattern: UInt32
        /// Offset of a byte inside a possible match. Of the hits of one pattern in one line only the first is given.
        public var offset: UInt32

        public init(pattern: UInt32, offset: UInt32) { (self.pattern, self.offset) = (pattern, offset) }
    }

    public let database: PatternDatabase
    private let collector: HitCollector
    #if CIVIC_HYPERSCAN
        private let scratch: OpaquePointer?
    #endif

    public init(_ database: PatternDatabase) {
        self.database = database
        collector = HitCollector(patterns: database.syntaxes.count)
        #if CIVIC_HYPERSCAN
            scratch = database.hyperscan?.makeScratch()
        #endif
    }

    public convenience init(patterns: [Pattern]) throws(PatternError) {
        self.init(try PatternDatabase(patterns: patterns))
    }

    deinit {
        #if CIVIC_HYPERSCAN
            if let scratch { hs_free_scratch(scratch) }
        #endif
    }

    /// Replaces `hits` by those of a block of whole lines, ascending by offset, then pattern. Blocks are below 4 GiB.
    public func scan(_ base: UnsafePointer<UInt8>, _ count: Int, hits: inout [Hit]) {
        collector.begin(base, count)
        swap(&hits, &collector.hits)
        collector.hits.removeAll(keepingCapacity: true)
        #if CIVIC_HYPERSCAN
            if let hyperscan = database.hyperscan {
                if let scratch, hyperscan.scan(base, count, scratch: scratch, into: collector) {
                    collector.finish()
                } else {
                    // The library gave up (it has no reason to): every line is a candidate, so that nothing is lost.
                    collector.everyLine(database.needsEveryValue)
                }
            }
        #endif
        if let literals = database.literals {
            literals.scan(base, count, into: collector)
            collector.finish()
        }
        swap(&hits, &collector.hits)
    }
}

/// Gathers hits, one a pattern and line.
final class HitCollector {
    var hits: [PatternScanner.Hit] = []
    private var base = UnsafePointer<UInt8>(bitPattern: 1)
    private var count = 0
    /// Per pattern, the part of the line of its last hit from that hit on.
    private var covered: [Range<Int>]
    private var used: [Int] = []

    init(patterns: Int) { covered = Array(repeating: 0..<0, count: patterns) }

    func begin(_ base: UnsafePointer<UInt8>, _ count: Int) {
        for pattern in used { covered[pattern] = 0..<0 }
        used.removeAll(keepingCapacity: true)
        self.base = base
        self.count = count
    }

    func add(_ pattern: UInt32, _ offset: Int) {
        let number = Int(pattern)
        if covered[number].contains(offset) { return }
        if covered[number].isEmpty { used.append(number) }
        covered[number] = offset..<lineEnd(after: offset)
        hits.append(PatternScanner.Hit(pattern: pattern, offset: UInt32(truncatingIfNeeded: offset)))
    }

    /// Sorts, and drops what came out of order into a line that had a hit.
    func finish() {
        guard hits.count > 1 else { return }
        let ordered = zip(hits, hits.dropFirst()).allSatisfy { ($0.offset, $0.pattern) < ($1.offset, $1.pattern) }
        if ordered { return }
        hits.sort { ($0.offset, $0.pattern) < ($1.offset, $1.pattern) }
        for pattern in used { covered[pattern] = 0..<0 }
        hits.removeAll { hit in
            let number = Int(hit.pattern)
            let offset = Int(hit.offset)
            if covered[number].contains(offset) { return true }
            covered[number] = offset..<lineEnd(after: offset)
            return false
        }
    }

    func everyLine(_ left: [Bool]) {
        hits.removeAll(keepingCapacity: true)
        var offset = 0
        while offset < count {
            for pattern in left.indices where !left[pattern] {
                hits.append(
                    PatternScanner.Hit(
                        pattern: UInt32(truncatingIfNeeded: pattern), offset: UInt32(truncatingIfNeeded: offset)))
            }
            offset = lineEnd(after: offset)
        }
    }

    /// Offset behind the line feed at or after `offset`.
    private func lineEnd(after offset: Int) -> Int {
        guard let base, offset < count, let found = memchr(base + offset, 0x0a, count - offset) else { return count }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
    }
}
