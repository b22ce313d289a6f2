import CivicModel
import Testing

@testable import CivicFormats

/// The grammar of RFC 8259 as the scanner reads it, in the spirit of the JSON conformance suites.
struct JSONScannerTests {
    static let accepted: [String] = [
        "{}", "{ }", "{\t}", "{ \t }  ", #"{"":0}"#, #"{"a":1}"#, #" {"a":1}"#, "\t{\"a\":1}\t", #"{ "a" : 1 , "b" : 2 }"#,
        "{\t\"a\"\t:\t1\t,\t\"b\"\t:\t[ ]\t}", "{\"a\":\r1,\r\"b\"\r:2\r}", "{\"a\":1}\r",
        #"{"a":0}"#, #"{"a":-0}"#, #"{"a":-1}"#, #"{"a":10}"#, #"{"a":1.5}"#, #"{"a":-0.25}"#, #"{"a":0.0}"#, #"{"a":1e5}"#,
        #"{"a":1E+5}"#, #"{"a":1e-05}"#, #"{"a":0e0}"#, #"{"a":1.25e10}"#, #"{"a":123456789012345}"#,
        #"{"a":1234567890123456}"#,
        #"{"a":18446744073709551616}"#, #"{"a":-99999999999999999999999999999999999999}"#, #"{"a":1e400}"#,
        #"{"a":true}"#, #"{"a":false}"#, #"{"a":null}"#, #"{"a":""}"#, #"{"a":"x"}"#, #"{"a":"\""}"#, #"{"a":"\\"}"#,
        #"{"a":"\\\""}"#,
        #"{"a":"\/\b\f\n\r\t"}"#, #"{"a":"\u0041\u00e9\u20ac"}"#, #"{"a":"\ud83d\ude00"}"#, #"{"a":"\u0000"}"#,
        #"{"a":"{\"b\":1}"}"#,
        #"{"a":"],}[{"}"#, "{\"a\":\"\u{7f}\"}", "{\"a\":\"\u{2028}\u{2029}\"}", "{\"a\":\"é\u{1F600}\"}",
        #"{"a":"0123456789abcdef"}"#, #"{"a":"0123456789abcde\""}"#, #"{"a":"0123456789abcdef0123456789abcdef\\"}"#,
        #"{"a":{}}"#, #"{"a":{ }}"#, #"{"a":{"b":{}}}"#, #"{"a":{"b":{"c":1}},"d":2}"#, #"{"a":{"b":1} ,"c":{"d":2} }"#,
        #"{"a":[]}"#, #"{"a":[ ]}"#, #"{"a":[1,"]",[2,[3]],{"b":[4]}]}"#, #"{"a":[{"b":"}"},{}],"c":[null]}"#,
        #"{"a":1,"a":2}"#, #"{"a":{"b":1},"a":{"b":2}}"#, #"{"a\"b":1}"#, #"{"\u0061":1}"#, #"{"é":1}"#, #"{"a b.c:d":1}"#,
        #"{"a":1}   "#,
    ]

