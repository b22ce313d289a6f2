import CivicModel

extension Dialects {
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
}
