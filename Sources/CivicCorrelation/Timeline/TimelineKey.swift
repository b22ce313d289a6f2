/// The place of an entry on the axis: time, then service, source and byte, so that every order of reading gives one order.
struct TimelineKey: Sendable, Comparable {
    /// Corrected nanoseconds since 1970.
    var time: Int64
    /// Place of the service among the names of the run.
    var service: UInt32
    var source: UInt32
    var byte: Int64
    /// Tells records of one line apart.
    var part: UInt32

    @inline(__always)
    static func < (a: TimelineKey, b: TimelineKey) -> Bool {
        if a.time != b.time { return a.time < b.time }
        if a.service != b.service { return a.service < b.service }
        if a.source != b.source { return a.source < b.source }
        if a.byte != b.byte { return a.byte < b.byte }
        return a.part < b.part
    }
}
