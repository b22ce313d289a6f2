/// What a field of a record means, whatever it is called.
public enum Role: UInt8, Sendable, CaseIterable {
    case time, level, message, service, instance, version, environment
    case logger, thread, host
    case event, eventType, cause, trace, span, request
    case errorType, errorMessage, errorCode, errorStack
    case httpMethod, httpRoute, httpStatus, duration, outcome
    /// Topic, queue, stream, exchange or routing key of a message broker.
    case messaging

    /// Name in `civic inspect`, in `fields:` of `civic.yml` and, with `@` in front, in rules.
    public var name: String {
        switch self {
        case .eventType: "event-type"
        case .errorType: "error-type"
        case .errorMessage: "error-message"
        case .errorCode: "error-code"
        case .errorStack: "stack"
        case .httpMethod: "method"
        case .httpRoute: "route"
        case .httpStatus: "status"
        case .time: "time"
        case .level: "level"
        case .message: "message"
        case .service: "service"
        case .instance: "instance"
        case .version: "version"
        case .environment: "environment"
        case .logger: "logger"
        case .thread: "thread"
        case .host: "host"
        case .event: "event"
        case .cause: "cause"
        case .trace: "trace"
        case .span: "span"
        case .request: "request"
        case .duration: "duration"
        case .outcome: "outcome"
        case .messaging: "messaging"
        }
    }

    public init?(name: some StringProtocol) {
        guard let role = Role.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }
}
