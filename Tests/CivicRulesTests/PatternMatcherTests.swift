import Testing

@testable import CivicRules

@Suite struct PatternMatcherTests {
    private func first(_ pattern: String, _ text: String) throws -> PatternMatch? {
        let matcher = try PatternMatcher(Pattern(pattern))
        return Array(text.utf8).withUnsafeBufferPointer { matcher.firstMatch($0) }
    }

    @Test(
        arguments: [
            ("b+", "aabbbc", 2..<5), ("b+?", "aabbbc", 2..<3), ("a|ab", "ab", 0..<1), ("ab|a", "ab", 0..<2), ("^b", "ab", nil),
            ("b$", "ab", 1..<2), ("a$", "ab", nil), ("\\bfoo\\b", "a foo-bar", 2..<5), ("\\bfoo\\b", "afoo foob", nil),
            ("(?i)HeLLo", "say hEllO", 4..<9), ("a.c", "a\nc abc", 4..<7), ("\\d{3}", "12 1234", 3..<6), ("é+", "xééy", 1..<5),
            ("[^a]b", "ab éb", 4..<6), ("a{0,2}b", "aaab", 1..<4), ("\\Boo", "foo oo", 1..<3),
        ] as [(String, String, Range<Int>?)])
    func `the leftmost preferred match is found`(pattern: String, text: String, range: Range<Int>?) throws {
        #expect(try first(pattern, text)?.range == range)
    }

    @Test func `the first group gives what it matched last`() throws {
        #expect(try first("key=(\\w+);", "x key=abc;")?.group == 6..<9)
        #expect(try first("(?:(a)|b)+c", "abac")?.group == 2..<3)
        #expect(try first("(a)?b", "b")?.group == nil)
    }

    @Test func `bytes that are no text are matched as bytes`() throws {
        let matcher = try PatternMatcher(Pattern("a\\xff\\x00."))
        let text: [UInt8] = [0x80, 0x61, 0xff, 0x00, 0xfe]
        #expect(text.withUnsafeBufferPointer { matcher.firstMatch($0)?.range } == 1..<5)
    }

    @Test func `matches agree with a backtracking matcher on random patterns and texts`() throws {
        var seed = PatternSeed(42)
        var checked = 0
        var matched = 0
        func pattern(_ depth: Int) -> String {
            func atom() -> String {
                switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &seed) {
                case 0...2: return ["a", "b", "c"].randomElement(using: &seed)!
                case 3: return ["[ab]", "[^a]", ".", "\\w", "\\s"].randomElement(using: &seed)!
                case 4: return ["\\b", "\\B", "^", "$"].randomElement(using: &seed)!
                case 5: return "a"
                case 6: return "(\(pattern(depth - 1)))"
                case 7: return "(?:\(pattern(depth - 1))|\(pattern(depth - 1)))"
                default:
                    return
                        "(?:\(pattern(depth - 1)))\(["*", "+", "?", "{2}", "{1,3}", "*?", "+?"].randomElement(using: &seed)!)"
                }
            }
            return (0..<Int.random(in: 1...3, using: &seed)).map { _ in
                atom()
                    + (Int.random(in: 0..<4, using: &seed) == 0
                        ? ["*", "+", "?", "*?", "{2,3}"].randomElement(using: &seed)! : "")
            }.joined()
        }
        while checked < 1_500 {
            guard let program = try? PatternProgram(pattern(2)) else { continue }
            let matcher = PatternMatcher(program)
            let reference = PatternReference(root: program.syntax.root)
            for _ in 0..<4 {
                let text = (0..<Int.random(in: 0...12, using: &seed)).map { _ in
                    Array("abc \n_".utf8).randomElement(using: &seed)!
                }
                let from = Int.random(in: 0...min(2, text.count), using: &seed)
                let expected = reference.firstMatch(text, from: from)
                let found = text.withUnsafeBufferPointer { matcher.firstMatch($0, from: from) }
                #expect(found == expected, "\(program.syntax.source) on \(String(decoding: text, as: UTF8.self)) from \(from)")
                if from == 0 { #expect(text.withUnsafeBufferPointer { matcher.matches($0) } == (expected != nil)) }
                matched += expected == nil ? 0 : 1
                checked += 1
            }
        }
        #expect(matched > checked / 5)
    }

    @Test func `every match is found once from left to right`() throws {
        let matcher = try PatternMatcher(Pattern("a+(b)?"))
        var ranges: [Range<Int>] = []
        Array("aab b a".utf8).withUnsafeBufferPointer { text in
            matcher.forEachMatch(text) {
                ranges.append($0.range)
                return true
            }
        }
        #expect(ranges == [0..<3, 6..<7])
    }

    @Test(arguments: ["x(?:.*y)?", "[^\\n]{0,300}?=(\\w{16})", "(?:a|b)*c", "(?i)a[a-z]{3,60}\\d{9}", "a.{0,200}b.{0,200}z"])
    func `long hostile values end in as many steps as they have bytes`(pattern: String) throws {
        let matcher = try PatternMatcher(Pattern(pattern))
        for unit in ["x", "a", "ab", "a=", "=y"] {
            let text = [UInt8](repeatElement(Array(unit.utf8), count: 8_000 / unit.utf8.count).joined())
            var found = 0
            text.withUnsafeBufferPointer { text in
                matcher.forEachMatch(text) { match in
                    #expect(!match.range.isEmpty)
                    found += 1
                    return true
                }
            }
            #expect(found <= text.count)
        }
    }
}
