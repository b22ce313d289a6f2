/// Takes what must not be repeated out of a text that is about to be shown. One per worker.
public protocol TextMask: AnyObject {
    /// Appends at most `limit` characters of the text to `out`; what was masked is marked.
    func append(_ text: UnsafeBufferPointer<UInt8>, limit: Int, to out: inout [UInt8])
}
