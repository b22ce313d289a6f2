import CivicFormats
import CivicModel
import Testing

struct HealthFormatTests {
    @Test(arguments: HealthFormats.all.map { $0.id })
    func `a format reads its own samples as it says`(_ id: String) throws {
        let format = try #require(HealthFormats.format(id))
        for sample in format.samples {
            let report = HealthFormats.report(of: HealthDocument(Array(sample.text.utf8)))
            #expect(report.format == id, "\(sample.text)")
            #expect(report.overall == sample.overall, "\(sample.text)")
            #expect(report.components.count == sample.components, "\(sample.text)")
        }
    }

    @Test func `ids are unique and formats have titles`() {
        #expect(Set(HealthFormats.all.map { $0.id }).count == HealthFormats.all.count)
        #expect(HealthFormats.all.allSatisfy { !$0.title.isEmpty })
    }

    @Test(arguments: [
        ("OUT_OF_SERVICE", HealthStatus.fail), ("out-of-service", .fail), ("Partially Available", .warn), ("UP", .pass),
        ("shutting_down", .fail), ("not_run", .unknown), ("PONG", .pass),
    ])
    func `a word is read whatever its style`(_ word: String, _ status: HealthStatus) {
        #expect(HealthStatus(word: word) == status)
    }

    @Test func `other words mean nothing`() {
        #expect(HealthStatus(word: "I <3 Production!") == nil)
        #expect(HealthStatus(word: "") == nil)
    }

    private static func report(_ text: String, _ hint: HealthDocument.Hint = .none) -> HealthReport {
        HealthFormats.report(of: HealthDocument(Array(text.utf8), hint: hint))
    }

    @Test func `a component keeps what the body says of it`() throws {
        let report = Self.report(
            #"{"status":"warn","releaseId":"3.4.1","checks":{"db:responseTime":[{"componentType":"datastore","observedValue":412,"observedUnit":"ms","status":"warn","time":"2025-03-01T10:00:00Z","output":"slow"}]}}"#
        )
        let component = try #require(report.components.first)
        #expect(component.name == "db:responseTime")
        #expect(component.kind == "datastore")
        #expect(component.value == "412" && component.unit == "ms")
        #expect(component.message == "slow")
        #expect(component.time?.formatted(digits: 0) == "2025-03-01T10:00:00Z")
        #expect(report.version == "3.4.1")
        #expect(report.overallSource == .reported && report.rawStatus == "warn")
    }

    @Test func `nested components and their details are kept`() throws {
        let report = Self.report(
            #"{"status":"DOWN","components":{"stores":{"status":"DOWN","components":{"a":{"status":"DOWN","details":{"error":"full","free":{"bytes":0}}}}}}}"#
        )
        let inner = try #require(report.components.first?.children.first)
        #expect(inner.name == "a" && inner.status == .fail && inner.message == "full")
        #expect(inner.details.contains(.init(path: "free.bytes", value: "0")))
    }

    @Test func `a body that needs repair is read and flagged`() {
        #expect(Self.report("{\"status\":\"UP\",}").isMalformed)
        #expect(Self.report("{\"status\":\"UP\",}").overall == .pass)
        #expect(Self.report("{\"status\":\"DOWN\",\"components\":{\"db\":{\"status\":\"DO").overall == .fail)
        #expect(!Self.report("{\"status\":\"UP\"}").isMalformed)
    }

    @Test func `a body inside a string is read`() {
        #expect(Self.report(#""{\"status\":\"DOWN\",\"components\":{}}""#).overall == .fail)
    }

    @Test func `nesting without end is cut off`() {
        let deep = String(repeating: #"{"status":"UP","components":{"a":"#, count: 5_000)
        let report = Self.report(deep)
        #expect(report.overall == .pass)
        #expect(report.isMalformed)
    }

    @Test func `what changes by itself does not change the stable text`() {
        func stable(_ text: String) -> [UInt8] { StableText.of(HealthDocument(Array(text.utf8))) }
        #expect(
            stable(#"{"status":"UP","time":"2025-03-01T10:00:00Z","uptime":12}"#)
                == stable(#"{"status":"UP","time":"2025-03-01T10:00:05Z","uptime":17}"#))
        #expect(stable(#"{"status":"UP"}"#) != stable(#"{"status":"DOWN"}"#))
        // A number under a word of time, whatever the style of the key.
        for key in ["responseTimeMs", "server_time_utc", "lastUpdated", "TimeTaken", "größe.ms", "übertragen_at"] {
            #expect(stable("{\"status\":\"UP\",\"\(key)\":12}") == stable("{\"status\":\"UP\",\"\(key)\":13}"), "\(key)")
        }
        for key in ["statement", "free", "TIMEout", "mstore", "größe"] {
            #expect(stable("{\"status\":\"UP\",\"\(key)\":12}") != stable("{\"status\":\"UP\",\"\(key)\":13}"), "\(key)")
        }
        #expect(stable("db: PASSED fine (0.01s)") == stable("db: PASSED fine (0.07s)"))
    }
}
