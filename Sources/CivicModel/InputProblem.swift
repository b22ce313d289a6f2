/// Something wrong with an input, with its address. Every loss is one of these.
public struct InputProblem: Sendable, Hashable {
    public var path: String
    /// Kebab-case, stable: `gzip-truncated`, `line-too-long`, `unreadable` …
    public var code: String
    /// 1-based line in the decompressed stream, or 0 when no line is meant.
    public var line: Int
    /// Byte offset: in the decompressed stream when `line` is set, else in the file as stored.
    public var byte: Int
    /// One sentence in lower case: what, and how much is lost.
    public var detail: String

    public init(path: String, code: String, line: Int, byte: Int, detail: String) {
        (self.path, self.code, self.line, self.byte, self.detail) = (path, code, line, byte, detail)
    }
}
