/// "Did you mean": the known word that a misspelt one stands closest to.
public enum Suggestion {
    /// The candidate at the smallest edit distance, or nil when none is close: at most one edit for words up to four
    /// characters, two up to eight, three beyond. Case and the difference between `_` and `-` cost nothing. Ties go to the
    /// candidate that sorts first.
    public static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let word = folded(word)
        guard !word.isEmpty, word.count <= 64 else { return nil }
        let limit = word.count <= 4 ? 1 : word.count <= 8 ? 2 : 3
        var best: (distance: Int, text: String)?
        for candidate in candidates {
            let other = folded(candidate)
            // A word of one letter is one edit from every other: only its case may differ.
            guard abs(other.count - word.count) <= limit, other.count > limit || other == word else { continue }
            let distance = distance(word, other)
            guard distance <= limit else { continue }
            if let best, (best.distance, best.text) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.text
    }

    /// `; did you mean "severity"?`, or nothing.
    static func phrase(for word: String, in candidates: some Sequence<String>) -> String {
        nearest(to: word, in: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    private static func folded(_ text: String) -> [Unicode.Scalar] {
        text.lowercased().unicodeScalars.map { $0 == "_" ? "-" : $0 }
    }

    /// Optimal string alignment (Damerau-Levenshtein where no part is edited twice): insertions, deletions, replacements
    /// and swaps of neighbours cost 1 each.
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in 0..<b.count {
                row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
                }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
