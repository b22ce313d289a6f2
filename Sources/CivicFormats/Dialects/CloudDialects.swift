import CivicModel

/// Schemas of clouds, of Kubernetes, and of what collects for them.
extension Dialects {
    static let otlpJSON = Dialect(
        "otlp-json", "OpenTelemetry OTLP/JSON log records",
        roles: [
            (.time, ["timeUnixNano", "time_unix_nano", "observedTimeUnixNano"]),
            (.level, ["severityNumber", "severity_number", "severityText"]),
            (.message, ["body.stringValue", "body.string_value", "body", "body.message", "body.msg"]),
            (.trace, ["traceId", "trace_id"]), (.span, ["spanId", "span_id"]), (.eventType, ["eventName"]),
            (.logger, ["scope.name"]),
        ],
        scale: .openTelemetry, payload: ["body.stringValue"],
        samples: [
            FormatSample(
                #"{"timeUnixNano":"1700000000000000000","severityNumber":17,"severityText":"ERROR","body":{"stringValue":"#
                    + #""payment refused"},"traceId":"5b8aa5a2d2c872e8321cf37308d69df2","spanId":"051581bf3cb55c13"}"#,
                time: "2023-11-14T22:13:20.000000000Z", level: .error, message: "payment refused")
        ]
    ) { keys in
        keys.any("resourceLogs", "resource_logs")
            || keys.any("timeUnixNano", "observedTimeUnixNano")
                && (keys.any(under: "body") || keys.any("body", "severityNumber"))
    }

    static let cloudEvents = Dialect(
        "cloudevents", "CloudEvents",
        roles: [
            (.time, ["time"]), (.level, ["severitytext", "severitynumber", "invloglevel"]),
            (.message, ["data.message", "data.msg", "data.event"]), (.service, ["source"]), (.event, ["id"]),
            (.eventType, ["type"]), (.cause, ["causationid"]), (.trace, ["traceparent", "correlationid"]),
        ],
        scale: .openTelemetry, decoys: ["specversion", "subject", "data.id"],
        samples: [
            FormatSample(
                #"{"specversion":"1.0","id":"7f3c","source":"/shop/orders","type":"com.example.order.placed.v1","#
                    + #""time":"2026-01-05T10:00:00Z","correlationid":"c-1","data":{"total":3}}"#,
                time: "2026-01-05T10:00:00Z", level: .none, message: nil)
        ]
    ) { $0.has("specversion", "id", "source") }

    static let gcpLogEntry = Dialect(
        "gcp-logentry", "Google Cloud LogEntry",
        roles: [
            (.time, ["timestamp", "receiveTimestamp"]), (.level, ["severity"]),
            (.message, ["textPayload", "jsonPayload.message", "jsonPayload.msg", "protoPayload.status.message"]),
            (.service, ["resource.labels.service_name", "resource.labels.container_name", "resource.labels.job_name"]),
            (.version, ["resource.labels.revision_name"]), (.instance, ["resource.labels.instance_id", "labels.instanceId"]),
            (.trace, ["trace"]), (.span, ["spanId"]), (.httpMethod, ["httpRequest.requestMethod"]),
            (.httpRoute, ["httpRequest.requestUrl"]), (.httpStatus, ["httpRequest.status"]),
            (.duration, ["httpRequest.latency"]),
        ],
        scale: .gcp, decoys: ["receiveTimestamp", "insertId"], payload: ["textPayload"],
        samples: [
            FormatSample(
                #"{"insertId":"a1","logName":"projects/p/logs/stderr","timestamp":"2026-01-05T10:00:00.440152Z","#
                    + #""severity":"ERROR","#
                    + #""textPayload":"out of memory","resource":{"labels":{"service_name":"orders"},"#
                    + #""type":"cloud_run_revision"}}"#,
                time: "2026-01-05T10:00:00.440152Z", level: .error, message: "out of memory")
        ]
    ) { $0.has("logName", "insertId") }

