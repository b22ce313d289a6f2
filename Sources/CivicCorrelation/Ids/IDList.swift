/// The ids in a field that may hold several: a JSON array of texts or numbers, or one text.
enum IDList {
    /// The keys of all elements that name something, in order; at most `limit` of them.
    static func keys(_ value: UnsafeBufferPointer<UInt8>, limit: Int) -> [IDKey] {
        var keys: [IDKey] = []
        forEach(value, limit: limit) { start, count in
            let key = IDText.key(start, count)
            if !key.isNone { keys.append(key) }
        }
        return keys
    }

    /// Calls `body` with all elements as they are written, in order; with at most `limit` of them.
    static func forEach(_ value: UnsafeBufferPointer<UInt8>, limit: Int, _ body: (UnsafePointer<UInt8>, Int) -> Void) {
        guard let start = value.baseAddress, value.first == UInt8(ascii: "[") else {
            if let start = value.baseAddress, limit > 0 { body(start, value.count) }
            return
        }
        var i = 1
        var count = 0
        while i < value.count, count < limit {
            let c = value[i]
            if c == UInt8(ascii: "\"") {
                let from = i + 1
                var to = from
                while to < value.count, value[to] != UInt8(ascii: "\"") { to += value[to] == UInt8(ascii: "\\") ? 2 : 1 }
                to = min(to, value.count)
                body(start + from, to - from)
                count += 1
                i = to + 1
            } else if c == UInt8(ascii: "{") || c == UInt8(ascii: "[") {
                // Lists of objects name no ids of their own.
                return
            } else if c <= 0x20 || c == UInt8(ascii: ",") || c == UInt8(ascii: "]") {
                i += 1
            } else {
                var to = i
                while to < value.count, value[to] > 0x20, value[to] != UInt8(ascii: ","), value[to] != UInt8(ascii: "]") {
                    to += 1
                }
                body(start + i, to - i)
                count += 1
                i = to
            }
        }
    }
}
