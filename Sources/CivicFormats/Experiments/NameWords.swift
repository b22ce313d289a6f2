/// The words that a name is made of: `events.shipping`, `stop_mail-relay` and `stopMailRelay` are two or three words each.
public enum NameWords {
    /// Lower case, in the order of the name; numbers alone are no words.
    public static func of(_ name: some StringProtocol) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        func flush() {
            if word.contains(where: \.isLetter) { words.append(word.lowercased()) }
            word = ""
        }
        for character in name.prefix(512) {
            guard character.isLetter || character.isNumber else {
                flush()
                wasLower = false
                continue
            }
            if wasLower, character.isUppercase { flush() }
            wasLower = character.isLowercase || character.isNumber
            word.append(character)
        }
        flush()
        return words
    }
}
