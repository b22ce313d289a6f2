import CivicModel

extension Dialects {
    /// Rows of an event store or an outbox, as they are exported: an id, a type, a stream or a producer, mostly a version and
    /// a payload, and neither a level nor a message.
    static let eventStore = Dialect(
        "event-store", "Event store export",
        roles: [
            (
                .time,
                [
                    "time", "occurredAt", "occurred_at", "occurredOn", "occurred_on", "eventTime", "event_time", "timestamp",
                    "created", "createdAt", "created_at", "date",
                ] + EventColumns.appended
            ), (.event, EventColumns.ids), (.eventType, EventColumns.types),
            (.service, ["source", "producer", "publisher", "service", "origin", "metadata.source", "metadata.service"]),
            (
                .cause,
                [
                    "causationId", "causation_id", "causationid", "metadata.causationId", "metadata.causation_id",
                    "metadata.$causationId", "metaData.causationId", "eventMetadata.$causationId", "headers.causation_id",
                ]
            ),
        ],
        decoys: EventColumns.streams + EventColumns.versions + EventColumns.positions + [
            "data.message", "data.msg", "payload.message", "data.event", "data.id", "payload.id", "summary", "tag", "app",
            "application", "program",
        ],
        samples: [
            FormatSample(
                #"{"eventId":"7d5f6d0a-5f0c-4b5e-9a52-0d3a5e3c1f11","eventType":"OrderPlaced","eventStreamId":"order-17","#
                    + #""eventNumber":3,"created":"2026-01-05T10:00:00Z","data":{"total":3}}"#,
                time: "2026-01-05T10:00:00Z", level: .none, message: nil),
            FormatSample(
                #"{"globalIndex":42,"eventIdentifier":"e1f4c0d2-9a77-4a51-8d2e-1b2c3d4e5f60","payloadType":"com.shop.OrderPlaced","#
                    + #""aggregateIdentifier":"17","sequenceNumber":0,"timestamp":"2026-01-05T10:00:00Z","payload":{"total":3}}"#,
                time: "2026-01-05T10:00:00Z", level: .none, message: nil),
            FormatSample(
                #"{"id":"0192f3a4-7b1c-7d00-8000-0a1b2c3d4e5f","aggregatetype":"order","aggregateid":"17","type":"OrderPlaced","#
                    + #""payload":"{}"}"#,
                time: nil, level: .none, message: nil),
        ]
    ) { keys in
        guard !keys.any("level", "severity", "log.level", "lvl", "levelname", "message", "msg", "@message", "text", "logger"),
            EventColumns.ids.contains(where: keys.isString), EventColumns.types.contains(where: keys.isString)
        else { return false }
        let hasStream = EventColumns.streams.contains { keys.isString($0) || keys.isWhole($0) }
        let hasNumber = (EventColumns.versions + EventColumns.positions).contains { keys.isWhole($0) || keys.isString($0) }
        let hasPayload = EventColumns.payloads.contains { keys.any(under: $0) || keys.any($0) }
        // A stream says it with either of the two; a producer only with both.
        return hasStream ? hasNumber || hasPayload : keys.isString("source") && hasPayload && hasNumber
    }
}
