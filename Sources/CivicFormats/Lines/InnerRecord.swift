/// Tells whether the text behind a header is itself a record that says more than a message would.
enum InnerRecord {
    /// The record, without a `@cee: ` cookie in front of it, or nil when `text` is a plain message.
    static func find(in text: Bytes) -> Bytes? {
        let trimmed = text.trimmed
        switch trimmed.byte(0) {
        case UInt8(ascii: "{"): return isObject(trimmed) ? trimmed : nil
        case UInt8(ascii: "@"):
            // The cookie of Common Event Expression in front of its JSON.
            guard trimmed.starts(with: "@cee:") else { return nil }
            let inner = trimmed.from(5).trimmed
            return inner.byte(0) == UInt8(ascii: "{") ? inner : nil
        default:
            return Logfmt.startsWithKnownKey(trimmed) || CommonLog.looksLike(trimmed) ? trimmed : nil
        }
    }

    /// `{"…`, `{ "…` or `{}`: an Erlang tuple or a Python set also starts with a brace.
    static func isObject(_ text: Bytes) -> Bool {
        guard text.byte(0) == UInt8(ascii: "{") else { return false }
        let next = text.from(1).trimmed.byte(0)
        return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
    }
}
