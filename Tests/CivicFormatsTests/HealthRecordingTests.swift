import CivicModel
import Testing

@testable import CivicFormats

struct HealthRecordingTests {
    private static func kind(_ text: String, path: String = "") -> SourceSummary.Kind {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { RecordReader(options: ReadingOptions()).sketch(head: $0, path: path).kind }
    }

    private static func read(_ text: String) -> [HealthAnswer] { HealthRecording.read(Array(text.utf8)).answers }

    private static func log(_ answers: [HealthAnswer]) -> [HealthStatus] {
        answers.map { answer in
            let report = answer.report ?? answer.body.map { HealthFormats.report(of: HealthDocument($0, hint: answer.hint)) }
            if answer.observation.errorType != nil, answer.body == nil { return .unreachable }
            return report?.overall ?? .unknown
        }
    }

    @Test(arguments: HealthFormats.all.filter { $0.isDistinctive }.map { $0.id })
    func `a file of its own is a health source where nothing else looks like it`(_ id: String) throws {
        for sample in try #require(HealthFormats.format(id)).samples {
            #expect(Self.kind(sample.text) == .health, "\(sample.text)")
        }
    }

    @Test(arguments: [
        #"{"time":"2025-03-01T10:00:00Z","level":"info","status":"UP","checks":[{"name":"db","status":"UP"}]}"#,
        #"{"timestamp":"2025-03-01T10:00:00Z","message":"probe","status":"ok"}"#,
        "{\"timestamp\":\"2025-03-01T10:00:00Z\",\"status\":\"UP\",\"message\":\"a\"}\n{\"timestamp\":\"2025-03-01T10:00:01Z\",\"status\":\"UP\",\"message\":\"b\"}\n",
        #"{"colour":"red"}"#, #"{"id":17,"name":"shop"}"#, "2025-03-01T10:00:00Z starting\n2025-03-01T10:00:01Z ready\n",
        "2025-03-01 10:00:00 INFO ok\n",
        "2025-03-01 10:00:00.778 UTC [22888] app@shop LOG:  statement: 200\n2025-03-01 10:00:01.2 UTC [22888] app@shop ERROR:  refused\n",
        "TestA: PASSED\nTestB: FAILED\n", "[+] Building 3.2s\n[internal] load\nrun\n",
    ])
    func `a log stays a log`(_ text: String) {
        #expect(Self.kind(text) == .logs, "\(text)")
    }

    @Test func `a capture keeps status, headers and body`() throws {
        let answers = Self.read(
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nDate: Sat, 01 Mar 2025 10:00:00 GMT\r\n\r\n{\"status\":\"DOWN\",\n\"checks\":[]}\r\n"
        )
        let answer = try #require(answers.first)
        #expect(answers.count == 1)
        #expect(answer.observation.statusCode == 503)
        #expect(answer.header("content-type") == "application/json")
        #expect(Self.log(answers) == [.fail])
    }

    @Test func `a transcript of curl is read`() throws {
        let answers = Self.read(
            "$ curl -v http://shop:8080/ready\n*   Trying 10.0.0.1:8080...\n> GET /ready HTTP/1.1\n> Host: shop:8080\n>\n< HTTP/1.1 200 OK\n< Content-Type: application/json\n<\n{\"status\":\"UP\"}* Connection #0 to host shop left intact\n$ curl http://shop:8080/ready\ncurl: (7) Failed to connect to shop port 8080: Connection refused\n"
        )
        #expect(answers.count == 2)
        #expect(answers.first?.observation.url == "http://shop:8080/ready")
        #expect(answers.first?.observation.kind == .ready)
        #expect(answers.first?.observation.statusCode == 200)
        #expect(Self.log(answers) == [.pass, .unreachable])
        #expect(answers.last?.observation.errorType == "connection_refused")
    }

    @Test func `a transcript is read where other commands stand in front of the request`() {
        let text = (0..<6).map { i in
            "$ date; curl -i http://127.0.0.1:8080/health?a=1&b=2\nSat Mar  1 10:00:0\(i) UTC 2025\nHTTP/1.0 200 OK\nServer: x\nDate: Sat, 01 Mar 2025 10:00:0\(i) GMT\n\n{\"status\": \"UP\"}\n\n"
        }.joined()
        let answers = Self.read(text)
        #expect(Self.log(answers) == Array(repeating: .pass, count: 6))
        #expect(answers.first?.observation.url == "http://127.0.0.1:8080/health?a=1&b=2")
        #expect(answers.first?.observation.time?.formatted(digits: 0) == "2025-03-01T10:00:00Z")
        #expect(Self.kind(text) == .health)
    }

    @Test(arguments: [
        ("127.0.0.1:8080", true), ("localhost", true), ("LOCALHOST:1", true), ("[::1]:80", true), ("0.0.0.0:80", true),
        ("127.example", false), ("localhost.example", false), ("10.0.0.1:80", false), ("", false),
    ])
    func `an address of the machine that asks is told from others`(_ authority: String, _ isLocal: Bool) {
        #expect(RecordedLine.isLocal(authority: authority) == isLocal)
    }

    @Test(arguments: [
        "# TYPE shop_up gauge\nshop_up 12\n", "# TYPE shop_waiting gauge\nshop_waiting 0\n", "shop_up 1\n",
        "# TYPE shop_up gauge\nshop_up\n", "# TYPE shop_up gauge\nshop_up 1\nand then some\n",
    ])
    func `metrics that tell nothing of health are no health`(_ text: String) {
        #expect(PrometheusGauges.read(HealthDocument(Array(text.utf8))) == nil)
    }

    @Test func `times and bodies in turn are read`() {
        let text =
            "=== 2025-03-01T10:00:00Z shop ready ===\n{\"status\":\"UP\"}\n=== 2025-03-01T10:00:05Z shop ready ===\n{\n  \"status\": \"DOWN\"\n}\n"
        let answers = Self.read(text)
        #expect(Self.log(answers) == [.pass, .fail])
        #expect(answers.map { $0.observation.time?.formatted(digits: 0) } == ["2025-03-01T10:00:00Z", "2025-03-01T10:00:05Z"])
        #expect(answers.allSatisfy { $0.observation.kind == .ready && $0.observation.service == "shop" })
        #expect(answers.map(\.observation.line) == [1, 3])
        #expect(Self.kind(text) == .health)
    }

    @Test func `a loop that kept status and seconds is read`() {
        let text =
            "2025-03-01T10:00:00Z 200 0.012 http://shop/ready\n2025-03-01T10:00:05Z 503 0.034 http://shop/ready\n2025-03-01T10:00:10Z 000 2.001 http://shop/ready\n"
        let answers = Self.read(text)
        #expect(answers.map(\.observation.statusCode) == [200, 503, nil])
        #expect(answers.map(\.observation.duration) == [12_000_000, 34_000_000, 2_001_000_000])
        #expect(answers.last?.observation.errorType != nil)
        #expect(Self.kind(text) == .health)
    }

    @Test func `bodies one after the other are read`() {
        let text =
            "{\n \"status\": \"UP\",\n \"components\": {\"db\": {\"status\": \"UP\"}}\n}\n{\n \"status\": \"DOWN\",\n \"components\": {\"db\": {\"status\": \"DOWN\"}}\n}\n"
        #expect(Self.log(Self.read(text)) == [.pass, .fail])
        #expect(Self.read(text).map(\.observation.line) == [1, 5])
        #expect(Self.kind(text) == .health)
    }

    @Test func `a HAR file is read`() {
        let text =
            #"{"log":{"version":"1.2","entries":[{"startedDateTime":"2025-03-01T10:00:00.5Z","time":41.5,"request":{"method":"GET","url":"http://shop/health"},"response":{"status":503,"statusText":"x","headers":[{"name":"Content-Type","value":"application/json"}],"content":{"mimeType":"application/json","text":"{\"status\":\"DOWN\"}"}}},{"startedDateTime":"2025-03-01T10:00:05Z","time":3,"request":{"method":"GET","url":"http://shop/health"},"response":{"status":0,"_error":"net::ERR_CONNECTION_REFUSED","headers":[],"content":{}}}]}}"#
        let answers = Self.read(text)
        #expect(Self.log(answers) == [.fail, .unreachable])
        #expect(answers.last?.observation.errorType == "connection_refused")
        #expect(answers.first?.observation.duration == 41_500_000)
        #expect(Self.kind(text) == .health)
    }

    @Test(arguments: [
        ("shop_ready_20250301T100000Z.json", "shop", HealthKind.ready, nil as Int?, "2025-03-01T10:00:00.000Z"),
        ("2025-03-01T10-00-00Z-shop-ready-503.json", "shop", .ready, 503, "2025-03-01T10:00:00.000Z"),
        ("captures/orders/health-1740823200.json", "orders", .health, nil, "2025-03-01T10:00:00.000Z"),
        ("payment-service.live.2025-03-01_10-00-00.123.txt", "payment-service", .live, nil, "2025-03-01T10:00:00.123Z"),
    ])
    func `the name of a file says who, what and when`(
        _ path: String, _ service: String, _ kind: HealthKind, _ code: Int?, _ time: String
    ) {
        let name = SnapshotName(path: path)
        #expect(name.service == service)
        #expect(name.kind == kind)
        #expect(name.statusCode == code)
        #expect(name.time?.formatted(digits: 3) == time)
    }

    @Test func `probes of a chaos journal become answers with their phase`() {
        let probe = { (phase: String, status: Int) in
            #"{"activity":{"name":"edge-is-up","type":"probe","provider":{"type":"http","url":"http://edge/healthz"}},"output":{"status":\#(status),"headers":{"Content-Type":"text/plain"},"body":"\#(phase)"},"start":"2025-03-01T10:00:00.5","duration":0.01}"#
        }
        let journal =
            #"{"chaoslib-version":"1.44.0","steady_states":{"before":{"probes":[\#(probe("ok", 200))]},"after":{"probes":[\#(probe("fail", 503))]}},"run":[{"activity":{"name":"pay","provider":{"type":"http","url":"http://edge/orders"}},"output":{"status":200,"headers":{},"body":"{}"}}],"rollbacks":[]}"#
        let answers = JournalProbes.read(Array(journal.utf8))
        #expect(answers.map(\.observation.phase) == ["before", "after"])
        #expect(answers.map(\.observation.statusCode) == [200, 503])
        #expect(answers.allSatisfy { $0.observation.time != nil && $0.observation.service == "edge" })
    }
}
