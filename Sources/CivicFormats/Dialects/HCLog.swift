import CivicModel

extension Dialects {
    static let hclog = Dialect(
        "hclog", "hclog",
        roles: [
            (.time, ["@timestamp"]), (.level, ["@level"]), (.message, ["@message"]), (.logger, ["@module"]),
            (.errorMessage, ["error"]),
        ],
        // In this schema a key `time` is whatever the caller measured.
        decoys: ["@caller", "time"],
        samples: [
            FormatSample(
                #"{"@level":"warn","@message":"no leader","@module":"agent","#
                    + #""@timestamp":"2026-01-05T10:00:00.250000Z","time":4959141198}"#,
                time: "2026-01-05T10:00:00.250000Z", level: .warn, message: "no leader")
        ]
    ) { $0.has("@level", "@message") }
}
