import CivicModel
import Testing

@testable import CivicFormats

struct SampleBatchTests {
    private static let request =
        #"{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"basket"}},"#
        + #"{"key":"process.pid","value":{"intValue":"42"}}]},"scopeLogs":[{"scope":{"name":"shop.basket","version":"2"},"#
        + #""logRecords":[{"timeUnixNano":"1767607200000000000","severityNumber":9,"body":{"stringValue":"opened"},"#
        + #""attributes":[{"key":"cart.id","value":{"stringValue":"c-1"}},{"key":"service.name","value":{"stringValue":"other"}}],"#
        + #""traceId":"5b8aa5a2d2c872e8321cf37308d69df2"},"#
        + #"{"timeUnixNano":"1767607201000000000","severityNumber":17,"body":{"stringValue":"lost"}}]}]},"#
        + #"{"resource":{"attributes":[]},"scopeLogs":[{"scope":{},"logRecords":["#
        + #"{"timeUnixNano":"0","observedTimeUnixNano":"1767607202000000000","severityNumber":0,"severityText":"WARN","#
        + #""body":{"kvlistValue":{"values":[{"key":"message","value":{"stringValue":"from a map"}}]}}}]}]}]}"#

    private static let summaries = [
        "2026-01-05T10:00:00.000000000Z info basket: opened", "2026-01-05T10:00:01.000000000Z error basket: lost",
        "2026-01-05T10:00:02.000000000Z warn -: from a map",
    ]

    @Test func `an export request gives each of its log records, with what resource and scope say of it`() throws {
        let log = SampleReading(Self.request + "\n" + Self.request + "\n")
        #expect(log.summaries == Self.summaries + Self.summaries)
        #expect(log.isBalanced)
        #expect(log.counts.lines == 2)
        #expect(log.counts.extraRecords == 4)
        #expect(log.records.map(\.line) == [1, 1, 1, 2, 2, 2])
        let first = try #require(log.records.first)
        #expect(first.format == "otlp-json")
        #expect(first.fields["process.pid"] == "42")
        #expect(first.fields["scope.name"] == "shop.basket")
        #expect(first.fields["cart.id"] == "c-1")
        #expect(first.fields["attributes.service.name"] == "other")
        // The records share the bytes of the line between them.
        #expect(first.text.hasPrefix("{\"resourceLogs\""))
        #expect(log.records[2].text.hasSuffix("]}]}]}"))
        #expect(log.records[1].text.hasPrefix("{\"timeUnixNano\":\"1767607201"))
    }

    @Test func `a pretty-printed request gives the same records, each with its own lines`() {
        let pretty = SampleBatchTests.indented(Self.request)
        let log = SampleReading(pretty + "\n")
        #expect(log.summaries == Self.summaries)
        #expect(log.isBalanced)
        #expect(log.counts.lines == pretty.split(separator: "\n").count)
        for record in log.records[1...] {
            #expect(pretty.utf8.dropFirst(record.byte).starts(with: record.text.utf8))
            #expect(pretty.utf8.prefix(record.byte).count { $0 == 0x0a } + 1 == record.line)
        }
    }

