import CivicModel

extension Dialects {
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
}
