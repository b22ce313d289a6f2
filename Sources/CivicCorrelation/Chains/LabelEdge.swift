/// Two names of one chain: traces, flows or events without one.
struct LabelEdge: BitwiseCopyable, Sendable, Comparable {
    enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// Both stand in one record.
        case flowPair
        /// Both are traces or flows of events that causation ties.
        case labels
        /// `a` is an event without a trace of its own, `b` a trace.
        case ownToLabel
        /// Neither event has a trace.
        case owns
    }

    var a: UInt64
    var b: UInt64
    var kind: Kind

    static func < (x: LabelEdge, y: LabelEdge) -> Bool { (x.a, x.b, x.kind.rawValue) < (y.a, y.b, y.kind.rawValue) }

    /// The name of a chain that only its event names.
    @inline(__always)
    static func own(_ event: UInt64) -> UInt64 { event ^ 0xc2b2_ae3d_27d4_eb4f }
}
