import CivicFormats
import CivicModel

/// Which values of a record a timeline shows; worked out once per shape.
struct TimelineColumns: Sendable {
    var time: Int?
    /// Nanoseconds beside a time in whole seconds.
    var nanoseconds: Int?
    var message: Int?
    /// What a record without a message says: request or event type.
    var summary: [Int] = []
    var events: [Int] = []
    var causes: [Int] = []
    var traces: [Int] = []
    var requests: [Int] = []
    /// The type of event.
    var type: Int?

    init(_ shape: Shape, roles: ColumnRoles) {
        time = shape.index(of: .time)
        nanoseconds = shape.nanosecondsIndex >= 0 ? shape.nanosecondsIndex : nil
        message = shape.index(of: .message)
        summary = [.httpMethod, .httpRoute, .httpStatus].compactMap { (role: Role) in shape.index(of: role) }
        if summary.count < 2 {
            summary = [.eventType, .errorType, .errorMessage, .outcome].compactMap { (role: Role) in shape.index(of: role) }
        }
        let ids = IDColumns(shape, roles: roles)
        if ids.event >= 0 { events = [Int(ids.event)] }
        if ids.cause >= 0 { causes = [Int(ids.cause)] }
        if ids.type >= 0 { type = Int(ids.type) }
        let request = shape.index(of: .request)
        traces = Array(ids.flows.map { Int($0) }.filter { $0 != request }.prefix(TimelineBytes.mostIDs))
        requests = request.map { [$0] } ?? []
    }

    /// Where ids of the message are looked for: where no field names an event. They stand near its start.
    func mentions(_ record: RecordView) -> UnsafeBufferPointer<UInt8>? {
        guard events.isEmpty, let message else { return nil }
        return UnsafeBufferPointer(rebasing: record.slots[message].bytes.prefix(1024))
    }

    /// Calls `body` with the key of every event, then every cause that the record names.
    func forEachEvent(_ record: RecordView, _ body: (IDKey, _ isCause: Bool) -> Void) {
        for (list, isCause) in [(events, false), (causes, true)] {
            for index in list {
                for key in IDList.keys(record.slots[index].bytes, limit: TimelineBytes.mostIDs) { body(key, isCause) }
            }
        }
    }

    /// Calls `body` with the key of everything that groups the record with others.
    func forEachGroup(_ record: RecordView, _ body: (IDKey) -> Void) {
        for index in traces + requests {
            let key = TraceText.key(record.slots[index])
            if !key.isNone { body(key) }
        }
    }

    /// Whether one of the record's ids is among the keys.
    func holds(_ keys: TraceKeys, _ record: RecordView) -> Bool {
        var found = false
        forEachEvent(record) { key, _ in found = found || keys.contains(key) }
        if !found { forEachGroup(record) { found = found || keys.contains($0) } }
        return found
    }
}
