import CivicFormats

/// The ids that make up a tree.
struct TraceKeys: Sendable {
    var all: Set<IDKey>
    /// The same for ids that are only known by their short form.
    var short: Set<UInt64>

    func contains(_ key: IDKey) -> Bool { all.contains(key) || short.contains(key.short) }

    /// Whether the text of a record mentions one: ids in sentences are long hexadecimal words.
    func isMentioned(in record: RecordView, _ columns: TimelineColumns) -> Bool {
        let text =
            columns.message.map { record.slots[$0].bytes } ?? UnsafeBufferPointer(start: record.start, count: record.count)
        var found = false
        MentionedIDs.forEach(in: text) { start, count in
            if contains(IDText.key(start, count)) { found = true }
            return !found
        }
        return found
    }
}

/// Finds what looks like an id in running text: hexadecimal words of 16 digits and more, with dashes as UUIDs have them.
enum MentionedIDs {
    static let fewestDigits = 16

    /// Calls `body` with each; it says whether to go on.
    static func forEach(in text: UnsafeBufferPointer<UInt8>, _ body: (UnsafePointer<UInt8>, Int) -> Bool) {
        guard let base = text.baseAddress, text.count >= fewestDigits else { return }
        var i = 0
        while i < text.count {
            guard isWord(base[i]) else {
                i &+= 1
                continue
            }
            let start = i
            var (digits, isHex) = (0, true)
            while i < text.count, isWord(base[i]) || base[i] == UInt8(ascii: "-") {
                if base[i] != UInt8(ascii: "-") {
                    digits &+= 1
                    isHex = isHex && (base[i] &- 0x30 < 10 || (base[i] | 0x20) &- 0x61 < 6)
                }
                i &+= 1
            }
            var end = i
            while end > start, base[end &- 1] == UInt8(ascii: "-") { end &-= 1 }
            if isHex, digits >= fewestDigits, !body(base + start, end - start) { return }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }
}
