/// Text in XML 1.0, which has no way to write most control characters: they are shown as escapes before they get here.
enum XMLText {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in SafeText.printable(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            // Two `#` and a `[` are a command of a runner that is shown the report.
            case "[": result += "&#91;"
            case "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// ` name="value"` for each.
    static func attributes(_ members: KeyValuePairs<String, String>) -> String {
        members.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    }
}
