import CivicModel

/// Schemas of .NET loggers.
extension Dialects {
    /// `@i` is the id of the event's type.
    static let clef = Dialect(
        "clef", "Compact Log Event Format (Serilog)",
        roles: [
            (.time, ["@t"]), (.level, ["@l"]), (.message, ["@m", "@mt"]), (.service, ["Application", "ApplicationName"]),
            (.instance, ["MachineName"]), (.version, ["Version", "ApplicationVersion"]), (.environment, ["EnvironmentName"]),
            (.logger, ["SourceContext"]), (.thread, ["ThreadId"]), (.trace, ["@tr", "TraceId"]), (.span, ["@sp", "SpanId"]),
            (.request, ["RequestId"]), (.eventType, ["@i"]), (.errorStack, ["@x"]), (.httpMethod, ["RequestMethod"]),
            (.httpRoute, ["RequestPath"]), (.httpStatus, ["StatusCode"]), (.duration, ["Elapsed", "ElapsedMilliseconds"]),
        ],
        scale: .dotnet, levelWhenAbsent: .info, decoys: ["EventId"],
        samples: [
            FormatSample(
                #"{"@t":"2026-01-05T10:00:00.0554314Z","@mt":"Hello, {User}","User":"a"}"#,
                time: "2026-01-05T10:00:00.0554314Z", level: .info, message: "Hello, {User}"),
            FormatSample(
                #"{"@t":"2026-01-05T10:00:00.1Z","@m":"CPU is high","@l":"WRN","MachineName":"a"}"#,
                time: "2026-01-05T10:00:00.1Z", level: .warn, message: "CPU is high"),
        ]
    ) { $0.has("@t") && $0.any("@mt", "@m") }

    static let serilogJSON = Dialect(
        "serilog-json", "Serilog JSON",
        roles: [
            (.time, ["Timestamp"]), (.level, ["Level"]), (.message, ["RenderedMessage", "MessageTemplate"]),
            (.service, ["Properties.Application", "Properties.ApplicationName"]), (.instance, ["Properties.MachineName"]),
            (.environment, ["Properties.EnvironmentName"]), (.logger, ["Properties.SourceContext"]),
            (.thread, ["Properties.ThreadId"]), (.trace, ["TraceId", "Properties.TraceId"]),
            (.span, ["SpanId", "Properties.SpanId"]), (.request, ["Properties.RequestId"]), (.errorStack, ["Exception"]),
            (.httpMethod, ["Properties.RequestMethod"]), (.httpRoute, ["Properties.RequestPath"]),
            (.httpStatus, ["Properties.StatusCode"]), (.duration, ["Properties.Elapsed"]),
        ],
        scale: .dotnet,
        samples: [
            FormatSample(
                #"{"Timestamp":"2026-01-05T10:00:00.1234567+02:00","Level":"Warning","#
                    + #""MessageTemplate":"stock of {Sku} is low","#
                    + #""Properties":{"Sku":"a","Application":"orders"}}"#,
                time: "2026-01-05T08:00:00.1234567Z", level: .warn, message: "stock of {Sku} is low")
        ]
    ) { $0.has("MessageTemplate", "Level") }

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
