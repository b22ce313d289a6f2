import CivicModel

extension Dialects {
    static let postgresJSONLog = Dialect(
        "postgres-jsonlog", "PostgreSQL jsonlog",
        roles: [
            (.time, ["timestamp"]), (.level, ["error_severity"]), (.message, ["message"]),
            (.errorCode, ["state_code"]), (.logger, ["backend_type"]),
        ],
        // `application_name` is who asked, not who answers.
        decoys: ["session_start", "application_name", "dbname", "user", "remote_host", "ps"],
        samples: [
            FormatSample(
                #"{"timestamp":"2026-01-05 10:00:00.288 UTC","pid":7,"session_id":"6b.30","error_severity":"LOG","#
                    + #""message":"ready to accept connections","backend_type":"postmaster"}"#,
                time: "2026-01-05T10:00:00.288Z", level: .info, message: "ready to accept connections")
        ]
    ) { $0.has("error_severity", "message") }
}
