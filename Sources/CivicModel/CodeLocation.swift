/// The statement in a program that wrote a record, as the record names it.
public struct CodeLocation: Sendable, Hashable {
    /// As written: a path on the machine that built the program, or the end of one.
    public var path: String
    /// 1-based.
    public var line: Int

    public init(path: String, line: Int) { (self.path, self.line) = (path, line) }
}
