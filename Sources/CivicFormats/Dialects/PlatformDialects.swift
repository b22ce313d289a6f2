import CivicModel

/// Envelopes and schemas of the machine below the services.
extension Dialects {
    /// Number is a string; repeated fields are arrays, texts that are no UTF-8 arrays of bytes.
    static let journald = Dialect(
        "journald", "systemd journal, JSON export",
        roles: [
            (.time, ["__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP"]), (.level, ["PRIORITY"]), (.message, ["MESSAGE"]),
            (.service, ["SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "_COMM"]), (.instance, ["_HOSTNAME"]), (.host, ["_HOSTNAME"]),
            (.eventType, ["MESSAGE_ID"]),
        ],
        scale: .syslog, decoys: ["MESSAGE_ID", "_TRANSPORT"], payload: ["MESSAGE"],
        samples: [
            FormatSample(
                #"{"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1767607200123456","PRIORITY":"4","MESSAGE":"disk is slow","#
                    + #""SYSLOG_IDENTIFIER":"kernel","_HOSTNAME":"a"}"#,
                time: "2026-01-05T10:00:00.123456Z", level: .warn, message: "disk is slow")
        ]
    ) { $0.has("__REALTIME_TIMESTAMP") }

    static let dockerJSON = Dialect(
        "docker-json", "Docker json-file", roles: [(.time, ["time"]), (.message, ["log"])], decoys: ["stream"],
        payload: ["log"],
        samples: [
            FormatSample(
                #"{"log":"ready\n","stream":"stdout","time":"2026-01-05T10:00:00.123456789Z"}"#,
                time: "2026-01-05T10:00:00.123456789Z", level: .none, message: #"ready\n"#)
        ]
    ) { keys in
        keys.has("log", "time")
            && keys.paths.allSatisfy { $0 == "log" || $0 == "time" || $0 == "stream" || $0.hasPrefix("attrs") }
    }

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

    /// A severity of its own is rare in `err` lines: the key itself says it.
    private static func klog(_ id: String, _ title: String, level: Level, key: String, sample: String) -> Dialect {
        Dialect(
            id, title,
            roles: [(.time, ["ts"]), (.message, ["msg"]), (.errorMessage, ["err"]), (.logger, ["logger"])],
            levelWhenAbsent: level, decoys: ["v", "caller"],
            samples: [FormatSample(sample, time: "2026-01-05T10:00:00.852Z", level: level, message: "pod status updated")]
        ) { keys in keys.has("ts", "msg", key) && !keys.any("level", "severity") && keys.isNumber("ts") }
    }

    static let klogError = klog(
        "k8s-klog-json-error", "Kubernetes components, JSON (errors)", level: .error, key: "err",
        sample: #"{"ts":1767607200.852,"caller":"main.go:20","msg":"pod status updated","err":"timed out"}"#)
    static let klogInfo = klog(
        "k8s-klog-json", "Kubernetes components, JSON", level: .info, key: "v",
        sample: #"{"ts":1767607200.852,"caller":"main.go:20","msg":"pod status updated","v":0,"pod":{"name":"a"}}"#)

    static let vaultAudit = Dialect(
        "vault-audit", "Vault audit",
        roles: [
            (.time, ["time"]), (.request, ["request.id", "response.id"]), (.eventType, ["type"]),
            (.httpRoute, ["request.path"]),
            (.errorMessage, ["error"]), (.service, ["request.mount_type"]),
        ],
        scale: .notASeverity, decoys: ["response.status"],
        samples: [
            FormatSample(
                #"{"time":"2026-01-05T10:00:00.1Z","type":"request","auth":{"token_type":"default"},"#
                    + #""request":{"id":"r1","operation":"update","path":"sys/audit/test"}}"#,
                time: "2026-01-05T10:00:00.1Z", level: .none, message: nil)
        ]
    ) { $0.has("time", "type") && $0.any(under: "auth") && $0.any("request.id", "response.id") }

    static let appleUnified = Dialect(
        "apple-unified", "Apple unified logging, ndjson",
        roles: [
            (.time, ["timestamp"]), (.level, ["messageType"]), (.message, ["eventMessage"]),
            (.service, ["subsystem", "processImagePath"]), (.instance, ["processID"]), (.logger, ["category"]),
            (.thread, ["threadID"]),
        ],
        // A message template's id, and the kind of entry.
        decoys: ["traceID", "eventType"],
        samples: [
            FormatSample(
                #"{"timestamp":"2026-01-05 10:00:00.123456-0700","messageType":"Fault","eventMessage":"gave up","#
                    + #""subsystem":"com.example.app","category":"net","processID":7,"traceID":1}"#,
                time: "2026-01-05T17:00:00.123456Z", level: .fatal, message: "gave up")
        ]
    ) { $0.has("eventMessage", "messageType") }
}