    static let refused: [String] = [
        "{", #"{""#, #"{"a"#, #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, #"{"a":1,""#, #"{"a":"x"#, #"{"a":"x\"#, #"{"a":["#,
        #"{"a":[1"#,
        #"{"a":{"#, #"{"a":{"b":1}"#, #"{"a":t"#, #"{"a":-"#, #"{"a":1."#, #"{"a":1e"#,
        "{,}", #"{,"a":1}"#, #"{"a":1,}"#, #"{"a":1,,"b":2}"#, #"{"a":1 "b":2}"#, #"{"a" 1}"#, #"{"a"::1}"#, #"{"a":}"#,
        #"{:1}"#, #"{"a"}"#,
        #"{'a':1}"#, #"{a:1}"#, #"{"a":'x'}"#, #"{"a":x}"#, #"{1:1}"#, #"{null:1}"#, #"{"a":1;"b":2}"#, #"{"a"=1}"#,
        #"{"a":01}"#, #"{"a":-01}"#, #"{"a":00}"#, #"{"a":1.}"#, #"{"a":.5}"#, #"{"a":-.5}"#, #"{"a":-}"#, #"{"a":+1}"#,
        #"{"a":1e}"#,
        #"{"a":1e+}"#, #"{"a":1.5.5}"#, #"{"a":0x1F}"#, #"{"a":1_000}"#, #"{"a":--1}"#, #"{"a":NaN}"#, #"{"a":Infinity}"#,
        #"{"a":-Infinity}"#,
        #"{"a":True}"#, #"{"a":TRUE}"#, #"{"a":tru}"#, #"{"a":truth}"#, #"{"a":trueX}"#, #"{"a":nul}"#, #"{"a":nulll}"#,
        #"{"a":undefined}"#,
        #"{"a":1}}"#, #"{"a":1} x"#, #"{"a":1}null"#,
        #"{"a":[}"#, #"{"a":]}"#, #"{"a":[1}}"#, #"{"a":[{]}}"#, #"{"a":{]}"#, #"{"a":[1]]}"#, #"{"a":{"b":1]}"#,
        #"{"a":1 /* one */}"#, #"{"a":1 // one"#, "{\"a\u{1}\":1}", "{\"a\"\u{b}:1}", "{\"a\":\u{0}1}", "{\"a\":1\u{0}}",
        "{\u{a0}\"a\":1}",
        "{\u{feff}\"a\":1}", #"{"a\":1}"#, #"{"a":"\"}"#,
    ]

    @Test(arguments: accepted)
    func `an object of the grammar is one record`(_ text: String) {
        let reading = RecordReading(text + "\n", layout: .json)
        #expect(reading.records.count == 1)
        #expect(reading.records.first?.format == "json")
        #expect(reading.rejects == [])
        #expect(reading.counts.lines == 1)
    }

    @Test(arguments: refused)
    func `what is no object of the grammar is one rejected line`(_ text: String) {
        let reading = RecordReading(text + "\n", layout: .json)
        #expect(reading.records == [])
        #expect(reading.rejects.map(\.text) == [text])
        #expect(reading.counts.rejected == 1)
        #expect(reading.unaccounted == 0)
    }

    @Test func `what a reader has read before decides nothing`() {
        // The trie learns keys with the blanks around them; a line must be read the same whatever was learnt.
        var warm: [RecordReader] = []
        for order in [Self.accepted + Self.refused, Self.refused + Self.accepted.reversed()] {
            let reader = RecordReader(options: ReadingOptions())
            for text in order { _ = RecordReading(text, layout: .json, with: reader) }
            warm.append(reader)
        }
        for text in Self.accepted + Self.refused {
            let fresh = RecordReading(text, layout: .json)
            for reader in warm {
                let again = RecordReading(text, layout: .json, with: reader)
                #expect(again.records == fresh.records, "\(text)")
                #expect(again.rejects == fresh.rejects, "\(text)")
            }
        }
    }

    @Test(arguments: [
        ("1", ValueKind.integer), ("-0", .integer), ("123456789012345", .integer), ("1234567890123456", .bigInteger),
        ("-18446744073709551616", .bigInteger), ("1.5", .decimal), ("1e3", .decimal), ("12345678901234567890.5", .decimal),
        ("true", .boolean),
        ("false", .boolean), ("null", .null), ("\"x\"", .string), ("\"\"", .emptyString), ("[]", .array), ("[1,2]", .array),
        ("{}", .emptyObject),
        ("{ }", .emptyObject), ("\"\\u0000\"", .string),
    ])
    func `the shape tells the kind of a value`(_ value: String, _ kind: ValueKind) throws {
        let reader = RecordReader(options: ReadingOptions())
        _ = RecordReading("{\"a\":\(value)}\n", layout: .json, with: reader)
        let shape = try #require(reader.shapes.last)
        #expect(shape.fields == [ShapeField(path: "a", kind: kind)])
    }

