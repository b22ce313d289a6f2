public import CivicModel

/// Names that keys have for the roles of a record, in schemas that nobody knows.
public enum RoleAliases {
    /// Best first. Compared without case, `_` and `-` (`ShapeKeys.fold`), at the top of the record and, for roles of
    /// `containers`, inside the objects that loggers keep context in.
    public static let table: [Role: [String]] = [
        .time: [
            "@timestamp", "timestamp", "time", "ts", "t", "@t", "datetime", "date", "event_time", "event.created", "asctime",
            "log_time", "time_millis", "time_iso8601", "time_local", "instant.epochSecond", "instant", "timeUnixNano",
            "timestampSeconds", "timestamp.seconds", "timestamp.$date", "ts_sec", "time_generated", "unix_time",
            "epoch", "msec",
            "calendarTime", "start_time", "started_at", "occurred_at", "published", "created_at", "t.$date",
        ],
        .level: [
            "log.level", "level", "severity", "log_level", "lvl", "levelname", "level_name", "severity_text", "@l", "@level",
            "error_severity", "severity_number", "level.name", "log.severity", "fields.level", "syslog.severity", "sev",
            "priority",
            "severity_label", "detected_level", "label_level",
        ],
        .message: [
            "message", "msg", "@message", "@m", "@mt", "short_message", "body", "body.stringValue", "log_message",
            "fields.message",
            "textPayload", "jsonPayload.message", "rendered_message", "message_template", "event_message", "text",
            "data.message",
            "full_message", "log.message", "event.original", "summary", "event", "log", "m",
        ],
        .service: [
            "service.name", "service", "service_name", "dd.service", "resource.service.name", "resource.service",
            "otel.service.name", "application_name", "application", "app_name", "app", "app_id", "app.name", "application.name",
            "kubernetes.labels.app", "kubernetes.container.name", "kubernetes.container_name", "container.name",
            "container_name",
            "program", "syslog_identifier", "tag",
        ],
        .instance: [
            "service.instance.id", "service.node.name", "instance_id", "pod_name", "pod", "kubernetes.pod.name",
            "kubernetes.pod_name", "k8s.pod.name", "host.name", "hostname", "host", "instance", "container.id", "container_id",
            "machine_name", "node_name", "node.name", "node", "computer",
        ],
        .host: ["host.name", "hostname", "host", "host.hostname", "machine_name", "node_name", "node.name", "computer"],
        .version: [
            "service.version", "service_version", "dd.version", "app_version", "application_version", "app.version",
            "build.version",
            "release", "version", "ver",
        ],
        .environment: [
            "deployment.environment.name", "deployment.environment", "service.environment", "dd.env", "environment", "env",
            "environment_name", "stage",
        ],
        .logger: [
            "log.logger", "logger", "logger_name", "logger.name", "SourceContext", "@module", "category", "target",
            "scope.name",
            "otel.scope.name", "component", "subsystem", "module", "scope",
        ],
        .thread: [
            "process.thread.name", "thread_name", "thread.name", "thread", "thread_id", "thread.id", "process.thread.id", "tid",
        ],
        .event: [
            "event_id", "event.id", "ce_id", "cloudevents.id", "cloudevent.id", "cloudevents_id", "message_id", "message.id",
            "event_uuid", "event.uuid", "event_uid", "msg_id", "evt_id", "evt", "NServiceBus.MessageId", "jms_message_id",
            "messaging.message.id",
            "metadata.$eventId",
        ],
        .cause: [
            "causation_id", "causation.id", "$causation_id", "ce_causation_id", "caused_by", "cause_id", "cause",
            "parent_event", "parent_event_id", "parent_event.id", "parent_message_id", "in_response_to", "in_reply_to",
            "reply_to_id", "initiator_id",
            "trigger_id",
            "trigger_event_id", "NServiceBus.RelatedTo", "related_to",
        ],
        .trace: [
            // Of one call tree …
            "trace_id", "trace.id", "dd.trace_id", "otel_trace_id", "@tr", "traceparent", "ce_traceparent", "trace",
            "logging.googleapis.com/trace", "x_b3_trace_id", "b3", "uber_trace_id", "sentry_trace", "xray_trace_id",
            "x_amzn_trace_id", "span.trace_id",
            // … and of a flow that goes on from message to message
            "correlation_id", "correlation.id", "$correlation_id", "ce_correlation_id", "x_correlation_id",
            "correlation", "corr_id",
            "corr", "conversation_id", "NServiceBus.ConversationId", "flow_id", "operation_id", "cid",
        ],
        .span: [
            "span_id", "span.id", "dd.span_id", "otel_span_id", "@sp", "logging.googleapis.com/spanId", "x_b3_span_id", "span",
        ],
        .request: [
            "request_id", "request.id", "req_id", "req.id", "http.request.id", "x_request_id", "http_request_id",
            "http.request_id", "aws_request_id", "function_request_id", "lambda_request_id", "transaction.id", "rid", "cf_ray",
            "RayID", "req.headers.x_request_id", "request.headers.x_request_id", "headers.x_request_id",
        ],
        .errorType: [
            "error.type", "err.type", "error.name", "err.name", "error.kind", "error.class", "exception.type",
            "exception.class",
            "exception.name", "exception.exception_class", "exception_type", "exception_class", "exception_name", "exc_type",
            "error_type", "error_class", "error_name", "err_type", "thrown.name", "throwable.class_name",
            "record.exception.type",
        ],
        .errorMessage: [
            "error.message", "err.message", "error.msg", "exception.message", "exception.exception_message", "exception.value",
            "error_message", "err_message", "error_msg", "err_msg", "exception_message", "exc_message", "thrown.message",
            "throwable.message", "error", "err", "error.reason", "error_reason", "failure",
        ],
        .errorCode: ["error.code", "err.code", "error_code", "err_code", "exception.code", "errno", "state_code", "sql_state"],
        .errorStack: [
            "error.stack_trace", "error.stack", "error.stacktrace", "err.stack", "exception.stacktrace",
            "exception.stack_trace",
            "exception.stack", "exception.backtrace", "stack_trace", "stack", "exc_info", "exc_text", "exception", "traceback",
            "backtrace", "thrown.extended_stack_trace", "thrown.stack_trace", "@x", "error_verbose", "error_stack", "err_stack",
        ],
        .httpMethod: [
            "http.request.method", "http.method", "http_method", "request_method", "request.method", "req.method",
            "httpRequest.requestMethod", "method", "verb",
        ],
        .httpRoute: [
            "http.route", "http.path", "url.path", "http.target", "http_route", "http_path", "request_path", "request_uri",
            "request.path", "request.uri", "request.url", "req.url", "req.path", "httpRequest.requestUrl", "http.url",
            "url.original",
            "url.full", "route", "path", "uri", "url", "endpoint",
        ],
        .httpStatus: [
            "http.response.status_code", "http.status_code", "http.status", "http_status", "http_status_code", "status_code",
            "response.status_code", "response.status", "response_status", "res.status_code", "res.status", "response_code",
            "httpRequest.status", "status",
        ],
        .duration: [
            "duration_ms", "duration", "event.duration", "http.duration", "elapsed_ms", "elapsed", "elapsed_milliseconds",
            "duration_seconds", "duration_s", "duration_us", "duration_ns", "took_ms", "took", "latency_ms", "latency",
            "response_time_ms",
            "response_time", "request_time", "httpRequest.latency", "time_taken", "millis",
        ],
        .outcome: ["event.outcome", "outcome", "result", "success"],
        .eventType: [
            "event.action", "event.name", "event_name", "event_type", "event.type", "ce_type", "cloudevents.type",
            "message_type",
            "messaging.message.type", "action",
        ],
        .messaging: [
            "messaging.destination.name", "messaging.destination", "messaging.kafka.topic", "kafka.topic",
            "kafka_topic", "topic",
            "topic_name", "queue", "queue_name", "exchange", "routing_key", "stream_name", "redis.stream", "subject", "stream",
        ],
    ]

