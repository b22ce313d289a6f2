/// A bound on how far one clock runs ahead of another: offset(to) - offset(from) is at most `atMost`, in one stretch of time.
/// A message cannot arrive before it was sent, so the smallest delay between two records that depend on each other is one.
struct ClockBound: Sendable {
    /// Places of services; the observer of health endpoints has a place of its own.
    var from: Int
    var to: Int
    /// Stretch of time on the clock of `from`, or, where `isArrival`, of `to`.
    var bin: Int
    /// Says the same again, sorted by when it arrived: for steps of the clock of `to` only.
    var isArrival = false
    /// Nanoseconds.
    var atMost: Int64
    var count: Int
    /// How far below `atMost` the offset may lie if the fastest transit takes no longer than usual ones vary, nanoseconds;
    /// nil: nothing is assumed.
    var slack: Int64?
    /// What proves it, for people: the hop of the smallest delay.
    var proof: HopStatistics.Extreme?
}
