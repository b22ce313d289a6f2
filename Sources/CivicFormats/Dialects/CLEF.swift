import CivicModel

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
}
