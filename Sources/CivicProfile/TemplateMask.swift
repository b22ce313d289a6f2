/// The constant part of a message: words stay, tokens that carry a value become `*`.
///
/// A token is what stands between blanks and `=:,;()[]{}"'<>|`; one with a digit, `/` or `@` is a value. Runs of values
/// collapse. The result depends on the message alone (no tree that is learnt in reading order), so templates of two
/// workers merge.
struct TemplateMask {
    /// Longest template text that is kept, in bytes; the rest of a longer message does not tell templates apart.
    static let maximumLength = 256

    private(set) var text: [UInt8] = []

    private static let separators: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for c in " \t\r\n=:,;()[]{}\"'<>|".utf8 { table[Int(c)] = true }
        return table
    }()

    private static let values: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for c in "0123456789/@".utf8 { table[Int(c)] = true }
        return table
    }()

    /// Masks `message`; the template is in `text` until the next call.
    mutating func mask(_ message: UnsafeBufferPointer<UInt8>) {
        text.removeAll(keepingCapacity: true)
        var i = 0
        let n = message.count
        var lastWasValue = false
        Self.separators.withUnsafeBufferPointer { isSeparator in
            Self.values.withUnsafeBufferPointer { isValue in
                while i < n, text.count < Self.maximumLength {
                    let c = message[i]
                    if isSeparator[Int(c)] {
                        if c > 0x20 {
                            text.append(c)
                            lastWasValue = false
                        } else if text.last != 0x20, !text.isEmpty {
                            text.append(0x20)
                        }
                        i += 1
                        continue
                    }
                    let start = i
                    var carriesValue = false
                    while i < n, !isSeparator[Int(message[i])] {
                        if isValue[Int(message[i])] { carriesValue = true }
                        i += 1
                    }
                    if carriesValue {
                        if lastWasValue {
                            if text.last == 0x20 { text.removeLast() }
                        } else {
                            text.append(UInt8(ascii: "*"))
                        }
                        lastWasValue = true
                    } else {
                        text.append(contentsOf: message[start..<min(i, start + 64)])
                        lastWasValue = false
                    }
                }
            }
        }
        while text.last == 0x20 { text.removeLast() }
    }
}
