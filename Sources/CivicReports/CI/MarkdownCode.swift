/// Text from a log in Markdown: inside `<code>`, where neither mentions nor links act, and with everything that Markdown or HTML
/// reads as its own written as an entity.
enum MarkdownCode {
    static func text(_ text: String, columns: Int = 400) -> String {
        "<code>" + entities(SafeText.printable(text, columns: columns)) + "</code>"
    }

    static func entities(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "(", ")", "-", ";", "%", "'", "+", "=", "?", "…":
                result.unicodeScalars.append(scalar)
            case _ where scalar.value > 0x7f: result.unicodeScalars.append(scalar)
            default: result += "&#\(scalar.value);"
            }
        }
        return result
    }
}
