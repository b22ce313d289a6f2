import CivicModel

extension Dialects {
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
}
