import CivicModel

/// Access logs of proxies and web servers. They have no severity; none is made up from the status.
extension Dialects {
    static let caddy = Dialect(
        "caddy", "Caddy access log",
        roles: [
            (.time, ["ts"]), (.level, ["level"]), (.message, ["msg"]), (.logger, ["logger"]), (.httpMethod, ["request.method"]),
            (.httpRoute, ["request.uri"]), (.httpStatus, ["status"]), (.duration, ["duration"]),
        ],
        decoys: ["request.host", "request.proto"],
        samples: [
            FormatSample(
                #"{"level":"info","ts":1767607200.3152757,"logger":"http.log.access","msg":"handled request","#
                    + #""request":{"method":"GET","uri":"/"},"duration":0.0008,"status":200}"#,
                time: "2026-01-05T10:00:00.3152757Z", level: .info, message: "handled request")
        ]
    ) { $0.has("logger", "ts", "request.method", "request.uri") }

    static let traefik = Dialect(
        "traefik", "Traefik access log",
        roles: [
            (.time, ["StartUTC", "time"]), (.level, ["level"]), (.message, ["msg"]), (.service, ["ServiceName"]),
            (.httpMethod, ["RequestMethod"]), (.httpRoute, ["RequestPath"]), (.httpStatus, ["DownstreamStatus"]),
            (.duration, ["Duration"]),
        ],
        decoys: ["StartLocal", "RequestHost"],
        samples: [
            FormatSample(
                #"{"ClientHost":"10.0.0.1","DownstreamStatus":200,"Duration":1200,"RequestMethod":"GET","RequestPath":"/","#
                    + #""RouterName":"r@docker","StartUTC":"2026-01-05T10:00:00.25Z","level":"info","msg":"","#
                    + #""time":"2026-01-05T10:00:01Z"}"#,
                time: "2026-01-05T10:00:00.25Z", level: .info, message: "")
        ]
    ) { $0.any("DownstreamStatus", "RouterName") && $0.any("StartUTC", "RequestMethod") }

    static let envoy = Dialect(
        "envoy", "Envoy and Istio access log",
        roles: [
            (.time, ["start_time"]), (.httpMethod, ["method"]), (.httpRoute, ["path"]), (.httpStatus, ["response_code"]),
            (.duration, ["duration"]), (.request, ["request_id"]), (.trace, ["traceparent"]),
        ],
        decoys: ["upstream_host", "authority"],
        samples: [
            FormatSample(
                #"{"start_time":"2026-01-05T10:00:00.250Z","method":"GET","path":"/","response_code":503,"#
                    + #""response_flags":"UF","#
                    + #""duration":12,"request_id":"5f26","upstream_cluster":"outbound|80||orders"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .none, message: nil)
        ]
    ) { $0.has("response_code", "response_flags") }

    /// The keys are the operator's choice. `msec` says more than `time_iso8601`, which has whole seconds.
    static let nginxJSON = Dialect(
        "nginx-json", "nginx access log in JSON",
        roles: [
            (.time, ["msec", "time_iso8601", "time", "time_local", "timestamp", "@timestamp"]),
            (.message, ["request"]), (.httpMethod, ["request_method", "method"]),
            (.httpRoute, ["uri", "request_uri"]), (.httpStatus, ["status"]), (.duration, ["request_time"]),
            (.request, ["request_id"]),
        ],
        decoys: ["host", "server_name", "http_host", "upstream", "http_version"],
        samples: [
            FormatSample(
                #"{"time":"2026-01-05T10:00:00+00:00","msec":1767607200.077,"request_id":"5478","remote_addr":"10.0.0.1","#
                    + #""method":"POST","uri":"/orders","status":202,"request_time":0.006}"#,
                time: "2026-01-05T10:00:00.077Z", level: .none, message: nil),
            FormatSample(
                #"{"time_iso8601":"2026-01-05T10:00:00+02:00","remote_addr":"10.0.0.1","request":"GET / HTTP/1.1","#
                    + #""status":"200"}"#,
                time: "2026-01-05T08:00:00Z", level: .none, message: "GET / HTTP/1.1"),
        ]
    ) { keys in
        keys.any("remote_addr", "remote_address", "client_ip", "clientip") && keys.has("status")
            && keys.any("request", "uri", "request_uri", "method", "request_method") && !keys.any("level", "severity")
            && keys.any("time", "time_iso8601", "msec", "time_local", "timestamp", "@timestamp")
    }
}
