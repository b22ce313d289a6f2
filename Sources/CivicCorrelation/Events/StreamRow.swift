import CivicProfile

/// The place of one event in a stream of an event store: fixed size, so that millions of them sort and spill.
struct StreamRow: BitwiseCopyable, Sendable {
    /// What the numbers count in.
    enum Kind: UInt8, BitwiseCopyable, Sendable, CaseIterable {
        /// One stream or aggregate.
        case stream
        /// A whole export.
        case store
        /// All that one producer wrote to an export.
        case producer
    }

    var stream: IDKey
    var event: IDKey
    var version: Int64
    /// Hash of what the event says, whatever the order of its fields.
    var payload: UInt64
    /// Nanoseconds since 1970; `EventRow.noTime` without a readable one.
    var time: Int64
    /// As in `EventRow`.
    var place: UInt64
    var line: UInt32
    /// Number of the producer.
    var owner: UInt16
    var kind: Kind

    var source: Int { Int(place >> 42) }

    /// What keeps the rows of a stream together.
    @inline(__always)
    var streamHash: UInt64 { ContentHash.mix(stream.high ^ stream.low) }

    /// Streams, then the order in which they were written.
    @inline(__always)
    static func precedes(_ a: StreamRow, _ b: StreamRow) -> Bool {
        if a.stream != b.stream { return (a.stream.high, a.stream.low) < (b.stream.high, b.stream.low) }
        return a.place < b.place
    }
}
