/// Which library inflates.
public enum InflaterKind: Sendable {
    /// ISA-L when it is built in and the input can be read twice, else zlib.
    case best
    case zlib
    /// ISA-L; the same as `zlib` in a build without it.
    case isal
}
