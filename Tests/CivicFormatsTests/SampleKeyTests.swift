import CivicModel
import Testing

@testable import CivicFormats

/// Sources that put data into the names of keys.
struct SampleKeyTests {
    private static let levels = ["debug", "info", "warn", "error"]

    /// Lines of thousands of key sets, in JSON and in logfmt, some inside envelopes.
    private static let log: String = {
        var text = ""
        for n in 0..<600 {
            let time = "2026-01-05T10:\(10 + n / 60 % 50):\(10 + n % 50).\(100 + n % 900)Z"
            let level = levels[n % 4]
            switch n % 5 {
            case 0, 1:
                text += #"{"ts":"\#(time)","level":"\#(level)","service":{"name":"svc-\#(n % 3)"},"user_\#(n)":\#(n),"#
                text += #""msg":"m \#(n % 7)","seen":{"k\#(n * 7)":true,"k\#(n * 11)":"x"},"trace_id":"t\#(n)"}"#
            case 2: text += "ts=\(time) level=\(level) service=svc-\(n % 3) user_\(n)=\(n) msg=\"m \(n % 7)\" k\(n * 13)=1"
            case 3:
                text += #"\#(time) stdout F {"level":"\#(level)","service":"svc-\#(n % 3)","u\#(n)":1,"msg":"m \#(n % 7)"}"#
            default: text += "\(time) \(level.uppercased()) svc.Main - m \(n % 7) k\(n)=v"
            }
            text += "\n"
        }
        return text
    }()

    private static func read(maximumNodes: Int, maximumShapes: Int) -> SampleReading {
        let reader = RecordReader(options: ReadingOptions(), maximumNodes: maximumNodes, maximumShapes: maximumShapes)
        let log = SampleReading(reader: reader)
        log.read(Array(Self.log.utf8))
        return log
    }

    @Test(arguments: [(60, 1 << 14), (500, 1 << 14), (1 << 18, 40), (300, 60)])
    func `times, levels, services and messages are those of a reader with room for all shapes`(_ nodes: Int, _ shapes: Int) {
        let all = Self.read(maximumNodes: 1 << 20, maximumShapes: 1 << 20)
        let few = Self.read(maximumNodes: nodes, maximumShapes: shapes)
        #expect(all.records.count == 600)
        #expect(few.isBalanced)
        #expect(few.counts == all.counts)
        #expect(few.records.map(\.byte) == all.records.map(\.byte))
        if nodes > 100 || shapes < 1 << 14 { #expect(few.summaries == all.summaries) }
        #expect(few.records.map { $0.fields["trace_id"] } == all.records.map { $0.fields["trace_id"] })
        #expect(few.shapeCount <= 2 * shapes + 64)
        #expect(few.shapeCount < all.shapeCount)
    }

    @Test func `a path that a rule names is kept, and where it lies in an object, too`() {
        var options = ReadingOptions()
        options.relevantPaths = ["tenant", "quota.left"]
        let log = SampleReading(reader: RecordReader(options: options, maximumNodes: 200, maximumShapes: 1 << 14))
        var text = ""
        for n in 0..<400 { text += #"{"k\#(n)":1,"tenant":"t\#(n)","quota":{"left":\#(n),"q\#(n)":1},"msg":"x"}"# + "\n" }
        log.read(Array(text.utf8))
        #expect(log.records.map { $0.fields["tenant"] } == (0..<400).map { "t\($0)" })
        #expect(log.records.map { $0.fields["quota.left"] } == (0..<400).map { "\($0)" })
        #expect(log.messages == Array(repeating: "x", count: 400))
    }

    @Test func `well-known keys of every schema are kept, so that its samples read the same without room`() {
        for dialect in Dialects.all {
            for sample in dialect.samples {
                let line = Array((sample.text + "\n").utf8)
                let all = SampleReading(reader: RecordReader(options: ReadingOptions()))
                all.read(line)
                let sparse = SampleReading(
                    reader: RecordReader(options: ReadingOptions(), maximumNodes: 60, maximumShapes: 1 << 14))
                // Takes the room for keys that are learnt.
                sparse.read(Array((0..<40).map { "{\"filler\($0)\":1}\n" }.joined().utf8))
                let before = sparse.records.count
                sparse.read(line)
                #expect(sparse.records.dropFirst(before).map(\.summary) == all.summaries, "\(dialect.id)")
                #expect(sparse.records.dropFirst(before).map(\.format) == all.records.map(\.format), "\(dialect.id)")
            }
        }
    }

    @Test func `what is learnt of keys stays bounded`() {
        let trie = ShapeTrie(maximumNodes: 1000)
        let root = trie.addRoot()
        let scanner = JSONScanner(trie: trie)
        let buffer = SlotBuffer()
        var refused = 0
        for n in 0..<20_000 {
            let line = Array("{\"k\(n)\":\(n),\"msg\":\"x\"}\n".utf8) + [UInt8](repeating: 0x0a, count: 64)
            buffer.clear()
            line.withUnsafeBufferPointer {
                if let start = $0.baseAddress, (try? scanner.scan(start, from: root, into: buffer)) == nil { refused += 1 }
            }
        }
        #expect(refused > 19_000)
        #expect(trie.nodeCount <= 1100)
    }
}
