/// Names a message template in contracts and suppressions: 8 hexadecimal digits of FNV-1a (64 bits, folded) over its text, so that the name
/// depends on the text alone and holds over versions of this program.
public enum TemplateID {
    public static func of(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(UInt32(truncatingIfNeeded: hash ^ hash >> 32), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
