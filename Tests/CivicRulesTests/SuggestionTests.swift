import Testing

@testable import CivicRules

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("sevirity", "severity"), ("matchs", "matches"), ("log-001", "LOG-001"), ("not-matches", "not_matches"),
        ("exsits", "exists"), ("fi", "fix"), ("servcie", "services"), ("LGO-001", "LOG-001"),
    ])
    func `a near miss finds the word`(typo: String, word: String) {
        let words = ["severity", "matches", "not_matches", "exists", "fix", "services", "LOG-001", "in"]
        #expect(Suggestion.nearest(to: typo, in: words) == word)
    }

    @Test(arguments: ["colour", "x", "", "a-key-that-has-nothing-to-do-with-any-of-them", "on"])
    func `a far miss finds nothing`(typo: String) {
        #expect(Suggestion.nearest(to: typo, in: ["severity", "exists", "fix", "impact"]) == nil)
    }

    @Test func `of two equally near words the first in the alphabet is named, whatever their order`() {
        #expect(Suggestion.nearest(to: "LOG-00x", in: ["LOG-002", "LOG-001"]) == "LOG-001")
        #expect(Suggestion.nearest(to: "LOG-00x", in: ["LOG-001", "LOG-002"]) == "LOG-001")
    }

    @Test func `swapped neighbours are one edit`() {
        #expect(Suggestion.distance(Array("abcd".unicodeScalars), Array("acbd".unicodeScalars)) == 1)
        #expect(Suggestion.distance(Array("".unicodeScalars), Array("abc".unicodeScalars)) == 3)
        #expect(Suggestion.distance(Array("kitten".unicodeScalars), Array("sitting".unicodeScalars)) == 3)
    }
}
