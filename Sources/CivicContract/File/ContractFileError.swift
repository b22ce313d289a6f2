/// Why a file of Civic's own is none: the fact with its place, then the help.
public struct ContractFileError: Error, Sendable, CustomStringConvertible {
    public var path: String
    /// 1-based; 0 when the whole file is meant.
    public var line: Int
    public var reason: String
    public var help: String

    public init(path: String, line: Int, reason: String, help: String) {
        (self.path, self.line, self.reason, self.help) = (path, line, reason, help)
    }

    public var description: String { "\(path)\(line > 0 ? ":\(line)" : ""): \(reason)\n  help: \(help)" }
}
