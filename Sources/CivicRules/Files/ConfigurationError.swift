/// One mistake in a rule file or in `civic.yml`, with its place and what to do about it.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Path as the user wrote it.
    public var file: String
    /// From 1; 0 when the mistake is about the file as a whole.
    public var line: Int
    /// From 1, counted in Unicode scalars; 0 when `line` is.
    public var column: Int
    /// Lower case, the fact only.
    public var message: String
    /// What to do about it, where that is not obvious.
    public var help: String?

    public init(file: String, line: Int, column: Int, message: String, help: String? = nil) {
        (self.file, self.line, self.column, self.message, self.help) = (file, line, column, message, help)
    }

    /// `civic.yml:9:3: unknown key "sevirity"; did you mean "severity"?`, then the help on a line of its own.
    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        return "\(place): \(message)" + (help.map { "\n  help: \($0)" } ?? "")
    }
}

/// Every mistake of a configuration, file by file in the order of reading, and by line within a file.
public struct ConfigurationErrors: Error, Sendable, Hashable, CustomStringConvertible {
    public var errors: [ConfigurationError]

    public init(_ errors: [ConfigurationError]) { self.errors = errors }

    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