    /// Objects that loggers keep the context of a record in, folded.
    private static let containers = [
        "labels.", "attributes.", "context.", "contextmap.", "mdc.", "extra.", "record.extra.", "fields.", "properties.",
        "tags.", "resource.attributes.", "resource.",
    ]
    /// Objects with what a record is about: ids in them are ids of the record, names and versions are not.
    private static let contents = [
        "metadata.", "meta.", "ctx.", "data.", "payload.", "namedtags.", "headers.", "jsonpayload.", "span.", "event.",
        "state.",
        "args.", "params.", "baggage.",
    ]

    private static func prefixes(_ role: Role) -> [String] {
        switch role {
        case .event, .eventType, .cause, .trace, .span, .request, .messaging: [""] + containers + contents
        case .service, .version, .environment, .duration, .outcome: [""] + containers
        default: [""]
        }
    }

    /// Every path that a key may have by which some role is found without knowing the schema.
    static let allPaths: [String] = Role.allCases.flatMap { role in
        prefixes(role).flatMap { prefix in (table[role] ?? []).map { prefix + $0 } }
    }

    private static let folded: [Role: [String]] = table.mapValues { $0.map(ShapeKeys.fold) }

    /// The field that fills each role, in the order of `Role`: what the user says, else what the schema says, else what the
    /// names of the keys say. Fields that are null or an empty object fill nothing; an empty string fills the message, so
    /// that an empty message is seen, and nothing else.
    /// - Parameter overrides: paths per role, best first.
    public static func resolve(
        _ keys: ShapeKeys, dialect: Dialect, overrides: [Role: [String]] = [:]
    ) -> [(role: Role, index: Int)] {
        var resolver = Resolver(keys, dialect)
        for role in Role.allCases {
            resolver.take(role, paths: overrides[role] ?? [])
            for (own, paths) in dialect.roles where own == role { resolver.take(role, paths: paths) }
            for own in dialect.conditionalRoles where own.role == role && keys.has(own.when) {
                resolver.take(role, paths: [own.path])
            }
        }
        for role in Role.allCases { resolver.takeByName(role) }
        resolver.settle()
        return Role.allCases.compactMap { role in resolver.found[role].map { (role, $0) } }
    }

