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
        // Lower-case letters, the first in the lowest byte; each line's words stand above it.
        switch packed {
        // trace trc trce verbose vrb
        case 0x65_6361_7274, 0x637274, 0x6563_7274, 0x65_736F_6272_6576, 0x627276,
            // debug dbg debu info inf
            0x67_7562_6564, 0x676264, 0x7562_6564, 0x6F66_6E69, 0x666E69,
            // notice noti warn warning wrn
            0x6563_6974_6F6E, 0x6974_6F6E, 0x6E72_6177, 0x67_6E69_6E72_6177, 0x6E7277,
            // error err erro eror severe
            0x72_6F72_7265, 0x727265, 0x6F72_7265, 0x726F_7265, 0x6572_6576_6573,
            // fatal ftl fata crit critical
            0x6C_6174_6166, 0x6C7466, 0x6174_6166, 0x7469_7263, 0x6C61_6369_7469_7263,
            // emerg panic pani dpanic
            0x67_7265_6D65, 0x63_696E_6170, 0x696E_6170, 0x6369_6E61_7064:
            return .sure
        // fine finer finest config
        case 0x656E_6966, 0x72_656E_6966, 0x7473_656E_6966, 0x6769_666E_6F63,
            // success note alert
            0x73_7365_6363_7573, 0x6574_6F6E, 0x74_7265_6C61:
            return .ambiguous
        // t v d i w e f
        case 0x74, 0x76, 0x64, 0x69, 0x77, 0x65, 0x66:
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
