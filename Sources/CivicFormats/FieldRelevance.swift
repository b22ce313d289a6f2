import CivicModel

/// Names of fields that may matter whatever record they stand in: those that a role, a schema or a rule asks for. Objects
/// whose keys are data (a counter per user) are read by these alone, so that memory stays bounded and roles stay found.
struct FieldRelevance {
    /// Folded (`ShapeKeys.fold`) paths.
    private var paths: Set<String> = []
    /// Folded paths of objects in which some path lies.
    private var parents: Set<String> = []

    /// Keys by which schemas are known and which fill no role.
    private static let tellTales = [
        "resourceLogs", "resource_logs", "severityNumber", "specversion", "id", "source", "logName", "insertId", "severity",
        "timestampSeconds", "timestamp.seconds", "logEvents", "logGroup", "eventVersion", "eventSource", "auditID", "stage",
        "category", "operationName", "resourceId", "cold_start", "location", "level", "ddsource", "ddtags", "RayID",
        "EdgeStartTimestamp", "app_id", "scope", "msg", "s", "c", "t", "g", "t.$date", "t.$date.$numberLong", "error_severity",
        "logging_pod", "type", "component", "cluster.name", "node.name", "elasticsearch.node.name",
        "elasticsearch.cluster.name", "prio", "err_code", "channel", "goroutine", "@t", "@mt", "@m", "MessageTemplate",
        "LogLevel", "Category", "@level", "@message", "caller", "ecs.version", "log.level", "loggerFqcn", "endOfBatch",
        "timeMillis", "instant.epochSecond", "instant.nanoOfSecond", "@version", "logger_name", "source_host", "thread_name",
        "level_value", "loggerName", "threadName", "sequenceNumber", "nanoseconds", "v", "hostname", "pid", "name",
        "__REALTIME_TIMESTAMP", "log", "stream", "short_message", "version", "err", "auth.token_type", "auth.client_token",
        "request.id", "response.id", "eventMessage", "messageType", "logger", "request.method", "request.uri",
        "DownstreamStatus", "RouterName", "StartUTC", "RequestMethod", "response_code", "response_flags", "remote_addr",
        "remote_address", "client_ip", "status", "request", "request_uri", "request_method", "levelname", "asctime",
        "funcName", "text", "record.message", "event", "log_level", "level_name", "reqId", "remoteAddr", "app", "level_index",
        "target", "fields.message", "span.name", "spans", "timestampNanos", "timestamp.nanos", "ts_nsec",
    ]

    /// - Parameter others: paths that rules or a configuration name.
    init(overrides: [Role: [String]], others: Set<String>) {
        for path in RoleAliases.allPaths { add(path) }
        for dialect in Dialects.all {
            for (_, own) in dialect.roles { own.forEach { add($0) } }
            for own in dialect.conditionalRoles {
                add(own.path)
                add(own.when)
            }
            (dialect.payload + dialect.decoys).forEach { add($0) }
        }
        Self.tellTales.forEach { add($0) }
        (EventColumns.ids + EventColumns.types + EventColumns.payloads + EventColumns.occurred + EventColumns.schemas
            + EventColumns.streamTypes).forEach { add($0) }
        for own in overrides.values { own.forEach { add($0) } }
        others.forEach { add($0) }
    }

    private mutating func add(_ path: String) {
        let folded = ShapeKeys.fold(path)
        paths.insert(folded)
        var rest = folded[...]
        while let dot = rest.lastIndex(of: ".") {
            rest = rest[..<dot]
            guard parents.insert(String(rest)).inserted else { break }
        }
    }

    /// Whether a field of this path may matter.
    func matters(_ path: String) -> Bool { paths.contains(ShapeKeys.fold(path)) }

    /// Whether something inside an object of this path may matter.
    func mayHold(_ path: String) -> Bool { parents.contains(ShapeKeys.fold(path)) }
}