    /// The field with the nanoseconds that belong to a time in whole seconds, when the two are apart:
    /// `instant.epochSecond` and `instant.nanoOfSecond`, `timestampSeconds` and `timestampNanos`, `ts_sec` and `ts_nsec`,
    /// `timestamp.seconds` and `timestamp.nanos`. Read both with `TimeParser.parseSplit`.
    public static func nanosecondsIndex(_ keys: ShapeKeys, time: Int) -> Int? {
        let path = keys.paths[time]
        let pairs = [
            ("epochSecond", "nanoOfSecond"), ("Seconds", "Nanos"), ("_sec", "_nsec"), (".seconds", ".nanos"), (".sec", ".nsec"),
        ]
        for (seconds, nanos) in pairs where path.hasSuffix(seconds) {
            let other = path.dropLast(seconds.count) + nanos
            if keys.isWhole(path), keys.isWhole(String(other)) { return keys.index(of: String(other)) }
        }
        return nil
    }

    private struct Resolver {
        let keys: ShapeKeys
        let decoys: Set<String>
        var found: [Role: Int] = [:]
        private var taken: Set<Int> = []
        private var emptyMessage: Int?

        init(_ keys: ShapeKeys, _ dialect: Dialect) {
            self.keys = keys
            decoys = Set(dialect.decoys)
        }

        /// Paths that a person or a schema names: only nothing at all disqualifies them.
        mutating func take(_ role: Role, paths: [String]) {
            guard found[role] == nil else { return }
            for path in paths {
                guard let k = keys.index(of: path) else { continue }
                switch keys.kind(at: k) {
                case .null, .emptyObject, .object, .objectEnd: continue
                case .emptyString:
                    if role == .message { emptyMessage = emptyMessage ?? k }
                    continue
                default: break
                }
                found[role] = k
                taken.insert(k)
                return
            }
        }

