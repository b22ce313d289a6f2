import CivicModel

extension Dialects {
    static let dotnetJSON = Dialect(
        "dotnet-json", ".NET JSON console",
        roles: [
            (.time, ["Timestamp"]), (.level, ["LogLevel"]), (.message, ["Message"]), (.logger, ["Category"]),
            (.eventType, ["EventId"]), (.errorStack, ["Exception"]),
        ],
        scale: .dotnet, decoys: ["State.Message"],
        samples: [
            FormatSample(
                #"{"Timestamp":"2026-01-05T10:00:00.250Z","EventId":14,"LogLevel":"Information","#
                    + #""Category":"Microsoft.Hosting.Lifetime","Message":"started","State":{"Message":"started"}}"#,
                time: "2026-01-05T10:00:00.250Z", level: .info, message: "started")
        ]
    ) { $0.has("LogLevel", "Category") }
}
