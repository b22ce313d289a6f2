import CivicModel

extension Dialects {
    static let dockerJSON = Dialect(
        "docker-json", "Docker json-file",
        roles: [
            (.time, ["time"]), (.message, ["log"]),
            // What `--log-opt labels` and `--log-opt tag` add, the surer first.
            (
                .service,
                [
                    "attrs.com.docker.compose.service", "attrs.com.docker.swarm.service.name",
                    "attrs.io.kubernetes.container.name", "attrs.service", ContainerTag.path,
                ]
            ),
        ], decoys: ["stream"],
        payload: ["log"],
        samples: [
            FormatSample(
                #"{"log":"ready\n","stream":"stdout","time":"2026-01-05T10:00:00.123456789Z"}"#,
                time: "2026-01-05T10:00:00.123456789Z", level: .none, message: #"ready\n"#)
        ]
    ) { keys in
        keys.has("log", "time")
            && keys.paths.allSatisfy { $0 == "log" || $0 == "time" || $0 == "stream" || $0.hasPrefix("attrs") }
    }
}
