import CivicFormats

/// The ids that make up a tree.
struct TraceKeys: Sendable {
    var all: Set<IDKey>
    /// The same for ids that are only known by their short form.
    var short: Set<UInt64>

    func contains(_ key: IDKey) -> Bool { all.contains(key) || short.contains(key.short) }

    /// Whether the text of a record mentions one.
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

/// Finds what may be an id in running text: words with a digit, and long ones. Which of them are ids is known from elsewhere.
enum MentionedIDs {
    /// A number of fewer digits may count anything.
    private static let fewestDigits = 10
    /// Ids that are drawn from letters and digits have no digit at times.
    private static let longWord = 12

    /// Calls `body` with each; it says whether to go on.
    static func forEach(in text: UnsafeBufferPointer<UInt8>, _ body: (UnsafePointer<UInt8>, Int) -> Bool) {
        guard let base = text.baseAddress else { return }
        var i = 0
        while i < text.count {
            guard isWord(base[i]) else {
                i &+= 1
                continue
            }
            let start = i
            var digits = 0
            while i < text.count, isWord(base[i]) || base[i] == UInt8(ascii: "-") {
                if base[i] &- 0x30 < 10 { digits &+= 1 }
                i &+= 1
            }
            var end = i
            while end > start, base[end &- 1] == UInt8(ascii: "-") { end &-= 1 }
            let count = end - start
            guard count >= MessageIDs.shortest, digits > 0 || count >= longWord, digits < count || digits >= fewestDigits
            else { continue }
            if !body(base + start, count) { return }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }
}