    @Test(arguments: ["records", "Records"])
    func `a list of records in an export is read element by element`(_ key: String) {
        let log = SampleReading(
            #"{"\#(key)": [{"time":"2026-01-05T10:00:00.1234567Z","level":"Error","category":"App","operationName":"Log","#
                + #""resourceId":"/x","properties":{"message":"one"}}, {"time":"2026-01-05T10:00:01Z","level":"Warning","#
                + #""category":"App","operationName":"Log","resourceId":"/x","properties":{"message":"two"}}]}"# + "\n")
        #expect(log.messages == ["one", "two"])
        #expect(log.records.map(\.level) == [.error, .warn])
        #expect(log.records.map(\.format) == ["azure-resource", "azure-resource"])
        #expect(log.isBalanced)
    }

    @Test func `events of a subscription keep the group they come from, and a record in a message is unwrapped`() throws {
        let log = SampleReading(
            #"{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"/shop/basket","logStream":"s","logEvents":["#
                + #"{"id":"1","timestamp":1767607200123,"message":"{\"level\":\"error\",\"msg\":\"no stock\"}"},"#
                + #"{"id":"2","timestamp":1767607201123,"message":"plain words"}]}"# + "\n")
        #expect(log.messages == ["no stock", "plain words"])
        #expect(log.records.map(\.service) == ["/shop/basket", "/shop/basket"])
        #expect(log.records.map(\.time) == ["2026-01-05T10:00:00.123Z", "2026-01-05T10:00:01.123Z"])
        #expect(log.records[0].level == .error)
        #expect(log.records[0].fields["logEvents"] == "[]")
        #expect(log.isBalanced)
    }

    @Test(arguments: [
        #"{"time":"2026-01-05T10:00:00Z","level":"info","msg":"read","records":[{"time":1,"message":"x"}]}"#,
        #"{"records":[]}"#, #"{"records":[1,2,3]}"#, #"{"records":[{"a":1},{"a":2}]}"#, #"{"items":["a"]}"#,
        #"{"resourceLogs":[]}"#, #"{"resourceLogs":"none"}"#,
    ])
    func `an object that only resembles a batch stays one record`(_ line: String) {
        let log = SampleReading(line + "\n" + line + "\n")
        #expect(log.counts.records == 2)
        #expect(log.isBalanced)
        #expect(log.records.map(\.text) == [line, line])
    }

    @Test(arguments: [
        "[{\"ts\":\"2026-01-05T10:00:00Z\",\"msg\":\"a\"},{\"ts\":\"2026-01-05T10:00:01Z\",\"msg\":\"b\"}]\n",
        "[\n{\"ts\":\"2026-01-05T10:00:00Z\",\"msg\":\"a\"},\n{\"ts\":\"2026-01-05T10:00:01Z\",\"msg\":\"b\"}\n]\n",
        "[\n  {\n    \"ts\": \"2026-01-05T10:00:00Z\",\n    \"msg\": \"a\"\n  },\n  {\n    \"ts\": \"2026-01-05T10:00:01Z\",\n"
            + "    \"msg\": \"b\"\n  }\n]\n",
        "[ {\n  \"ts\" : \"2026-01-05T10:00:00Z\",\n  \"msg\" : \"a\"\n}, {\n  \"ts\" : \"2026-01-05T10:00:01Z\",\n"
            + "  \"msg\" : \"b\"\n} ]\n",
        "{\"ts\":\"2026-01-05T10:00:00Z\",\"msg\":\"a\"}{\"ts\":\"2026-01-05T10:00:01Z\",\"msg\":\"b\"}\n",
        "{\"ts\":\"2026-01-05T10:00:00Z\",\"msg\":\"a\"},\r\n{\"ts\":\"2026-01-05T10:00:01Z\",\"msg\":\"b\"},\r\n",
    ])
    func `a list of objects over a file or a line is its objects`(_ text: String) {
        let log = SampleReading(text)
        #expect(log.summaries == ["2026-01-05T10:00:00Z none -: a", "2026-01-05T10:00:01Z none -: b"])
        #expect(log.isBalanced)
        #expect(log.counts.rejected == 0)
        #expect(log.counts.lines == text.utf8.count { $0 == 0x0a })
    }

    @Test func `a list that breaks off keeps what it held before`() {
        let log = SampleReading("[{\"ts\":\"2026-01-05T10:00:00Z\",\"msg\":\"a\"},{\"ts\":\"2026-01-05T1\n{\"msg\":\"next\"}\n")
        #expect(log.messages == ["a", "next"])
        #expect(log.rejects.map(\.why) == [.cutJSON])
        #expect(log.isBalanced)
    }

    /// One token a line, two blanks a level.
    static func indented(_ json: String) -> String {
        var out = ""
        var depth = 0
        var inString = false
        func newLine() { out += "\n" + String(repeating: "  ", count: depth) }
        for c in json {
            if inString {
                out.append(c)
                if c == "\"" { inString = false }
                continue
            }
            switch c {
            case "\"":
                inString = true
                out.append(c)
            case "{", "[":
                out.append(c)
                depth += 1
                newLine()
            case "}", "]":
                depth -= 1
                newLine()
                out.append(c)
            case ",":
                out.append(c)
                newLine()
            case ":": out += ": "
            default: out.append(c)
            }
        }
        return out
    }
}
