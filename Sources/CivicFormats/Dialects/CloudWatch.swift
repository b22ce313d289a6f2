import CivicModel

extension Dialects {
    static let cloudWatch = Dialect(
        "cloudwatch", "CloudWatch subscription", roles: [(.service, ["logGroup"]), (.instance, ["logStream"])],
        samples: [
            FormatSample(
                #"{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"orders","logStream":"a","logEvents":[]}"#,
                time: nil, level: .none, message: nil)
        ]
    ) { $0.has("logEvents", "logGroup") }
}
