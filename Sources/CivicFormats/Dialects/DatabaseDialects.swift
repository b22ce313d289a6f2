import CivicModel

/// Schemas that databases and search engines write.
extension Dialects {
    static let mongoDB = Dialect(
        "mongodb", "MongoDB 4.4 and later",
        roles: [
            (.time, ["t.$date", "t.$date.$numberLong"]), (.level, ["s"]), (.message, ["msg"]), (.logger, ["c"]),
            (.thread, ["ctx"]), (.eventType, ["id"]), (.errorMessage, ["attr.error"]), (.duration, ["attr.durationMillis"]),
        ],
        samples: [
            FormatSample(
                #"{"t":{"$date":"2026-01-05T10:00:00.401+00:00"},"s":"W","c":"NETWORK","id":22943,"ctx":"listener","#
                    + #""msg":"connection ended"}"#,
                time: "2026-01-05T10:00:00.401Z", level: .warn, message: "connection ended")
        ]
    ) { $0.has("s", "c") && $0.any("t.$date", "t.$date.$numberLong") }

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

    static let cloudNativePG = Dialect(
        "cloudnativepg", "CloudNativePG",
        roles: [
            (.time, ["record.log_time", "ts"]), (.level, ["record.error_severity", "level"]),
            (.message, ["record.message", "msg"]),
            (.service, ["logging_pod"]), (.instance, ["logging_pod"]), (.logger, ["logger"]),
            (.errorCode, ["record.sql_state_code"]),
        ],
        samples: [
            FormatSample(
                #"{"level":"info","ts":1767607200.5,"logger":"postgres","msg":"record","record":"#
                    + #"{"log_time":"2026-01-05 10:00:00.288 UTC","error_severity":"FATAL","message":"role is missing"},"#
                    + #""logging_pod":"db-1"}"#,
                time: "2026-01-05T10:00:00.288Z", level: .fatal, message: "role is missing")
        ]
    ) { $0.has("logging_pod") }

    static let elasticsearchJSON = Dialect(
        "elasticsearch-json", "Elasticsearch server log",
        roles: [
            (.time, ["@timestamp", "timestamp"]), (.level, ["log.level", "level"]), (.message, ["message"]),
            (.service, ["service.name"]), (.instance, ["elasticsearch.node.name", "node.name"]),
            (.logger, ["log.logger", "component"]), (.thread, ["process.thread.name"]), (.trace, ["trace.id"]),
            (.errorType, ["error.type"]), (.errorMessage, ["error.message"]),
            (.errorStack, ["error.stack_trace", "stacktrace"]),
        ],
        decoys: ["type", "ecs.version", "cluster.name"],
        samples: [
            FormatSample(
                #"{"type":"server","timestamp":"2026-01-05T10:00:00,159+0100","level":"DEPRECATION","component":"o.e.n.Node","#
                    + #""cluster.name":"es","node.name":"n1","message":"setting is deprecated"}"#,
                time: "2026-01-05T09:00:00.159Z", level: .warn, message: "setting is deprecated"),
            FormatSample(
                #"{"@timestamp":"2026-01-05T10:00:00.920Z","log.level":"INFO","message":"initialized","ecs.version":"1.2.0","#
                    + #""service.name":"ES_ECS","elasticsearch.node.name":"n1"}"#,
                time: "2026-01-05T10:00:00.920Z", level: .info, message: "initialized"),
        ]
    ) { keys in
        keys.has("type", "timestamp", "component") && keys.any("cluster.name", "node.name")
            || keys.has("@timestamp") && keys.any(under: "elasticsearch")
    }

    static let mysqlJSON = Dialect(
        "mysql-json", "MySQL 8 JSON error log",
        roles: [
            (.time, ["time", "ts"]), (.level, ["label", "prio"]), (.message, ["msg"]),
            (.errorCode, ["err_symbol", "err_code"]),
            (.logger, ["subsystem"]), (.thread, ["thread"]),
        ],
        scale: .mysql,
        samples: [
            FormatSample(
                #"{"prio":2,"err_code":10068,"subsystem":"Server","msg":"plugin is deprecated","#
                    + #""time":"2026-01-05T10:00:00.835618Z","#
                    + #""ts":1767607200835,"thread":0,"err_symbol":"ER_X","label":"Warning"}"#,
                time: "2026-01-05T10:00:00.835618Z", level: .warn, message: "plugin is deprecated")
        ]
    ) { $0.has("prio", "err_code") }

    static let cockroachJSON = Dialect(
        "cockroach-json", "CockroachDB JSON",
        roles: [
            (.time, ["timestamp"]), (.level, ["severity", "severity_numeric"]), (.message, ["message", "event.EventType"]),
            (.instance, ["node_id", "instance_id"]), (.logger, ["channel"]), (.eventType, ["event.EventType"]),
        ],
        scale: .cockroach, decoys: ["version", "cluster_id", "event"],
        samples: [
            FormatSample(
                #"{"channel_numeric":1,"channel":"OPS","timestamp":"1767607200.654321000","severity_numeric":2,"#
                    + #""severity":"WARNING","goroutine":11,"file":"a.go","line":1,"message":"range is slow"}"#,
                time: "2026-01-05T10:00:00.654321000Z", level: .warn, message: "range is slow")
        ]
    ) { $0.has("channel", "severity", "goroutine") }

    static let cockroachCompact = Dialect(
        "cockroach-json-compact", "CockroachDB compact JSON",
        roles: [
            (.time, ["t"]), (.level, ["sev", "s"]), (.message, ["message", "event.EventType"]), (.instance, ["N"]),
            (.eventType, ["event.EventType"]),
        ],
        scale: .cockroach,
        samples: [
            FormatSample(
                #"{"c":1,"t":"1767607200.654321000","s":3,"sev":"E","g":11,"f":"a.go","l":1,"n":7,"message":"disk stalled"}"#,
                time: "2026-01-05T10:00:00.654321000Z", level: .error, message: "disk stalled")
        ]
    ) { $0.has("c", "t", "s", "g") }
}
