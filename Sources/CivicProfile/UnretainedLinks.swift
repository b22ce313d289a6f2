import CivicFormats

/// An observer without a reference count: to call one through an existential costs two atomic counts a record, which was a
/// fourteenth of the time. Whoever holds the link also holds the observer.
struct ObserverLink {
    private let object: UnsafeRawPointer
    private let type: any RecordObserver.Type

    init(_ observer: any RecordObserver) {
        object = UnsafeRawPointer(Unmanaged.passUnretained(observer as AnyObject).toOpaque())
        type = Swift.type(of: observer)
    }

    @inline(__always)
    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        type.observe(record, facts: facts, plan: plan, by: object)
    }
}

extension RecordObserver {
    /// `object` is one of this type, and alive: `ObserverLink` takes both from the same object.
    fileprivate static func observe(_ record: RecordView, facts: RecordFacts, plan: Int, by object: UnsafeRawPointer) {
        Unmanaged<Self>.fromOpaque(object)._withUnsafeGuaranteedRef { $0.observe(record, facts: facts, plan: plan) }
    }
}

/// The same for the judge.
struct JudgeLink {
    private let object: UnsafeRawPointer
    private let type: any RecordJudge.Type

    init(_ judge: any RecordJudge) {
        object = UnsafeRawPointer(Unmanaged.passUnretained(judge as AnyObject).toOpaque())
        type = Swift.type(of: judge)
    }

    @inline(__always)
    func judge(_ record: RecordView, facts: RecordFacts, plan: Int, into judgement: inout Judgement) {
        type.judge(record, facts: facts, plan: plan, into: &judgement, by: object)
    }
}

extension RecordJudge {
    fileprivate static func judge(
        _ record: RecordView, facts: RecordFacts, plan: Int, into judgement: inout Judgement, by object: UnsafeRawPointer
    ) {
        Unmanaged<Self>.fromOpaque(object)._withUnsafeGuaranteedRef {
            $0.judge(record, facts: facts, plan: plan, into: &judgement)
        }
    }
}
