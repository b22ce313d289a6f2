import CivicModel

extension Dialects {
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