    static let gcpStructured = Dialect(
        "gcp-structured", "Google Cloud structured logging",
        roles: [
            (.time, ["timestamp", "time", "timestampSeconds", "timestamp.seconds"]), (.level, ["severity"]),
            (.message, ["message"]), (.service, ["serviceContext.service"]), (.version, ["serviceContext.version"]),
            (.trace, ["logging.googleapis.com/trace"]), (.span, ["logging.googleapis.com/spanId"]),
            (.logger, ["_logger", "logger"]), (.thread, ["_thread", "thread"]),
            (.errorType, ["_exception.class", "exception.class"]),
            (.errorMessage, ["_exception.message", "exception.message"]),
            (.errorStack, ["_exception.stackTrace", "exception.stackTrace", "stack_trace"]),
            (.httpMethod, ["httpRequest.requestMethod"]), (.httpRoute, ["httpRequest.requestUrl"]),
            (.httpStatus, ["httpRequest.status"]), (.duration, ["httpRequest.latency"]),
        ],
        scale: .gcp,
        samples: [
            FormatSample(
                #"{"severity":"NOTICE","time":"2026-01-05T10:00:00.5Z","message":"started","#
                    + #""logging.googleapis.com/trace":"projects/p/traces/06796866738c859f2f19b7cfb3214824"}"#,
                time: "2026-01-05T10:00:00.5Z", level: .info, message: "started")
        ]
    ) { keys in
        keys.has("severity")
            && (keys.any("timestampSeconds", "timestamp.seconds", "serviceContext.service")
                || keys.paths.contains { $0.hasPrefix("logging.googleapis.com/") })
    }

    static let cloudWatch = Dialect(
        "cloudwatch", "CloudWatch subscription", roles: [(.service, ["logGroup"]), (.instance, ["logStream"])],
        samples: [
            FormatSample(
                #"{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"orders","logStream":"a","logEvents":[]}"#,
                time: nil, level: .none, message: nil)
        ]
    ) { $0.has("logEvents", "logGroup") }

    /// One event of a subscription, or of the answer to a search.
    static let cloudWatchEvent = Dialect(
        "cloudwatch-event", "CloudWatch log event",
        roles: [(.time, ["timestamp"]), (.message, ["message"]), (.instance, ["logStreamName"])],
        decoys: ["id", "eventId", "ingestionTime"], payload: ["message"],
        samples: [
            FormatSample(
                #"{"id":"3195310660696698337880902507980421114328961542429","timestamp":1767607200123,"message":"ready"}"#,
                time: "2026-01-05T10:00:00.123Z", level: .none, message: "ready")
        ]
    ) { keys in
        let own: Set<String> = ["id", "timestamp", "message", "logStreamName", "ingestionTime", "eventId"]
        return keys.isWhole("timestamp") && keys.has("message") && keys.any("id", "eventId", "ingestionTime")
            && keys.paths.allSatisfy { own.contains($0) || $0.hasPrefix("extractedFields.") }
    }

    static let cloudTrail = Dialect(
        "cloudtrail", "CloudTrail",
        roles: [
            (.time, ["eventTime"]), (.service, ["eventSource"]), (.event, ["eventID"]), (.request, ["requestID"]),
            (.eventType, ["eventName"]), (.errorCode, ["errorCode"]), (.errorMessage, ["errorMessage"]),
        ],
        decoys: ["eventVersion", "eventType", "sharedEventID"],
        samples: [
            FormatSample(
                #"{"eventVersion":"1.08","eventTime":"2026-01-05T10:00:00Z","eventSource":"s3.amazonaws.com","#
                    + #""eventName":"PutObject","#
                    + #""eventID":"1f","requestID":"2c"}"#,
                time: "2026-01-05T10:00:00Z", level: .none, message: nil)
        ]
    ) { $0.has("eventVersion", "eventSource") }

    /// `level` is the audit policy, no severity.
    static let kubernetesAudit = Dialect(
        "k8s-audit", "Kubernetes audit",
        roles: [
            (.time, ["stageTimestamp", "requestReceivedTimestamp"]), (.request, ["auditID"]), (.httpMethod, ["verb"]),
            (.httpRoute, ["requestURI"]), (.httpStatus, ["responseStatus.code"]),
        ],
        scale: .notASeverity, decoys: ["stage", "level", "apiVersion", "user.username"],
        samples: [
            FormatSample(
                #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Request","auditID":"9c","stage":"ResponseComplete","#
                    + #""requestURI":"/api/v1/pods","verb":"list","responseStatus":{"code":200},"#
                    + #""requestReceivedTimestamp":"2026-01-05T10:00:00.000001Z","#
                    + #""stageTimestamp":"2026-01-05T10:00:00.000002Z"}"#,
                time: "2026-01-05T10:00:00.000002Z", level: .none, message: nil)
        ]
    ) { $0.has("auditID", "stage") }

