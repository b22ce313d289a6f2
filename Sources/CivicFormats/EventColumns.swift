import CivicModel

/// How event stores, outboxes and CloudEvents name what an event is, where it belongs and which place it has there.
public enum EventColumns {
    /// Ids of events, best first.
    public static let ids = [
        "eventId", "event_id", "eventIdentifier", "event_identifier", "eventUuid", "messageId", "message_id", "uuid", "guid",
        "id",
    ]
    public static let types = ["eventType", "event_type", "payloadType", "payload_type", "eventName", "event_name", "type"]
    /// Streams and aggregates, best first.
    public static let streams = [
        "eventStreamId", "streamId", "stream_id", "streamName", "stream_name", "aggregateIdentifier", "aggregate_identifier",
        "aggregateId", "aggregate_id", "aggregateid", "aggregateRootId", "aggregate_root_id", "persistenceId",
        "persistence_id", "stream",
    ]
    /// What an aggregate is: ids of aggregates are often numbers that each kind counts for itself.
    public static let streamTypes = [
        "aggregateType", "aggregate_type", "aggregatetype", "streamCategory", "stream_category", "streamType", "stream_type",
    ]
    /// Places inside a stream, best first.
    public static let versions = [
        "streamVersion", "stream_version", "streamRevision", "stream_revision", "aggregateVersion", "aggregate_version",
        "eventNumber", "event_number", "sequenceNumber", "sequence_number", "sequenceNr", "sequence_nr", "eventVersion",
        "playhead", "revision", "streamPosition", "stream_position", "version",
    ]
    /// Places in a whole store or partition that are numbered without gaps, best first.
    public static let positions = [
        "globalIndex", "global_index", "globalSequence", "global_sequence", "globalPosition", "global_position", "seq_id",
        "seqId", "sequence", "ordering",
    ]
    /// When the store took the event, best first.
    public static let appended = [
        "recordedtime", "recordedTime", "recorded_time", "recordedAt", "recorded_at", "appendedAt", "appended_at", "storedAt",
        "stored_at", "insertedAt", "inserted_at", "ingestedAt", "ingested_at", "receivedAt", "received_at", "created",
        "createdAt", "created_at",
    ]
    /// When it happened, where that stands beside the above.
    public static let occurred = [
        "time", "occurredAt", "occurred_at", "occurredOn", "occurred_on", "eventTime", "event_time", "timestamp",
        "metadata.occurredAt", "metadata.occurred_at", "metadata.timestamp", "data.occurredAt", "data.occurred_at",
    ]
    /// Which version of the contract an event follows.
    public static let schemas = [
        "dataschema", "schemaurl", "schemaid", "schemaId", "schema_id", "schemaversion", "schemaVersion", "schema_version",
        "typeVersion", "type_version", "eventVersion", "event_version", "payloadRevision", "payload_revision", "schema",
        "metadata.schemaVersion", "metadata.schema_version", "data.schemaVersion", "headers.schema_version",
    ]
    public static let payloads = ["data", "payload", "body", "eventData", "event_data", "serializedPayload", "event"]
}

extension Shape {
    /// The record is a row of an event store: an event, and nothing that somebody said about one.
    public var storesEvent: Bool {
        guard isStructured, index(of: .level) == nil else { return false }
        return format == Dialects.eventStore.id || format == Dialects.cloudEvents.id && index(of: .message) == nil
    }

    /// The first of these fields that has a value; -1: none has.
    public func index(ofFirst paths: [String]) -> Int {
        for path in paths {
            if let index = fields[envelopeFieldCount...].lastIndex(where: { $0.path == path && $0.kind.isPresent }) {
                return index
            }
        }
        return -1
    }
}

extension Shape {
    /// The record is an event with its envelope, be it in a store or in a log: a row of a store, a CloudEvent in JSON, or the
    /// headers of one.
    public var holdsEvent: Bool {
        storesEvent || isStructured && (format == Dialects.cloudEvents.id || hasHeaders)
    }

    /// The headers of a CloudEvent in binary mode: its id and one more. An id alone is a record about an event.
    private var hasHeaders: Bool {
        func has(_ name: String) -> Bool {
            fields.contains { field in
                guard field.kind.isPresent, let last = field.path.split(separator: ".").last else { return false }
                return ShapeKeys.fold(String(last)) == name
            }
        }
        return has("ceid") && (has("cesource") || has("cetype") || has("cespecversion"))
    }
}
