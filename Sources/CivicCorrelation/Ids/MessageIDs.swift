import CivicFormats
import CivicModel
import CivicProfile

/// Finds ids inside the text of a message: `charged 32.73 EUR for order ORD-13-00043 (evt b77cc4fc-…)` names an order and an
/// event. The word in front of a token says what it is, as the name of a field would: it is the virtual column
/// `message#evt`.
enum MessageIDs {
    /// Shortest token that can tell one thing from all others, in bytes.
    static let shortest = 6
    static let longest = 64

    /// A word and the token behind it: offsets into the message.
    struct Token {
        /// Hash of the word in lower case, of its letters and digits alone; 0: none. More than a space inside stands for a bracket:
        /// `got a message (id 1)` need not tell of the id of a message, nor of the same as `for order (id 1)`.
        var word: UInt64
        /// The last two letters of the word stand apart from it.
        var isApart = false
        var wordStart: Int
        var wordCount: Int
        var start: Int
        var count: Int
        /// Not the first of a list in brackets: `ids=[a,b]`. The word in front of the list is that of all.
        var isFurther = false
    }

    /// Hash of a word as tokens have it.
    static func hash(ofWord word: String) -> UInt64 {
        var hash = seed
        for byte in word.utf8 { hash = step(hash, byte) }
        return hash
    }

    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    private static let bracket: UInt8 = 0x28
    /// How the names of virtual columns end that are about an id in brackets.
    static let apartID = "(id"

    /// FNV-1a over what tells words apart.
    @inline(__always)
    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        guard isLetter(byte) || isDigit(byte) || byte == bracket else { return hash }
        return (hash ^ UInt64(byte | 0x20)) &* 0x100_0000_01b3
    }

    @inline(__always)
    private static func isLetter(_ c: UInt8) -> Bool { c | 0x20 >= 0x61 && c | 0x20 <= 0x7a }
    @inline(__always)
    private static func isDigit(_ c: UInt8) -> Bool { c >= 0x30 && c <= 0x39 }

    @inline(__always)
    private static func isSuffix(_ a: UInt8, _ b: UInt8) -> Bool {
        switch (a | 0x20, b | 0x20) {
        case (0x62, 0x79), (0x74, 0x6f), (0x69, 0x64), (0x6e, 0x6f): true  // by, to, id, no
        case (0x6f, 0x66), (0x69, 0x6e), (0x6f, 0x6e), (0x61, 0x74): true  // of, in, on, at
        default: false
        }
    }

    /// Words that name nothing by themselves: `mail queued for …` and `no room for …` tell of two things.
    @inline(__always)
    private static func isSuffix(_ message: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
        func letter(_ i: Int) -> UInt8 { message[start + i] | 0x20 }
        switch count {
        case 2: return isSuffix(message[start], message[start + 1])
        case 3: return letter(0) == 0x66 && letter(1) == 0x6f && letter(2) == 0x72  // for
        case 4:
            // with, from
            return letter(0) == 0x77 && letter(1) == 0x69 && letter(2) == 0x74 && letter(3) == 0x68
                || letter(0) == 0x66 && letter(1) == 0x72 && letter(2) == 0x6f && letter(3) == 0x6d
        default: return false
        }
    }

    /// Calls `body` for each token that may be an id, in order: those with a digit, and those that are as long as the ids behind
    /// their word. Reads exactly the bytes of `message`.
    @inline(__always)
    static func each(in message: UnsafeBufferPointer<UInt8>, words: IDWords, _ body: (Token) -> Void) {
        var i = 0
        let n = message.count
        var word: (hash: UInt64, start: Int, count: Int) = (0, 0, 0)
        var isApart = false
        // Nothing but space has followed the word.
        var isClose = false
        // The word in front of a bracket that is still open.
        var list: (hash: UInt64, start: Int, count: Int) = (0, 0, 0)
        var isFurther = false
        while i < n {
            let c = message[i]
            guard isLetter(c) || isDigit(c) else {
                // Only what joins a name to its value may stand between the two.
                isClose = isClose && c == 0x20
                switch c {
                case 0x5b: (list, isFurther) = (word, false)
                case 0x2c: (word, isFurther) = (list, list.hash != 0)
                case 0x20, 0x3d, 0x3a, 0x23, 0x22, 0x27, 0x28, 0x7b, 0x5f, 0x2d: break
                case 0x5d: (word, list, isFurther) = ((0, 0, 0), (0, 0, 0), false)
                default: word = (0, 0, 0)
                }
                i += 1
                continue
            }
            let start = i
            var digits = 0
            var hash = seed
            var isPlain = true
            while i < n {
                let c = message[i]
                if isDigit(c) {
                    digits += 1
                } else if !isLetter(c) {
                    if c != 0x2d && c != 0x5f && c != 0x2e && c != 0x3a { break }
                    // A dot or a colon inside belongs to the token only between letters or digits.
                    if c == 0x2e || c == 0x3a {
                        guard i + 1 < n, isLetter(message[i + 1]) || isDigit(message[i + 1]) else { break }
                        isPlain = false
                    }
                }
                hash = step(hash, c)
                i += 1
            }
            let count = i - start
            if digits == 0, !isPlain || !words.mayBeID(count, behind: word.hash) {
                // "caused by", "in reply to", "event id": two words that make one name.
                if word.count > 0, isSuffix(message, start, count) {
                    isApart = !isClose && count == 2
                    var joined = isApart ? step(word.hash, bracket) : word.hash
                    for k in start..<i { joined = step(joined, message[k]) }
                    word = (joined, word.start, i - word.start)
                } else {
                    word = (hash, start, count)
                    isApart = false
                }
                isClose = true
            } else {
                if isPlain, count >= shortest, count <= longest {
                    body(
                        Token(
                            word: word.hash, isApart: isApart, wordStart: word.start, wordCount: word.count, start: start,
                            count: count,
                            isFurther: isFurther && word.start == list.start && word.hash != 0))
                }
                word = (0, 0, 0)
            }
        }
    }

    /// What a word in front of an id says, where that is settled by the word alone: what it would say as the name of a field. Words that
    /// mean other things in sentences are left to their values.
    static let words: [(word: String, role: IDRole)] = {
        let roles: [(Role, IDRole)] = [(.event, .event), (.cause, .cause), (.trace, .flow), (.request, .flow)]
        let names = roles.flatMap { role, kind in (RoleAliases.table[role] ?? []).map { (letters(of: $0), kind) } }
        let more: [(String, IDRole)] = [
            ("event", .event), ("causation", .cause), ("replyto", .cause), ("responseto", .cause), ("triggeredby", .cause),
            ("conversation", .flow),
        ]
        var seen: Set<String> = ["cid", "rid"]
        return (more + names).filter { seen.insert($0.0).inserted }
    }()

    /// How the names of virtual columns begin.
    static let prefix = "message#"

    /// Name of the virtual column of a word, or of two that make one name.
    static func path(ofWord word: String, isApart: Bool) -> String {
        prefix + (isApart ? letters(of: String(word.dropLast(2))) + "(" + word.lowercased().suffix(2) : letters(of: word))
    }

    /// Lower case, letters and digits alone.
    private static func letters(of word: String) -> String {
        String(decoding: word.lowercased().utf8.filter { isLetter($0) || isDigit($0) }, as: UTF8.self)
    }
}