    static let azure = Dialect(
        "azure-resource", "Azure resource log",
        roles: [
            (.time, ["time", "timeStamp"]), (.level, ["level", "Level", "severityLevel"]),
            (.message, ["properties.message", "properties.log", "resultDescription"]), (.trace, ["correlationId"]),
            (.request, ["operationId"]), (.eventType, ["operationName"]), (.httpStatus, ["properties.ScStatus"]),
        ],
        scale: .windows, decoys: ["category"], payload: ["properties.log"],
        samples: [
            FormatSample(
                #"{"time":"2026-01-05T10:00:00Z","resourceId":"/SUBSCRIPTIONS/1/X","category":"AppServiceHTTPLogs","#
                    + #""operationName":"http","level":"Informational","properties":{"message":"ok"}}"#,
                time: "2026-01-05T10:00:00Z", level: .info, message: "ok")
        ]
    ) { $0.has("category", "operationName") && $0.any("resourceId", "ResourceId") }

    static let powertools = Dialect(
        "powertools", "Powertools for AWS Lambda",
        roles: [
            (.time, ["timestamp"]), (.level, ["level"]), (.message, ["message"]), (.service, ["service"]),
            (.instance, ["function_name"]), (.request, ["function_request_id"]),
            (.trace, ["xray_trace_id", "correlation_id"]), (.errorType, ["exception_name"]), (.errorStack, ["exception"]),
        ],
        samples: [
            FormatSample(
                #"{"level":"INFO","location":"handler:12","message":"charged","timestamp":"2026-01-05 10:00:00,494+0000","#
                    + #""service":"payments","cold_start":true,"function_name":"pay","function_request_id":"52fd","#
                    + #""xray_trace_id":"1-5759e988-bd862e3fe1be46a994272793"}"#,
                time: "2026-01-05T10:00:00.494Z", level: .info, message: "charged")
        ]
    ) { $0.any("cold_start", "function_request_id") && $0.has("level", "location") }

    static let datadog = Dialect(
        "datadog", "Datadog",
        roles: [
            (.time, ["timestamp", "date", "@timestamp"]), (.level, ["status", "level", "severity"]), (.message, ["message"]),
            (.service, ["service", "dd.service"]), (.version, ["dd.version", "version"]), (.environment, ["dd.env", "env"]),
            (.instance, ["hostname", "host"]), (.trace, ["dd.trace_id"]), (.span, ["dd.span_id"]),
            (.logger, ["logger.name"]), (.errorType, ["error.kind"]), (.errorStack, ["error.stack"]),
        ],
        samples: [
            FormatSample(
                #"{"timestamp":1767607200250,"status":"error","message":"refused","service":"payments","ddsource":"java","#
                    + #""ddtags":"env:prod","dd.trace_id":"7625336118403519171"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .error, message: "refused")
        ]
    ) { keys in keys.any("ddsource", "ddtags") || keys.any(under: "dd") && keys.isString("status") && keys.has("message") }

    static let cloudflare = Dialect(
        "cloudflare", "Cloudflare HTTP requests",
        roles: [
            (.time, ["EdgeStartTimestamp"]), (.request, ["RayID"]), (.httpMethod, ["ClientRequestMethod"]),
            (.httpRoute, ["ClientRequestPath", "ClientRequestURI"]), (.httpStatus, ["EdgeResponseStatus"]),
            (.duration, ["EdgeTimeToFirstByteMs"]),
        ],
        samples: [
            FormatSample(
                #"{"ClientRequestHost":"example.com","ClientRequestMethod":"GET","EdgeStartTimestamp":"2026-01-05T10:00:00Z","#
                    + #""EdgeResponseStatus":200,"RayID":"761fde4e984e5ab2"}"#,
                time: "2026-01-05T10:00:00Z", level: .none, message: nil)
        ]
    ) { $0.has("RayID", "EdgeStartTimestamp") }

    static let dapr = Dialect(
        "dapr", "Dapr",
        roles: [
            (.time, ["time"]), (.level, ["level"]), (.message, ["msg"]), (.service, ["app_id"]), (.instance, ["instance"]),
            (.version, ["ver"]), (.logger, ["scope"]),
        ],
        decoys: ["type"],
        samples: [
            FormatSample(
                #"{"app_id":"orders","instance":"pod-1","level":"info","msg":"app is ready","scope":"dapr.runtime","#
                    + #""time":"2026-01-05T10:00:00.1Z","type":"log","ver":"1.12.0"}"#,
                time: "2026-01-05T10:00:00.1Z", level: .info, message: "app is ready")
        ]
    ) { $0.has("app_id", "scope", "msg") }
}
