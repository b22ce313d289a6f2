import CivicModel

extension Dialects {
    static let gelf = Dialect(
        "gelf", "Graylog Extended Log Format",
        roles: [
            (.time, ["timestamp"]), (.level, ["level"]), (.message, ["short_message"]), (.service, ["_service", "_facility"]),
            (.version, ["_version"]), (.instance, ["host"]), (.host, ["host"]), (.logger, ["_logger", "_log_logger"]),
            (.thread, ["_thread", "_process_thread_name"]), (.errorStack, ["full_message"]),
        ],
        scale: .syslog, decoys: ["version"],
        samples: [
            FormatSample(
                #"{"version":"1.1","host":"a","short_message":"ready","timestamp":1767607200.857,"level":6,"#
                    + #""_service":"orders"}"#,
                time: "2026-01-05T10:00:00.857Z", level: .info, message: "ready")
        ]
    ) { $0.has("short_message", "version") }
}
