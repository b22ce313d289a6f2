import CivicFormats
import CivicModel
import Testing

/// Bodies as they come out of full disks, cut connections and broken encoders: anything goes, nothing traps.
struct HealthFuzzTests {
    private static let samples =
        HealthFormats.all.flatMap { $0.samples.map(\.text) } + [
            "HTTP/1.1 503 Service Unavailable\r\nDate: Sat, 01 Mar 2025 10:00:00 GMT\r\n\r\n{\"status\":\"DOWN\"}\r\n",
            "$ curl -v http://shop/ready\n> GET /ready HTTP/1.1\n> Host: shop\n>\n< HTTP/1.1 200 OK\n<\n{\"status\":\"UP\"}* Connection #0 left\n",
            "=== 2025-03-01T10:00:00Z shop ready ===\n{\"status\":\"UP\"}\n--- \n2025-03-01T10:00:05Z 503 0.1s /ready\n",
            #"{"heartbeatList":{"1":[{"status":1,"time":"2025-03-01 10:00:00.191","msg":"","ping":5}]}}"#,
            #"[{"name":"a","key":"g_a","results":[{"status":200,"duration":1500,"success":true,"timestamp":"2025-03-01T10:00:00Z","conditionResults":[{"condition":"x","success":true}]}]}]"#,
            #"{"type":"Point","metric":"http_req_duration","data":{"time":"2025-03-01T10:00:00Z","value":4.5,"tags":{"status":"200","url":"http://shop/"}}}"#,
            #"{"observedAt":"2025-03-01T10:00:00Z","url":"http://shop/health","status":200,"latencyMs":1e300,"headers":{"a":["b",1]},"body":"{\"status\":\"UP\"}"}"#,
        ]

    private static func exercise(_ bytes: [UInt8]) -> Int {
        let recording = HealthRecording.read(bytes)
        for answer in recording.answers {
            guard let body = answer.body else { continue }
            _ = StableText.of(HealthDocument(body, hint: answer.hint))
        }
        _ = HealthFormats.report(of: HealthDocument(bytes))
        _ = JournalProbes.read(bytes)
        if let tree = JSONTreeReader.document(bytes)?.tree, RecordedLine.recognises(tree) { _ = RecordedLine.read(tree) }
        let sketch = bytes.withUnsafeBufferPointer {
            RecordReader(options: ReadingOptions()).sketch(head: $0, path: "health/a.json")
        }
        return recording.answers.count + (sketch.isHealthDocument ? 1 : 0)
    }

    @Test func `a body cut at any byte is read as far as it goes`() {
        var count = 0
        for sample in Self.samples {
            let bytes = Array(sample.utf8)
            // Long samples at every third byte: the suite stays quick.
            for length in stride(from: 0, to: bytes.count, by: bytes.count > 300 ? 3 : 1) {
                count += Self.exercise(Array(bytes.prefix(length)))
            }
        }
        #expect(count > 0)
    }

    @Test func `a body with flipped bytes is read as far as it goes`() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33) % max(1, bound)
        }
        var count = 0
        for sample in Self.samples {
            for _ in 0..<24 {
                var bytes = Array(sample.utf8)
                for _ in 0...random(4) where !bytes.isEmpty { bytes[random(bytes.count)] = UInt8(random(256)) }
                if random(4) == 0 { bytes.insert(contentsOf: Array(sample.utf8), at: random(bytes.count)) }
                count += Self.exercise(bytes)
            }
        }
        #expect(count > 0)
    }

    @Test(arguments: [
        String(repeating: "[", count: 200_000), String(repeating: "{\"a\":", count: 100_000),
        String(repeating: "<a>", count: 50_000),
        String(repeating: "\"", count: 10_001), String(repeating: "kind: Pod\n", count: 20_000),
        String(repeating: "- ", count: 20_000),
        "kind: Pod\n" + (0..<3_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        "{\"status\":\"UP\",\"components\":{" + (0..<30_000).map { "\"c\($0)\":{\"status\":\"UP\"}" }.joined(separator: ",")
            + "}}",
        "{\"time\":99999999999999999999999,\"duration\":-1e999,\"status\":\"UP\",\"checks\":[{\"time\":\"9999-99-99T99:99:99Z\",\"duration\":\"999999999999:99:99\"}]}",
    ])
    func `size and nesting are bounded`(_ text: String) {
        #expect(Self.exercise(Array(text.utf8)) >= 0)
        #expect(HealthFormats.report(of: HealthDocument(Array(text.utf8))).components.count <= 10_000)
    }
}
