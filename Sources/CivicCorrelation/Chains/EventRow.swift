/// One mention of an event: fixed size, so that millions of them sort and spill without being looked into.
///
/// A record about an event is an *own* row under the event's id, and, where it names its cause, a *consequence* row under
/// the cause's id: in the partition of an id stand all records about the event and all that it caused.
struct EventRow: BitwiseCopyable, Sendable {
    /// The event (own row) or the cause (consequence).
    var key: IDKey
    /// Shortened id of the trace or flow that the record names; 0: none.
    var label: UInt64
    /// Own row: shortened id of the cause, 0: none. Consequence: shortened id of the event that was caused, 0: it has none.
    var other: UInt64
    /// Nanoseconds since 1970; `EventRow.noTime` without a readable one.
    var time: Int64
    /// Where the record stands: source in the upper 22 bits, byte in the lower 42.
    var place: UInt64
    var line: UInt32
    /// Stage of the record; the highest bit marks a consequence, the five below it are the form of the label.
    var stageBits: UInt32

    static let noTime = Int64.min
    static let consequence: UInt32 = 1 << 31
    /// What is no stage: stages are numbered as they come, and are far fewer than 2 to the power of 26.
    static let flags: UInt32 = consequence | LabelForm.mask

    var stage: UInt32 { stageBits & ~Self.flags }
    var isConsequence: Bool { stageBits & Self.consequence != 0 }
    var form: UInt32 { stageBits & LabelForm.mask }
    var source: Int { Int(place >> 42) }
    var byte: Int { Int(place & (1 << 42 - 1)) }

    @inline(__always)
    static func place(source: Int, byte: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: source) << 42 | UInt64(truncatingIfNeeded: byte) & (1 << 42 - 1)
    }

    /// Order inside a partition: ids, then own rows before consequences, then time, then place.
    @inline(__always)
    static func precedes(_ a: EventRow, _ b: EventRow) -> Bool {
        if a.key.high != b.key.high { return a.key.high < b.key.high }
        if a.key.low != b.key.low { return a.key.low < b.key.low }
        if a.isConsequence != b.isConsequence { return b.isConsequence }
        if a.time != b.time { return a.time < b.time }
        return a.place < b.place
    }
}

/// The time between two records that belong together: what clocks and latencies are made of.
struct HopRow: BitwiseCopyable, Sendable {
    /// Service indices.
    var from: UInt16
    var to: UInt16
    /// 1-based line of the later record, as far as it fits; the three highest bits say what ties the records.
    var line: UInt32
    /// Nanoseconds on the clock of `from`.
    var time: Int64
    /// Nanoseconds from the first record to the second, each on its own clock.
    var delay: Int64
    /// Place of the second record.
    var place: UInt64
    /// The event that the first record is about.
    var key: IDKey

    /// The two records mention the same event.
    static let sharedEvent: UInt32 = 1 << 31
    /// Nothing but time tells which record was first.
    static let undirected: UInt32 = 1 << 30
    /// The hop is also there from the other record to what this service did, which says more should the other have been first.
    static let echoed: UInt32 = 1 << 29
    static let lineMask: UInt32 = echoed - 1
    var sharesEvent: Bool { line & Self.sharedEvent != 0 }
    var isUndirected: Bool { line & Self.undirected != 0 }
    var isEchoed: Bool { line & Self.echoed != 0 }
}
