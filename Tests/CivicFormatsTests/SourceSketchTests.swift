import CivicModel
import Testing

@testable import CivicFormats

/// What the head of a source says about all of it.
struct SourceSketchTests {
    private func sketch(_ bytes: [UInt8]) -> SourceSketch {
        bytes.withUnsafeBufferPointer { RecordReader(options: ReadingOptions()).sketch(head: $0) }
    }

    private func sketch(_ text: String) -> SourceSketch { sketch(Array(text.utf8)) }

    @Test func `nothing, blanks and binaries are told apart`() {
        #expect(sketch("").kind == .empty)
        #expect(sketch(" \n\t\n").kind == .logs)
        #expect(sketch([UInt8](repeating: 0, count: 5000)).kind == .unknown)
        #expect(sketch(Array("x\0y\0z\0\n".utf8)).kind == .unknown)
        #expect(sketch("a line with one \0 in much text, as a crash leaves it\n").kind == .logs)
    }

    @Test func `the layout is that of most lines`() {
        #expect(sketch("{\"a\":1}\n{\"a\":2}\n").layout == .json)
        #expect(sketch("{\n  \"a\": 1\n}\n").layout == .json)
        #expect(sketch("{\"a\":1}\nstarting\n\tat a.B.c(D.java:1)\n").layout == .json)
        #expect(sketch("2026-01-05 10:00:00,123 INFO [m] a.B - up\n\tat a.B.c(D.java:1)\n").layout == .headed)
        #expect(sketch("words\nmore words\n").layout == .lines)
        let rare = String(repeating: "words\n", count: 60)
        #expect(sketch(rare + "level=info msg=x\n").layout == .lines)
        #expect(sketch("level=info msg=x\n" + rare).layout == .headed)
    }

    @Test func `recorded health answers and journals are no logs`() {
        let snapshot =
            #"{"observedAt":"2026-01-05T10:00:00Z","service":"orders","url":"http://orders/health","status":200,"body":{"status":"UP"}}"#
        #expect(sketch("\(snapshot)\n\(snapshot)\n").kind == .health)
        #expect(sketch("\(snapshot)\n{\"a\":1}\n{\"a\":1}\n{\"a\":1}\n").kind == .logs)
        #expect(sketch("{\n  \"chaoslib-version\": \"1.43.0\",\n  \"experiment\": {}\n}\n").kind == .journal)
        #expect(sketch("{\"message\":\"the chaoslib-version is old\"}\n").kind == .logs)
    }

    @Test func `a last line that the head cuts off is no damage`() {
        #expect(sketch("{\"a\":1}\n{\"a\":2}\n{\"a\":\"cut of").layout == .json)
    }

    @Test func `a byte order mark hides nothing`() {
        #expect(sketch("\u{feff}{\"a\":1}\n{\"a\":2}\n").layout == .json)
    }
}