        mutating func takeByName(_ role: Role) {
            guard found[role] == nil, let names = RoleAliases.folded[role] else { return }
            let prefixes = RoleAliases.prefixes(role)
            for name in names {
                for prefix in prefixes {
                    for k in keys.indices(ofFolded: prefix + name) where fits(k, role, name) {
                        found[role] = k
                        if role != .instance { taken.insert(k) }
                        return
                    }
                }
            }
        }

        /// What is known only when all roles are: bunyan's `name`, `event` beside a cause, an empty message.
        mutating func settle() {
            if found[.service] == nil, keys.has("pid", "hostname"), let k = keys.index(of: "name"), !decoys.contains("name"),
                !taken.contains(k), keys.kind(at: k) == .string
            {
                found[.service] = k
            }
            if let k = keys.index(of: "event"), !decoys.contains("event"), !taken.contains(k), keys.kind(at: k) == .string {
                // Beside a cause it is the id of what happened, else the name of it.
                let role: Role = found[.event] == nil && found[.cause] != nil ? .event : .eventType
                if found[role] == nil {
                    found[role] = k
                    taken.insert(k)
                }
            }
            if found[.message] == nil, let k = emptyMessage { found[.message] = k }
        }

        /// Whether a field of this kind, in this company, can be what its name says.
        private mutating func fits(_ k: Int, _ role: Role, _ name: String) -> Bool {
            let path = keys.paths[k]
            let kind = keys.kind(at: k)
            guard !decoys.contains(path), kind != .null, kind != .emptyObject else { return false }
            if taken.contains(k), role != .host { return false }
            if kind == .emptyString {
                if role == .message { emptyMessage = emptyMessage ?? k }
                return false
            }
            let isNumber = kind == .integer || kind == .bigInteger || kind == .decimal
            switch role {
            case .time:
                guard kind == .string || isNumber else { return false }
                return name != "msec" || isNumber
            case .level: return kind == .string || kind == .integer
            case .message:
                // `event` beside a cause is an id, and `log` is an object more often than a text.
                if name == "event", keys.any("cause", "causation_id", "causationId") { return false }
                return kind == .string
            case .service, .environment, .logger, .host, .errorType, .httpMethod, .httpRoute, .cause, .messaging, .eventType:
                guard kind == .string else { return false }
            case .instance, .thread, .errorCode, .trace, .span, .request:
                guard kind == .string || isNumber else { return false }
            case .version: guard kind == .string else { return false }
            // Small numbers under such a name are types of events, not events.
            case .event: guard kind == .string || kind == .bigInteger else { return false }
            case .errorMessage: guard kind == .string else { return false }
            case .errorStack: guard kind == .string || kind == .array else { return false }
            case .httpStatus: guard kind == .integer || kind == .string else { return false }
            case .duration: guard isNumber || kind == .string else { return false }
            case .outcome: guard kind == .string || kind == .boolean else { return false }
            }
            switch name {
            // Beside a request, `host` is what the client asked for.
            case "host": return !keys.any("url", "uri", "request", "method", "request_uri", "request_method")
            case "status" where kind == .string: return keys.any("method", "request_method", "uri", "request_uri", "request")
            case "method", "verb", "path", "uri", "url", "status", "route", "endpoint": return hasHTTPCompanion(name)
            // stdout and stderr
            case "stream": return !keys.any("log", "logtag", "_p", "partial", "container_id") && keys.has("level")
            case "action": return keys.any("event_id", "eventId", "event.id")
            default: return true
            }
        }

        /// A word as common as `path` belongs to a request only when another key of one is there.
        private func hasHTTPCompanion(_ name: String) -> Bool {
            let words: Set<String> = [
                "method", "verb", "path", "uri", "url", "status", "statuscode", "httpmethod", "httpstatus", "useragent",
                "remoteaddr",
                "remoteip", "clientip", "requestmethod", "requesturi", "responsetimems", "responsetime", "endpoint",
                "route", "referer",
                "requesttime",
            ]
            return keys.paths.contains { path in
                let folded = ShapeKeys.fold(path)
                // A status in words (`open`) is another kind of status.
                return folded != name && words.contains(folded) && (folded != "status" || keys.isWhole(path))
            }
        }
    }
}
