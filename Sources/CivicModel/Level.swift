/// The severity of a record, on the scale that every format is mapped to. `none`: the record says no severity.
public enum Level: UInt8, Sendable, CaseIterable, Comparable {
    case none, trace, debug, info, warn, error, fatal

    /// Lower-case name, as in every machine-readable output.
    public var name: String {
        switch self {
        case .none: "none"
        case .trace: "trace"
        case .debug: "debug"
        case .info: "info"
        case .warn: "warn"
        case .error: "error"
        case .fatal: "fatal"
        }
    }

    public init?(name: some StringProtocol) {
        guard let level = Level.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
        self = level
    }

    public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}
