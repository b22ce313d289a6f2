/// Correlation could not keep its rows: the disk is full, or the folder cannot be written.
public struct SpillError: Error, CustomStringConvertible, Sendable {
    /// The fact, and what helps.
    public var description: String
    public init(_ description: String) { self.description = description }
}