    @Test func `slots are the bytes of the values`() throws {
        let text = #"{"s":"x\ty","n":-1.5e3,"o":{"i":7,"deep":{"e":"","z":null}},"l":[1, {"q":"]"}],"t":true,"u":"\u20ac"}"#
        let record = try #require(RecordReading(text + "\r\n", layout: .json).records.first)
        #expect(
            record.fields == [
                "s=x\ty", "n:decimal=-1.5e3", "o.i:integer=7", "o.deep.e:emptyString=", "o.deep.z:null=null",
                #"l:array=[1, {"q":"]"}]"#, "t:boolean=true", "u=€",
            ])
        #expect(record.text == text)
    }

    @Test func `equal key sequences have one shape whatever the blanks`() {
        let reader = RecordReader(options: ReadingOptions())
        let spellings = [
            #"{"a":1,"b":{"c":"x","d":[]},"e":null}"#, #"{ "a" : 1 , "b" : { "c" : "y" , "d" : [ 3 ] } , "e" : null }"#,
            "{\t\"a\":\t22,\"b\" :{\"c\":\"zz\" ,\t\"d\":[1,2]},\"e\":null\t}", #"{"\u0061":1,"b":{"c":"x","d":[]},"e":null}"#,
            "{\"a\":\r1,\"b\":\r{\"c\":\r\"x\",\"d\":\r[]},\"e\":\rnull}",
            // A flat key with a dot is the same path as a nested one.
            #"{"a":5,"b.c":"x","b.d":[],"e":null}"#,
        ]
        let reading = RecordReading(spellings.joined(separator: "\n"), layout: .json, with: reader)
        #expect(reading.records.count == spellings.count)
        #expect(Set(reading.records.map(\.shapeKey)).count == 1)
        #expect(reader.shapes.count == 1)
    }

    @Test func `another order, another kind or another depth is another shape`() {
        let texts = [
            #"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, #"{"a":1,"b":"2"}"#, #"{"a":1}"#, #"{"a":{"b":2}}"#, #"{"a":1,"b":""}"#,
            #"{"a":1,"b":2.0}"#,
            #"{"a":1,"b":[]}"#, #"{"a":1,"b":{}}"#, #"{}"#, #"{"a":1,"b":null}"#,
        ]
        let reading = RecordReading(texts.joined(separator: "\n"), layout: .json)
        #expect(Set(reading.records.map(\.shapeKey)).count == texts.count)
    }

    @Test(arguments: [
        (#"{"a":1,"b":2}"#, false), (#"{"a":1,"a":2}"#, true), (#"{"a":{"x":1},"b":{"x":1}}"#, false),
        (#"{"a":{"x":1},"a":{"y":1}}"#, true),
        (#"{"a":{"x":1,"x":1}}"#, true), (#"{"a":1,"\u0061":2}"#, true), (#"{"a":[{"x":1,"x":1}]}"#, false),
        (#"{"a":{"a":{"a":1}}}"#, false),
    ])
    func `a key that one object has twice is seen`(_ text: String, _ isDuplicate: Bool) {
        #expect(RecordReading(text, layout: .json).records.map(\.hasDuplicateKeys) == [isDuplicate])
    }

    @Test func `objects that differ in nothing but a repeated key differ in their shape's key`() {
        // Profiles of workers are joined by that key; were it the same, the order of joining would decide the rule's verdict.
        let reading = RecordReading("{\"a\":{\"x\":1},\"a\":{\"y\":1}}\n{\"a\":{\"x\":1,\"y\":1}}\n", layout: .json)
        #expect(reading.records.map(\.hasDuplicateKeys) == [true, false])
        #expect(Set(reading.records.map(\.shapeKey)).count == 2)
    }

    @Test func `a stack that was joined and one that was logged differ in their shape's key`() {
        let reading = RecordReading(
            "{\"message\":\"m\",\"stack\":\"s\"}\n{\"message\":\"m\"}\n\tat a.B.c(D.java:1)\n{\"message\":\"m\"}\n",
            layout: .json)
        #expect(reading.records.map(\.hasJoinedStack) == [false, true, false])
        #expect(Set(reading.records.map(\.shapeKey)).count == 3)
    }

    @Test func `keys with the separators of a shape's key cannot forge another shape`() {
        let one = #"{"a\u001e5\u001fb":"x"}"#
        let two = #"{"a":"x","b":"x"}"#
        let reading = RecordReading([one, two].joined(separator: "\n"), layout: .json)
        #expect(Set(reading.records.map(\.shapeKey)).count == 2)
    }

    @Test(arguments: [1, 2, 64, 127, 128])
    func `objects nest to the limit`(_ depth: Int) {
        let text = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        let reading = RecordReading(text, layout: .json)
        #expect(reading.records.count == 1)
        #expect(reading.records.first?.fields == [Array(repeating: "a", count: depth).joined(separator: ".") + ":integer=1"])
    }

    @Test(arguments: [
        ("{\"a\":", "}", 129), ("{\"a\":", "}", 5000), ("[", "]", 128), ("[", "]", 100_000), ("[{\"a\":", "}]", 20_000),
    ])
    func `deeper than the limit is a reject and no crash`(_ open: String, _ close: String, _ depth: Int) {
        let nested = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        let text = open.hasPrefix("{") ? nested : "{\"a\":\(nested)}"
        let reading = RecordReading(text + "\n{\"b\":1}\n", layout: .json)
        #expect(reading.counts.rejected == 1)
        #expect(reading.records.map(\.fields) == [["b:integer=1"]])
    }

    @Test(arguments: [
        ("\u{0}", ByteNotes.nul), ("\u{1}", .control), ("\u{1b}[31m", .escape), ("\u{7f}", .control),
        ("\u{202e}", .bidiOverride),
        ("\u{fffd}", .replacementCharacter), ("\u{feff}", .byteOrderMark),
    ])
    func `odd bytes inside a string are kept and noted`(_ odd: String, _ note: ByteNotes) {
        let reading = RecordReading("{\"a\":\"x\(odd)y\",\"b\":1}\n{\"a\":\"x\"}\n", layout: .json)
        #expect(reading.records.map { $0.field("a") } == ["x\(odd)y", "x"])
        #expect(reading.records.first?.notes.contains(note) == true)
        #expect(reading.records.last?.notes == [])
    }

    @Test(
        arguments: [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xc0, 0xaf], [0xe2, 0x82]] as [[UInt8]])
    func `invalid UTF-8 inside a string is noted, the record kept`(_ odd: [UInt8]) {
        let bytes = Array("{\"a\":\"x".utf8) + odd + Array("\",\"b\":1}\n".utf8)
        let reading = RecordReading(bytes, layout: .json)
        #expect(reading.records.count == 1)
        #expect(reading.records.first?.notes == .invalidUTF8)
        #expect(reading.records.first?.field("b") == "1")
    }

    // MARK: Objects over several lines

    @Test func `a pretty-printed object is one record and its lines continue it`() throws {
        let pretty = "{\n  \"message\": \"a\",\r\n  \"list\": [\n    {\"x\": 1}\n  ],\n  \"o\": {\n    \"y\": \"}\"\n  }\n}\n"
        let reading = RecordReading(pretty + pretty + "{\"message\":\"b\"}\n", layout: .json)
        #expect(reading.records.map { $0.field("message") } == ["a", "a", "b"])
        #expect(reading.records.map(\.continuations) == [8, 8, 0])
        #expect(reading.records.map(\.line) == [1, 10, 19])
        #expect(reading.unaccounted == 0)
        #expect(reading.rejects == [])
    }

    @Test func `an object that is cut off costs its own line only`() {
        let reading = RecordReading(
            "{\"message\":\"a\",\"b\":\n{\"message\":\"c\"}\n{\"message\":\"d\n{\"message\":\"e\"}\n", layout: .json)
        #expect(reading.records.map { $0.field("message") } == ["c", "e"])
        #expect(reading.rejects.map(\.why) == [.cutJSON, .cutJSON])
        #expect(reading.rejects.map(\.line) == [1, 3])
    }

    @Test func `two objects on a line are two records`() {
        for text in [#"{"a":1}{"b":2}"#, #"{"a":1} {"b":2} "#, #"{"a":1}, {"b":2},"#] {
            let reading = RecordReading(text + "\n", layout: .json)
            #expect(reading.records.map(\.fields) == [["a:integer=1"], ["b:integer=2"]])
            #expect(reading.records.map(\.line) == [1, 1])
            #expect(reading.unaccounted == 0)
        }
    }

    // MARK: Any object

    /// A random value as text, and what it flattens to.
    private func value(
        _ random: inout RecordRandom, path: String, depth: Int, _ flat: inout [String], blank: () -> String
    ) -> String {
        switch Int.random(in: 0..<(depth > 4 ? 7 : 9), using: &random) {
        case 0:
            flat.append("\(path):null=null")
            return "null"
        case 1:
            let value = Bool.random(using: &random)
            flat.append("\(path):boolean=\(value)")
            return "\(value)"
        case 2:
            let value = Int64.random(in: -999_999...999_999, using: &random)
            flat.append("\(path):integer=\(value)")
            return "\(value)"
        case 3:
            let value = "\(Int.random(in: 0...99, using: &random)).\(Int.random(in: 0...99, using: &random))"
            flat.append("\(path):decimal=\(value)")
            return value
        case 4:
            flat.append("\(path):emptyString=")
            return "\"\""
        case 5:
            let pieces = ["a", "\\n", "\\\"", "{", "}", "[", ",", ":", "é", "\\u00e9", "\\\\", " ", "0123456789abcdef"]
            let plain = ["a", "\n", "\"", "{", "}", "[", ",", ":", "é", "é", "\\", " ", "0123456789abcdef"]
            let picks = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 0..<pieces.count, using: &random)
            }
            flat.append("\(path)=" + picks.map { plain[$0] }.joined())
            return "\"" + picks.map { pieces[$0] }.joined() + "\""
        case 6:
            let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                random.pick(["1", "\"]\"", "[]", "{\"x\":[1]}", "null"])
            }
            let text = "[" + elements.joined(separator: ",") + "]"
            flat.append("\(path):array=\(text)")
            return text
        default: return object(&random, path: path, depth: depth + 1, &flat, blank: blank)
        }
    }

    private func object(
        _ random: inout RecordRandom, path: String, depth: Int, _ flat: inout [String], blank: () -> String
    ) -> String {
        let count = Int.random(in: 0...4, using: &random)
        if count == 0 {
            if !path.isEmpty { flat.append("\(path):emptyObject={}") }
            return "{}"
        }
        var members: [String] = []
        for index in 0..<count {
            let key = "\(random.pick(["k", "key", "longer_key_name", "n"]))\(index)"
            members.append(
                "\(blank())\"\(key)\"\(blank()):\(blank())"
                    + value(&random, path: path.isEmpty ? key : "\(path).\(key)", depth: depth, &flat, blank: blank) + blank())
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    @Test func `any object flattens to its paths, kinds and values, whatever came before and whatever the blanks`() {
        let reader = RecordReader(options: ReadingOptions())
        var random = RecordRandom(8259)
        for round in 0..<1500 {
            var blanks = RecordRandom(UInt64(round))
            let spread = round % 3 == 0
            var flat: [String] = []
            let text = object(&random, path: "", depth: 0, &flat) {
                spread && blanks.chance(30) ? blanks.pick([" ", "\t", "  ", "\r"]) : ""
            }
            let reading = RecordReading(text, layout: .json, with: reader)
            // The raw text of an array or an empty object is a value as written; every other value is exact.
            #expect(reading.records.map(\.fields) == [flat], "\(text)")
        }
    }
}
