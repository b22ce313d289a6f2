/// Names a message template in contracts and suppressions: 8 hexadecimal digits of FNV-1a (64 bits, folded) over its text, so that the name
/// depends on the text alone and holds over versions of this program.
public enum TemplateID {
    public static func of(_ text: String) -> String {
        var hash = FNV1a()
        hash.add(text.utf8)
        return HexDigits.text((hash.state ^ hash.state >> 32) & 0xffff_ffff, count: 8)
    }
}
