import CivicModel

/// Objects that are no record but hold many: exports of clouds and collectors.
enum RecordBatch {
    /// How the records lie in the array.
    enum Kind {
        /// Resources with scopes with records, as OpenTelemetry's protocol nests them.
        case otlp
        /// One record an element.
        case elements
    }

    private static let otlpPaths: Set<String> = ["resourceLogs", "resource_logs"]
    /// Azure's diagnostic export, CloudTrail and other notifications, CloudWatch's subscriptions, answers of log services.
    private static let arrayPaths: Set<String> = [
        "records", "Records", "logEvents", "entries", "events", "logs", "logEntries", "log_entries", "items", "messages",
    ]

    /// The field of `shape` with the records, when it is a batch: an object that says itself when and what happened is a
    /// record, whatever lists it carries.
    static func find(in shape: Shape) -> (index: Int, kind: Kind)? {
        let own = shape.fields.indices.dropFirst(shape.envelopeFieldCount)
        guard let index = own.first(where: { shape.fields[$0].kind == .array && isBatch(shape.fields[$0].path) }) else {
            return nil
        }
        if otlpPaths.contains(shape.fields[index].path) { return (index, .otlp) }
        let isRecord = [Role.time, .message, .level].contains { role in
            shape.index(of: role).map { $0 >= shape.envelopeFieldCount } ?? false
        }
        return isRecord ? nil : (index, .elements)
    }

    private static func isBatch(_ path: String) -> Bool { otlpPaths.contains(path) || arrayPaths.contains(path) }

    /// Whether an element with such a shape is a record: it says when, or what.
    static func isRecord(_ shape: Shape) -> Bool { shape.index(of: .time) != nil || shape.index(of: .message) != nil }

    /// The elements of `array`, when all are objects with something in them; nil: it holds something else.
    static func elements(of array: Slot) -> [Slot]? {
        guard array.count > 2 else { return nil }
        var elements = JSONElements(array.start)
        var found: [Slot] = []
        do {
            while let element = try elements.next() {
                guard element.kind == .object else { return nil }
                found.append(element.slot)
            }
        } catch { return nil }
        return found.isEmpty ? nil : found
    }
}
