/// The words in a field's name: `trace_id`, `traceId` and `trace.id` have the same.
enum NameWords {
    static func of(_ name: String) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        func close() {
            if !word.isEmpty { words.insert(word.lowercased()) }
            word = ""
        }
        var wasLower = false
        for character in name.unicodeScalars {
            let isWord = character.properties.isAlphabetic || ("0"..."9").contains(character)
            if !isWord { close() } else if character.properties.isUppercase, wasLower { close() }
            if isWord { word.unicodeScalars.append(character) }
            wasLower = character.properties.isLowercase
        }
        close()
        return words
    }

    /// How many words two names share; 3 when they differ in their spelling alone.
    static func shared(_ a: String, _ b: String) -> Int {
        let (a, b) = (of(a), of(b))
        if a == b || a.sorted().joined() == b.sorted().joined() { return 3 }
        if a.joined().isEmpty || b.joined().isEmpty { return 0 }
        let common = a.intersection(b).count
        // One that begins with the other counts like a shared word: `err` and `error`.
        let begun = a.contains { x in
            b.contains { y in x != y && min(x.count, y.count) >= 3 && (x.hasPrefix(y) || y.hasPrefix(x)) }
        }
        return common + (begun ? 1 : 0) + (common > 0 && common * 2 >= max(a.count, b.count) ? 1 : 0)
    }
}
