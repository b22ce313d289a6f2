/// The ids in a field that may hold several: a JSON array of texts or numbers, or one text.
enum IDList {
    /// The keys of all elements that name something, in order; at most `limit` of them.
    static func keys(_ value: UnsafeBufferPointer<UInt8>, limit: Int) -> [IDKey] {
        guard let start = value.baseAddress, value.first == UInt8(ascii: "[") else {
            let key = value.baseAddress.map { IDText.key($0, value.count) } ?? .none
            return key.isNone ? [] : [key]
        }
        var keys: [IDKey] = []
        var i = 1
        while i < value.count, keys.count < limit {
            let c = value[i]
            if c == UInt8(ascii: "\"") {
                let from = i + 1
                var to = from
                while to < value.count, value[to] != UInt8(ascii: "\"") { to += value[to] == UInt8(ascii: "\\") ? 2 : 1 }
                to = min(to, value.count)
                let key = IDText.key(start + from, to - from)
                if !key.isNone { keys.append(key) }
                i = to + 1
            } else if c == UInt8(ascii: "{") || c == UInt8(ascii: "[") {
                // Lists of objects name no ids of their own.
                return keys
            } else if c <= 0x20 || c == UInt8(ascii: ",") || c == UInt8(ascii: "]") {
                i += 1
            } else {
                var to = i
                while to < value.count, value[to] > 0x20, value[to] != UInt8(ascii: ","), value[to] != UInt8(ascii: "]") {
                    to += 1
                }
                let key = IDText.key(start + i, to - i)
                if !key.isNone { keys.append(key) }
                i = to
            }
        }
        return keys
    }
}
