import CivicModel

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
}
