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

    /// Bytes that look drawn.
    private func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 0x9e37_79b9_7f4a_7c15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    @Test func `drawn bytes are no text, and a log with some among its lines is a log`() {
        #expect(sketch(noise(100_000)).kind == .unknown)
        #expect(sketch(noise(3_000)).kind == .unknown)
        let line = Array(#"{"time":"2026-01-05T10:00:00Z","level":"info","message":"up"}"#.utf8) + [0x0a]
        let lines = Array([[UInt8]](repeating: line, count: 100).joined())
        #expect(sketch(noise(20_000) + lines).kind == .logs)
        #expect(sketch(lines + noise(20_000)).kind == .logs)
    }

    @Test func `texts in old encodings, with colours or with rulers of their own are logs`() {
        // Latin-1, Shift-JIS and GBK have bytes above 0x7f, and none below 0x20.
        #expect(
            sketch(Array([[UInt8]](repeating: [0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x0a], count: 50).joined())).kind == .logs)
        #expect(
            sketch(Array([[UInt8]](repeating: [0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x0a], count: 50).joined())).kind == .logs)
        #expect(sketch(String(repeating: "\u{1b}[31mred\u{1b}[0m\n", count: 50)).kind == .logs)
        #expect(
            sketch(String(repeating: "page \u{c}\u{8} of a printer, with a form feed and a backspace\r\n", count: 50)).kind
                == .logs)
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
