import Testing

@testable import CivicRules

@Suite struct PatternSyntaxTests {
    @Test(arguments: [
        ("a(?=b)", "look-ahead"), ("a(?!b)", "look-ahead"), ("(?<=a)b", "look-behind"), ("(?<!a)b", "look-behind"),
        ("(a)\\1", "back-reference"), ("(?<n>a)\\k<n>", "back-reference"), ("(?P<n>a)(?P=n)", "back-reference"),
        ("(?>a+)b", "atomic group"), ("a++b", "possessive quantifier"), ("a*+b", "possessive quantifier"),
        ("a{2,}+b", "possessive quantifier"), ("(a)?(?(1)b|c)", "conditional"), ("a(?R)b", "recursion"), ("(?1)a", "recursion"),
        ("\\p{L}+", "Unicode property class"), ("[\\P{L}]x", "Unicode property class"), ("(a+)+b", "nested repetition"),
        ("(a*)*b", "nested repetition"), ("(?:a|b+)*c", "nested repetition"), ("(?:\\w+\\s?)+x", "nested repetition"),
        ("(?:.*,)+x", "nested repetition"), ("((a+)b?)*c", "nested repetition"), ("a**", "nested repetition"),
        ("(?:a?)*b", "nested repetition"), ("a(?i)b", "inline flags"), ("a(?i:b)", "inline flags"), ("(?s)a", "inline flags"),
        ("[[:alpha:]]", "POSIX class"), ("a*", "pattern that matches the empty string"),
        ("^$", "pattern that matches the empty string"),
        ("a|", "pattern that matches the empty string"), ("", "pattern that matches the empty string"),
        ("(ab", "unclosed group"), ("ab)", "unopened group"), ("[ab", "unclosed class"),
        ("*a", "quantifier without anything before it"),
        ("{2}a", "quantifier without anything before it"), ("a{,3}", "quantifier without a lower bound"),
        ("^*a", "quantifier on an anchor"),
        ("a{3,2}", "quantifier of no length"), ("a{1,5000}", "repetition of more than 1000"), ("[z-a]", "range out of order"),
        ("[^é]", "negated class beyond ASCII"), ("[а-я]", "range beyond ASCII"), ("\\", "backslash at the end"),
        ("\\y", "unknown escape \\y"), ("\\Qa\\E", "quotation"), ("(*FAIL)a", "backtracking verb"),
        ("(?:a{900}){900}", "pattern of 810000 states"),
    ])
    func `what the subset leaves out is refused by its name`(pattern: String, construct: String) {
        let error = #expect(throws: PatternError.self) { _ = try PatternSyntax(pattern) }
        #expect(error?.construct == construct)
        #expect(error?.help.isEmpty == false)
    }

    @Test func `an error points at the construct`() {
        let error = #expect(throws: PatternError.self) { _ = try PatternSyntax("ab(?=c)") }
        #expect(error?.offset == 2)
        #expect(
            error?.description
                == "look-ahead at offset 2 of the pattern; match the neighbours too and put what matters in group 1, or use \\b"
        )
    }

    @Test func `a pattern of more than 512 characters is refused`() throws {
        _ = try PatternSyntax(String(repeating: "é", count: 512))
        let error = #expect(throws: PatternError.self) { _ = try PatternSyntax(String(repeating: "a", count: 513)) }
        #expect(error?.construct == "pattern of 513 characters")
    }

    @Test(arguments: [
        "^[a-z]+(_[a-z]+)*$", "(?:\\.\\w+)*x", "(?:\"[^\"]*\",)+", "a{2,3}?", "a{x", "x{", "[]a]", "[^]a]", "[a-]", "[\\w.-]+@",
        "\\u00e9",
        "[éa]b", "(?<name>a)", "(?i)abc", "a|b|c", "\\x41", "(?:a|$)b", "\\A\\d\\z",
    ])
    func `ordinary patterns are accepted`(pattern: String) throws {
        #expect(try !PatternSyntax(pattern).root.isNullable)
    }

    @Test(
        arguments: [
            ("ab{2,4}c", 6), ("a(?:b|cde)", 4), ("é", 2), ("^a$", 1), ("a+", nil), ("a{3}b?", 4),
        ] as [(String, Int?)])
    func `the longest match is known where there is one`(pattern: String, length: Int?) throws {
        #expect(try PatternSyntax(pattern).maximumLength == length)
    }

    @Test(
        arguments: [
            ("gh[po]_[A-Za-z0-9]{36}", ["gho_", "ghp_"]), ("(?i)Bearer[^x]+y", ["bearer"]), ("[a-z]+", nil), ("ab|\\d+", nil),
            ("(?:AKIA|ASIA)[A-Z0-9]{16}", ["AKIA", "ASIA"]), ("a.b", nil), ("x?authorization", ["authorization"]),
            ("(?:abc)+", ["abc"]), ("(?:token|key)=", ["key=", "token="]),
        ] as [(String, [String]?)])
    func `required literals are the rarest factor`(pattern: String, literals: [String]?) throws {
        let found = try PatternSyntax(pattern).requiredLiterals?.map { String(decoding: $0, as: UTF8.self) }.sorted()
        #expect(found == literals)
    }

    @Test func `every match contains a required literal`() throws {
        var seed = PatternSeed(7)
        let own = ["(?i)x?ab(?:cd|e)f{2,3}", "[ab]{2}[cd]\\d+", "(?:ab|ba){2,}c?", "(?i)é?err(?:or)?s?:", "a{2}b{2,5}[c-f]g"]
        let patterns = try own + PatternSamples.builtIn().compactMap { $0.pattern?.source }
        var matched = 0
        for source in patterns {
            let program = try PatternProgram(source)
            let literals = try #require(program.syntax.requiredLiterals, "\(source)")
            let matcher = PatternMatcher(program)
            for _ in 0..<8 {
                let text = Array("x \"".utf8) + PatternSamples.text(program.syntax.root, &seed) + Array("\" y".utf8)
                guard let match = text.withUnsafeBufferPointer({ matcher.firstMatch($0) }) else { continue }
                matched += 1
                let found = text[match.range].map { program.syntax.isCaseInsensitive ? folded($0) : $0 }
                #expect(
                    literals.contains { literal in found.indices.contains { found[$0...].starts(with: literal) } }, "\(source)")
            }
        }
        #expect(matched > patterns.count * 6)
    }
}
