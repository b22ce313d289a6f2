import CivicModel

extension Dialects {
    /// The bound values of a call are in `record.extra`.
    static let loguru = Dialect(
        "loguru", "loguru, serialized",
        roles: [
            (.time, ["record.time.repr", "record.time.timestamp"]), (.level, ["record.level.name", "record.level.no"]),
            (.message, ["record.message"]), (.logger, ["record.name"]), (.thread, ["record.thread.name", "record.thread.id"]),
            (.instance, ["record.extra.instance", "record.extra.hostname"]),
            (.errorType, ["record.exception.type"]), (.errorMessage, ["record.exception.value"]),
        ],
        // The exception's text is the tail of the formatted record.
        conditionalRoles: [(.errorStack, "text", when: "record.exception.type")],
        scale: .python, decoys: ["text"],
        samples: [
            FormatSample(
                #"{"text":"2026-01-05 11:00:00.045 | SUCCESS  | reserved\n","record":{"exception":null,"#
                    + #""extra":{"event_id":"0e5d","causation_id":"b4b2"},"level":{"name":"SUCCESS","no":25},"#
                    + #""message":"stock reserved","name":"__main__","time":{"repr":"2026-01-05 11:00:00.045563+01:00","#
                    + #""timestamp":1767607200.045563}}}"#,
                time: "2026-01-05T10:00:00.045563Z", level: .info, message: "stock reserved")
        ]
    ) { $0.has("text", "record.message") }
}
