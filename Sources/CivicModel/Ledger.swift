/// The account of one input or of all of them: every line is a record, a reject, blank, or continues a record, so that
/// lines + extraRecords = records + rejected + blank + continuations (+ lines that were lost, each a problem).
public struct Ledger: Sendable, Equatable {
    public var sources = 0
    /// Bytes as stored.
    public var bytes = 0
    public var decompressedBytes = 0
    public var lines = 0
    public var records = 0
    public var rejected = 0
    public var blank = 0
    public var continuations = 0
    /// Records beyond the first of a line, where one line holds several.
    public var extraRecords = 0
    public var problems: [InputProblem] = []

    public init() {}

    /// Adds `other`; problems keep the order of the calls.
    public mutating func add(_ other: Ledger) {
        sources += other.sources
        bytes += other.bytes
        decompressedBytes += other.decompressedBytes
        lines += other.lines
        records += other.records
        rejected += other.rejected
        blank += other.blank
        continuations += other.continuations
        extraRecords += other.extraRecords
        problems += other.problems
    }
}
