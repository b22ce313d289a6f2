import Testing

@testable import CivicRules

@Suite struct YAMLReaderTests {
    private func read(_ text: String) throws -> YAMLNode? { try YAMLReader.read(Array(text.utf8), file: "civic.yml") }

    private func message(_ bytes: [UInt8]) -> String {
        do {
            return "read \(try YAMLReader.read(bytes, file: "civic.yml")?.canonical ?? "nothing")"
        } catch {
            return error.description
        }
    }

    private func message(_ text: String) -> String { message(Array(text.utf8)) }

    @Test func `a scalar stays text, whatever it looks like`() throws {
        let node = try #require(try read("[on, off, yes, 2026-03-31, 10:30, 0x1F, 010, 1_000, ~, \"~\", '5', .inf]"))
        #expect(
            node.items?.map(\.text) == [
                "on", "off", "yes", "2026-03-31", "10:30", "0x1F", "010", "1_000", "~", "~", "5", ".inf",
            ])
        #expect(
            node.items?.map(\.isNull) == [false, false, false, false, false, false, false, false, true, false, false, false])
    }

    @Test func `every value knows its line and column`() throws {
        let root = try #require(try read("a: 1\nb:\n  - x\n  - {ü: y, z: w}\n"))
        #expect(root["b"]?.items?.map(\.line) == [3, 4])
        let inner = try #require(root["b"]?.items?[1])
        #expect(inner.entries?.map(\.column) == [6, 12])
        #expect(inner["z"]?.column == 15)
    }

    @Test func `nothing but comments is nothing`() throws {
        #expect(try read("") == nil)
        #expect(try read("\u{FEFF}# only a comment\n\n") == nil)
        #expect(try read("---\n...\n") == nil)
    }

    @Test(arguments: [
        (
            "a: 1\n\tb: 2\n",
            "civic.yml:2:1: not YAML: found a tab character that violates indentation while scanning a plain scalar "
                + "that starts on line 1\n  help: indent with spaces; YAML does not allow tabs there"
        ),
        (
            "- { field: @time }\n",
            "civic.yml:1:12: not YAML: found character that cannot start any token while scanning for the next token\n"
                + "  help: put quotes around a value that starts with @, as in \"@time\""
        ),
        (
            "a: [*-api]\n",
            "civic.yml:1:5: not YAML: found undefined alias\n"
                + "  help: put quotes around a value that starts with * or &, as in \"*-api\""
        ),
        (
            "a: *\n",
            "civic.yml:1:5: not YAML: did not find expected alphabetic or numeric character while scanning an alias\n"
                + "  help: put quotes around a value that starts with * or &, as in \"*-api\""
        ),
        (
            "fix: use this: that\n",
            "civic.yml:1:14: not YAML: mapping values are not allowed in this context\n"
                + "  help: put quotes around a value that holds \": \", or check the indentation"
        ),
        (
            "a: \"\\d+\"\n",
            "civic.yml:1:5: not YAML: found unknown escape character while parsing a quoted scalar\n"
                + "  help: use single quotes around a pattern, so that \\ stays as it is"
        ),
        (
            "a: 'open\nb: 2\n",
            "civic.yml:3:1: not YAML: found unexpected end of stream while scanning a quoted scalar that starts on line 1\n"
                + "  help: a quote or a bracket is not closed"
        ),
        (
            "a: 1\nb: 2\na: 3\n",
            "civic.yml:3:1: the key \"a\" is there twice\n  help: it is first set on line 1; keep one of them"
        ),
        (
            "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> branch\n",
            "civic.yml:2:1: a merge conflict is not resolved here\n"
                + "  help: keep one side and delete the lines with <<<<<<<, ======= and >>>>>>>"
        ),
        (
            "a: &x { b: 1 }\nc:\n  <<: *x\n",
            "civic.yml:3:3: merge keys (<<) are not read\n  help: write the keys out"
        ),
        (
            "a: &x [1]\nb: &y [*x]\n",
            "civic.yml:1:4: an anchor inside an anchor\n  help: write the values out; rule files are read by people"
        ),
        ("a: !!int 5\n", "civic.yml:1:4: the tag !!int is not read\n  help: remove it; civic knows the type of every key"),
        (
            "a: 1\n---\nb: 2\n",
            "civic.yml:2:1: a second document starts here\n  help: keep one document per file; remove the line ---"
        ),
        ("[a]: 1\n", "civic.yml:1:1: a key must be plain text\n  help: quote it if it starts with [ or {"),
        (
            "a: 1\nb: x\u{01}y\n",
            "civic.yml:2:5: not YAML: control characters are not allowed\n"
                + "  help: remove the character, or write it as an escape in double quotes"
        ),
    ])
    func `what is wrong with the text is said, with its place and its remedy`(text: String, expected: String) {
        #expect(message(text) == expected)
    }

    @Test func `bytes that are no UTF-8 are located`() {
        #expect(
            message([0x61, 0x3A, 0x20, 0x31, 0x0A, 0x62, 0x3A, 0x20, 0xFF, 0x0A])
                == "civic.yml:2:4: not valid UTF-8 from here on\n  help: save the file as UTF-8")
        #expect(message([0xFF, 0xFE, 0x61, 0x00]) == "civic.yml:1:1: the file is UTF-16\n  help: save it as UTF-8")
        #expect(message([0x1F, 0x8B, 0x08]) == "civic.yml: the file is compressed, not YAML")
    }

    @Test func `one alias is fine`() throws {
        let root = try #require(try read("a: &x [1, 2]\nb: *x\n"))
        #expect(root["b"]?.canonical == root["a"]?.canonical)
    }

    @Test(arguments: ["a", "_", "-", "0"])
    func `nested aliases do not grow`(name: String) {
        var text = "l0: &\(name)0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let item = "*\(name)\(level - 1)"
            text += "l\(level): &\(name)\(level) [" + Array(repeating: item, count: 9).joined(separator: ", ") + "]\n"
        }
        #expect(message(text) == "civic.yml:5:35: more than 32 aliases\n  help: write the values out")
        #expect(message("a: &x [1]\n? [*x, *x]\n: 1\n").contains("a key must be plain text"))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "a: &x [", "\"", "[[{", "- - ? ", "&", "!", "|"])
    func `however deep it goes, it ends in an error`(unit: String) {
        for count in [65, 2_000, 100_000] {
            #expect(message(String(repeating: unit, count: count)).hasPrefix("civic.yml:"))
        }
    }

    @Test func `nesting within reason is read`() throws {
        let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try read(text) != nil)
        #expect(message("[[" + text + "]]") == "civic.yml:1:66: nested deeper than 64 levels")
    }
}
