import CivicFormats
import Testing

struct JSONDocumentTests {
    private func read(_ text: String) -> JSONDocument.Reading { JSONDocument.read(Array(text.utf8)) }

    @Test func `a document is read as it stands there`() {
        let reading = read(#" {"a": [1, -2.5e3, "x\n\u00e9", true, null, {}], "b": {"c": "d"}, "b": 2} "#)
        #expect(reading.problem == nil)
        let a = reading.value?["a"]?.elements ?? []
        #expect(a.count == 6)
        #expect(a[0].integer == 1)
        #expect(a[1].double == -2500)
        #expect(a[2].string == "x\né")
        #expect(a[3].boolean == true)
        #expect(reading.value?["b"]?.integer == 2, "the last of two members of one name counts")
    }

    @Test func `what is whole before a cut is kept, and the cut has a place`() {
        let text = #"{"start": "s", "run": [{"name": "one"}, {"name": "two", "out"#
        let reading = read(text)
        #expect(reading.problem == .cut)
        #expect(reading.byte == text.utf8.count)
        #expect(reading.value?["start"]?.string == "s")
        #expect(reading.value?["run"]?.elements.map { $0["name"]?.string } == ["one", "two"])
    }

    @Test func `every cut of a document ends with a reading and never with more than it holds`() {
        let text = #"{"a": [1, 2.5, "x\"y", true, {"b": null}], "c": "d", "e": -1e9}"#
        let bytes = Array(text.utf8)
        for end in 0..<bytes.count {
            let reading = JSONDocument.read(Array(bytes[..<end]))
            #expect(reading.problem == .cut, "cut at \(end)")
            #expect(reading.byte <= end)
        }
    }

    @Test func `garbage has a place as well`() {
        #expect(read("{\"a\": x}").problem == .malformed)
        #expect(read("{\"a\": x}").byte == 6)
        #expect(read("hello").value == nil)
        #expect(read("{} {}").problem == .trailing)
        #expect(read("[1,]").problem == .malformed)
    }

    @Test func `depth is bounded and the rest is read`() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let reading = read("{\"a\": \(deep), \"b\": 1}")
        #expect(reading.problem == .tooDeep)
        #expect(reading.value?["b"]?.integer == 1)
        #expect(read(String(repeating: "{\"a\":", count: 100_000)).problem == .cut)
    }

    @Test func `size is bounded`() {
        var limits = JSONDocument.Limits()
        limits.values = 10
        let reading = JSONDocument.read(Array("[1,2,3,4,5,6,7,8,9,10,11,12]".utf8), limits: limits)
        #expect(reading.problem == .tooLarge)
        #expect(reading.value?.elements.count == 9)
    }

    @Test func `words that Python writes are no numbers and stop nothing`() {
        let reading = read(#"{"a": NaN, "b": -Infinity, "c": 3}"#)
        #expect(reading.problem == nil)
        #expect(reading.value?["c"]?.integer == 3)
    }

    @Test func `changed bytes never trap`() {
        let seed = Array(#"{"a": [1, 2.5, "x\u00e9\"y", true, {"b": null}], "c": "d", "e": -1e9}"#.utf8)
        var state: UInt64 = 42
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33)
        }
        for _ in 0..<5000 {
            var bytes = seed
            for _ in 0...(next() % 4) { bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next()) }
            let reading = JSONDocument.read(bytes)
            #expect(reading.byte <= bytes.count)
        }
    }
}
