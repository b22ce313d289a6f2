import CivicFormats
import CivicModel
import Testing

struct HealthEnvelopeTests {
    private static func tree(_ text: String) throws -> JSONTree {
        try #require(JSONTreeReader.document(Array(text.utf8))?.tree)
    }

    @Test(arguments: [
        #"{"schema":"civic.health.snapshot/1","time":"2025-03-01T10:00:05.120Z","service.name":"shop","civic.health.kind":"ready","url.full":"http://shop:8080/health/ready","http.response.status_code":503,"http.response.header.content-type":["application/json"],"http.client.request.duration":0.041,"http.response.body.content":{"status":"DOWN"},"civic.run.phase":"during"}"#,
        #"{"time":"2025-03-01T10:00:05.120Z","service":{"name":"shop"},"civic":{"health":{"kind":"ready"},"run.phase":"during"},"url":{"full":"http://shop:8080/health/ready"},"http":{"response":{"status_code":503,"headers":{"Content-Type":"application/json"},"body":{"content":"{\"status\":\"DOWN\"}"}},"client.request.duration":0.041}}"#,
        #"{"observedAt":"2025-03-01T10:00:05.120Z","service":"shop","url":"http://shop:8080/health/ready","status":503,"latencyMs":41,"headers":[{"name":"content-type","value":"application/json"}],"body":"{\"status\":\"DOWN\"}","phase":"during"}"#,
    ])
    func `an answer is the same in every spelling`(_ line: String) throws {
        let line = try Self.tree(line)
        #expect(HealthEnvelope.recognises(line))
        let answer = HealthEnvelope.read(line)
        let observation = answer.observation
        #expect(observation.time?.formatted(digits: 3) == "2025-03-01T10:00:05.120Z")
        #expect(observation.service == "shop" && observation.kind == .ready)
        #expect(observation.url == "http://shop:8080/health/ready")
        #expect(observation.statusCode == 503 && observation.errorType == nil)
        #expect(observation.duration == 41_000_000)
        #expect(observation.headers == [.init(name: "content-type", value: "application/json")])
        #expect(answer.body == Array(#"{"status":"DOWN"}"#.utf8))
        #expect(observation.phase == "during")
    }

    @Test(arguments: [
        ("connection refused", "connection_refused"), ("timeout", "timeout"), ("ECONNRESET", "connection_reset"),
        ("dial tcp: lookup shop: no such host", "dns"), ("x509: certificate has expired", "tls"),
        ("context deadline exceeded", "timeout"), ("something else", "_OTHER"),
    ])
    func `an error without an answer gets the name of its kind`(_ text: String, _ type: String) throws {
        let line = try Self.tree(
            #"{"observedAt":"2025-03-01T10:00:00Z","url":"http://shop/health","status":null,"error":"\#(text)"}"#)
        let observation = HealthEnvelope.read(line).observation
        #expect(observation.errorType == type)
        #expect(observation.statusCode == nil)
        #expect(observation.errorMessage == text)
    }

    @Test(arguments: [
        #"{"time":"2025-03-01T10:00:00Z","level":"info","msg":"health check","url":"http://shop/health","status":200}"#,
        #"{"timestamp":"2025-03-01T10:00:00Z","message":"probe failed","status":"DOWN","checks":[]}"#,
        #"{"ts":"2025-03-01T10:00:00Z","method":"GET","url":"/healthz","status":200,"latency_ms":3}"#,
        #"{"time":"2025-03-01T10:00:00Z","service":"shop","event":"paid","status":200,"body":{"order":17}}"#,
    ])
    func `a record of a log is no recorded answer`(_ line: String) throws {
        #expect(!HealthEnvelope.recognises(try Self.tree(line)))
    }

    @Test(arguments: [
        ("http://127.0.0.1:7104/readyz?verbose", HealthKind.ready), ("http://h/health?ready=1", .ready),
        ("http://h/q/health/live", .live), ("http://h/actuator/health", .health), ("http://ready.example/status", .health),
        ("http://h/health-check?type=alive", .live), ("http://h/startupz", .startup),
    ])
    func `the kind is told by the words of the path`(_ url: String, _ kind: HealthKind) {
        #expect(HealthKindInference.kind(url: url) == kind)
    }
}
