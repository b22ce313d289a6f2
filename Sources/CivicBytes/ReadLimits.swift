/// Sizes that bound the memory of a reader, in bytes.
public struct ReadLimits: Sendable {
    /// Target size of a block.
    public var block = 1 << 20
    /// Longest line that is kept, its line feed not counted; a longer one is a named loss.
    public var line = 16 << 20
    /// How far back from the end of a full block a cut may look for the start of a record.
    public var fold = 256 << 10

    public init() {}
}
