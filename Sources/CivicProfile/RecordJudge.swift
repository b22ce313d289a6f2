public import CivicFormats
public import CivicModel

/// What is known of a record beside its bytes, without looking anything up.
public struct RecordFacts {
    public var level: Level
    public var time: TimeShape
    /// Nanoseconds since 1970; only when `time` is readable.
    public var nanoseconds: Int64
    /// Index of the source in the run.
    public var source: Int
    /// Hash of the message's bytes; 0 when there is no message.
    public var messageHash: UInt64
    /// Number of the message's template among those that the worker has met, which stays its own; 0: no message.
    public var templateNumber: Int32
    /// Number of the service among those that the worker has met.
    public var serviceNumber: Int32
    /// Not retained: facts live for one call.
    unowned(unsafe) let builder: ProfileBuilder

    /// Text of the message's template; made when a rule asks.
    public func template() -> String { builder.text(ofTemplate: templateNumber) }
    /// What a template is called in every worker; one from `Profile.templateCeiling` on is among the rare ones.
    public func templateFingerprint() -> UInt64 { builder.fingerprint(ofTemplate: templateNumber) }
    /// The service as the record or its path names it (`ServiceNames` says which it counts under).
    public func service() -> (name: String, origin: ServiceOrigin) { builder.service(serviceNumber) }
}

/// What a judge says of one record: numbers of the counters that it breaks, and of those whose population it is not in.
public struct Judgement {
    public var violated: [Int] = []
    public var outside: [Int] = []
    /// Byte range in the record that the violation of a counter is about, where it is about a part.
    public init() {}

    @inlinable
    public mutating func clear() {
        violated.removeAll(keepingCapacity: true)
        outside.removeAll(keepingCapacity: true)
    }
}

/// Judges values of records while they are at hand: the part of the rules that the shape alone cannot decide. One per
/// worker. Implemented by the rules; here only so that the arrows between the modules keep their direction.
public protocol RecordJudge: AnyObject {
    /// How many rules may count per record.
    var counterCount: Int { get }
    /// Called with every block before its records: the place of the one pass over all patterns.
    func begin(block: UnsafeBufferPointer<UInt8>)
    /// A plan for the records of `shape`, made once per shape; nil when there is nothing to judge.
    func plan(for shape: Shape) -> Int?
    /// Judges one record of a shape with a plan.
    func judge(_ record: RecordView, facts: RecordFacts, plan: Int, into judgement: inout Judgement)
}
