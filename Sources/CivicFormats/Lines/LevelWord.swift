/// Words that stand for a level in the header of a text line. Fewer than `LevelReader` knows, since there a field is named
/// `level` already, while here the first word of a sentence could be meant; and without allocation, since every line of
/// text asks several times.
enum LevelWord {
    /// How much a word says by itself.
    enum Standing {
        case none
        /// Letters of Android, MongoDB and glog: only with something else that says that a header stands here.
        case letter
        /// Words that sentences use, too: in capitals or in brackets.
        case ambiguous
        case sure
    }

    static func standing(_ word: Bytes) -> Standing {
        var count = word.count
        guard count > 0, count <= 16, word[0].isLetter else { return .none }
        // `INFO+2` and `DEBUG-4` of slog, `DEBUG5` of PostgreSQL.
        if word[count - 1].isDigit {
            var i = count
            while i > 0, word[i - 1].isDigit { i -= 1 }
            guard count - i <= 2 else { return .none }
            if i > 1, word[i - 1] == UInt8(ascii: "+") || word[i - 1] == UInt8(ascii: "-") { i -= 1 }
            guard i > 1 else { return .none }
            count = i
        }
        if count > 8 { return isLong(word, count) ? .sure : .none }
        var packed: UInt64 = 0
        for i in 0..<count {
            guard word[i].isLetter else { return .none }
            packed |= UInt64(word[i] | 0x20) << UInt64(i * 8)
        }
        // Lower-case letters, the first in the lowest byte.
        switch packed {
        case 0x6563617274 /* trace */, 0x637274 /* trc */, 0x65637274 /* trce */, 0x65736F62726576 /* verbose */,
            0x627276 /* vrb */, 0x6775626564 /* debug */, 0x676264 /* dbg */, 0x75626564 /* debu */, 0x6F666E69 /* info */,
            0x666E69 /* inf */, 0x656369746F6E /* notice */, 0x69746F6E /* noti */, 0x6E726177 /* warn */,
            0x676E696E726177 /* warning */, 0x6E7277 /* wrn */, 0x726F727265 /* error */, 0x727265 /* err */,
            0x6F727265 /* erro */, 0x726F7265 /* eror */, 0x6C61746166 /* fatal */, 0x6C7466 /* ftl */,
            0x61746166 /* fata */, 0x74697263 /* crit */, 0x6C61636974697263 /* critical */, 0x6772656D65 /* emerg */,
            0x63696E6170 /* panic */, 0x696E6170 /* pani */, 0x63696E617064 /* dpanic */, 0x657265766573 /* severe */:
            return .sure
        case 0x656E6966 /* fine */, 0x72656E6966 /* finer */, 0x7473656E6966 /* finest */, 0x6769666E6F63 /* config */,
            0x73736563637573 /* success */, 0x65746F6E /* note */, 0x7472656C61 /* alert */:
            return .ambiguous
        case 0x74 /* t */, 0x76 /* v */, 0x64 /* d */, 0x69 /* i */, 0x77 /* w */, 0x65 /* e */, 0x66 /* f */:
            return .letter
        default: return .none
        }
    }

    private static func isLong(_ word: Bytes, _ count: Int) -> Bool {
        switch count {
        case 9: equalsLower(word, "emergency")
        case 11: equalsLower(word, "information") || equalsLower(word, "deprecation")
        case 13: equalsLower(word, "informational")
        default: false
        }
    }

    /// `lower` is as long as the part of the word that is compared.
    private static func equalsLower(_ word: Bytes, _ lower: StaticString) -> Bool {
        for i in 0..<lower.utf8CodeUnitCount where word[i] | 0x20 != lower.utf8Start[i] { return false }
        return true
    }
}
