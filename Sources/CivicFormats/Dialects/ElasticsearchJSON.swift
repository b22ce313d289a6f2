import CivicModel

extension Dialects {
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
}
