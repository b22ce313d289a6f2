import CivicModel

/// A fact as a line of JSON: `s` and `f` first, then the other keys by name. Pure ASCII, so that nothing which a log said can act
/// in a terminal, a diff or a review.
public enum FactLine {
    public static func text(_ fact: ContractFact) -> String {
        var members: [(key: String, value: FactValue)] = fact.attributes.map { ($0.key, $0.value) }
        if let key = fact.kind.subjectKey { members.append((key, .text(fact.subject))) }
        members.sort { $0.key < $1.key }
        let head = [("s", FactValue.text(fact.service)), ("f", .text(fact.kind.rawValue))]
        return "{" + (head + members).map { quote($0.0) + ":" + text($0.1) }.joined(separator: ",") + "}"
    }

    private static func text(_ value: FactValue) -> String {
        switch value {
        case .text(let text): quote(text)
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .list(let list): "[" + list.map(quote).joined(separator: ",") + "]"
        }
    }

    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            // Two `#` and a `[` are a command of a runner that prints the patch.
            case "[" where result.hasSuffix("##"): result += escape(0x5b)
            case " "..."~": result.unicodeScalars.append(scalar)
            default: for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() { result += escape(unit) }
            }
        }
        return result + "\""
    }

    private static func escape(_ unit: UInt16) -> String { "\\u" + HexDigits.text(UInt64(unit), count: 4) }
}
