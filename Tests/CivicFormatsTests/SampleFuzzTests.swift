import CivicModel
import Testing

@testable import CivicFormats

/// Whole sources of mixed and broken lines: nothing is lost in silence, and nothing is read outside the source.
struct SampleFuzzTests {
    private static let seeds: [[UInt8]] =
        (SampleCase.all.map(\.sample.text) + Dialects.all.flatMap(\.samples).map(\.text) + [
            "[", "]", "},", "[{\"msg\":\"x\"},{\"msg\":\"y\"}]", "{", "}", "  \"msg\": \"x\",", "# Time: x", "", "   ",
            "\u{feff}",
            "\u{1b}[31mred\u{1b}[0m", "2026-01-05T10:00:00.000000001Z stdout P {\"msg\":\"half",
            "2026-01-05T10:00:00.000000001Z stdout F  end\"}", "\tat a.b.C(D.java:1)", "Caused by: x.YException: z",
            #"{"records":[{"time":"2026-01-05T10:00:00Z","message":"a"},{"message":"b"}]}"#,
            #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{"stringValue":"{\"msg\":\"x\"}"}},{}]}]}]}"#,
            #"{"log":"{\"level\":\"info\",\"msg\":\"in\"}\n","stream":"stdout","time":"2026-01-05T10:00:00Z"}"#,
        ]).map { Array($0.utf8) }

    @Test func `every line of any mixture is accounted for, and records lie in their place`() {
        var random = SplitMix64(seed: 7)
        let reader = RecordReader(options: ReadingOptions(), maximumNodes: 4000, maximumShapes: 300)
        for _ in 0..<1500 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...14, using: &random) {
                var line = Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)]
                if !line.isEmpty, Int.random(in: 0..<3, using: &random) == 0 {
                    let at = Int.random(in: 0..<line.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: line.remove(at: at)
                    case 1: line.removeSubrange(at...)
                    case 2: line.insert(0x0a, at: at)
                    default: line[at] = UInt8.random(in: 0...255, using: &random)
                    }
                }
                bytes += line
                if Int.random(in: 0..<20, using: &random) > 0 { bytes.append(0x0a) }
            }
            let log = SampleReading(reader: reader)
            log.read(bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(log.isBalanced, "\(text.debugDescription)")
            let lines = bytes.count { $0 == 0x0a } + (bytes.last == 0x0a || bytes.isEmpty ? 0 : 1)
            #expect(log.counts.lines == lines, "\(text.debugDescription)")
            for record in log.records {
                #expect(record.byte >= 0 && record.byte <= bytes.count && record.line >= 1 && record.line <= lines)
                let before = bytes[..<record.byte].count { $0 == 0x0a }
                #expect(before + 1 == record.line, "\(text.debugDescription)")
            }
        }
    }

    private struct SplitMix64: RandomNumberGenerator {
        private var state: UInt64
        init(seed: UInt64) { state = seed }
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }
}
