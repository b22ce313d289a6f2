/// What is known of one kind of event, or of chains that pass one stage: the service that nearly all of them go on to. What audits count
/// as lost is what did not, so that whoever looks at one event or chain is told the same of it.
public struct Expectation: Sendable {
    /// Who publishes such events, or wrote the stage that such chains pass.
    public var from: String
    /// Who takes them.
    public var to: String
    /// Of how many, and how many of those did go on, over the whole recording.
    public var total: Int
    public var reached: Int
    /// Stages by `StageKey`: one of them makes an event, or a chain, one of these.
    var stages: Set<UInt64>
    /// Of chains: stages behind the service. What is told there was passed on, whatever the service says.
    var later: Set<UInt64> = []
    /// It is about chains, for want of event ids.
    var isOfChains = false
    /// On corrected time, nanoseconds: what was published before may have been taken before the records of the service begin.
    var begin = Int64.min
    /// Where the records of the service end, on corrected time.
    var end: Int64
    /// Nanoseconds after which an event is overdue.
    var deadline: Int64
    /// Files of the service are not whole.
    var isDamaged = false

    /// What can be said of an event, or of a chain, that was last told of at this corrected time, and of which the service says nothing.
    func verdict(at time: Int64) -> Verdict {
        if isDamaged || time < begin { return .unreadable }
        return time &+ deadline > end ? .open : .lost
    }

    public enum Verdict: String, Sendable {
        /// It should have been taken and was not.
        case lost
        /// The recording ends before that can be told.
        case open
        /// The record may be in a part of the recording that is missing or damaged.
        case unreadable
        /// Later services tell of it: it went on, and the service did not say so.
        case passed
    }
}
