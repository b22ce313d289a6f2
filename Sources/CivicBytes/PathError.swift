/// An argument that names nothing to read.
public struct PathError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The argument as given.
    public var path: String
    /// What is wrong, in lower case and with the path: `no such file or directory: logs/order.log`.
    public var fact: String
    /// What to do about it: `did you mean logs/orders.log?`
    public var help: String

    public init(path: String, fact: String, help: String) {
        (self.path, self.fact, self.help) = (path, fact, help)
    }

    public var description: String { "\(fact); \(help)" }
}
