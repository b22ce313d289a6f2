/// How the numbers of a schema's level field are meant; words mean the same everywhere.
public enum LevelScale: UInt8, Sendable, CaseIterable {
    /// 10...60, and by magnitude 0...7 as syslog: for schemas that nobody knows.
    case unknown
    case pino, python, syslog, openTelemetry, gcp, monolog, logback, log4j, jul, dotnet, slog, zap, zerolog, nextcloud
    case winston, windows, cockroach, mysql
    /// The field is no severity at all (kubernetes audit `level`).
    case notASeverity
}
