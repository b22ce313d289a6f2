import CivicFormats
import CivicModel
import Testing

/// Members of a JSON object as a scan lists them: dotted paths, kinds, and the bytes of the values.
struct ListedObject {
    var fields: [(path: String, kind: ValueKind, value: String)] = []
    private var bytes: [UInt8]
    private var i = 0

    /// Nil when `text` is no JSON object. Not a validator.
    init?(_ text: String) {
        bytes = Array(text.utf8)
        guard object(""), fields.count > 0 else { return nil }
    }

    var keys: ShapeKeys { ShapeKeys(fields.map { ($0.path, $0.kind) }) }

    private var byte: UInt8 { i < bytes.count ? bytes[i] : 0 }

    private mutating func blanks() { while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { i += 1 } }

    private mutating func string() -> String? {
        guard byte == UInt8(ascii: "\"") else { return nil }
        let start = i + 1
        i += 1
        while i < bytes.count, byte != UInt8(ascii: "\"") { i += byte == UInt8(ascii: "\\") ? 2 : 1 }
        guard i < bytes.count else { return nil }
        i += 1
        return String(decoding: bytes[start..<(i - 1)], as: UTF8.self)
    }

    private mutating func object(_ prefix: String) -> Bool {
        blanks()
        guard byte == UInt8(ascii: "{") else { return false }
        i += 1
        blanks()
        if byte == UInt8(ascii: "}") {
            i += 1
            if !prefix.isEmpty { fields.append((String(prefix.dropLast()), .emptyObject, "")) }
            return true
        }
        while true {
            blanks()
            guard let key = string() else { return false }
            blanks()
            guard byte == UInt8(ascii: ":") else { return false }
            i += 1
            blanks()
            guard value(prefix + key) else { return false }
            blanks()
            if byte == UInt8(ascii: ",") { i += 1 } else { break }
        }
        guard byte == UInt8(ascii: "}") else { return false }
        i += 1
        return true
    }

    private mutating func value(_ path: String) -> Bool {
        switch byte {
        case UInt8(ascii: "{"): return object(path + ".")
        case UInt8(ascii: "["):
            var depth = 0
            repeat {
                if byte == UInt8(ascii: "\"") {
                    guard string() != nil else { return false }
                    continue
                }
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
                if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
                i += 1
            } while depth > 0 && i < bytes.count
            fields.append((path, .array, ""))
            return depth == 0
        case UInt8(ascii: "\""):
            guard let text = string() else { return false }
            fields.append((path, text.isEmpty ? .emptyString : .string, text))
            return true
        default:
            let start = i
            while i < bytes.count, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}"), byte > 0x20 { i += 1 }
            let text = String(decoding: bytes[start..<i], as: UTF8.self)
            let kind: ValueKind
            switch text {
            case "null": kind = .null
            case "true", "false": kind = .boolean
            default:
                kind = text.contains { ".eE".contains($0) } ? .decimal : text.utf8.count > 15 ? .bigInteger : .integer
            }
            fields.append((path, kind, text))
            return !text.isEmpty
        }
    }
}

/// A record read through its dialect, as the pipeline does it.
struct ReadRecord {
    var dialect: Dialect
    var time: ParsedTime
    var level: Level
    var values: [Role: String] = [:]
    var paths: [Role: String] = [:]

    init?(_ text: String, overrides: [Role: [String]] = [:]) {
        guard let listed = ListedObject(text) else { return nil }
        let keys = listed.keys
        dialect = Dialects.dialect(for: keys)
        for (role, index) in RoleAliases.resolve(keys, dialect: dialect, overrides: overrides) {
            values[role] = listed.fields[index].value
            paths[role] = listed.fields[index].path
        }
        let parser = TimeParser()
        time = .absent
        if let path = paths[.time], let index = keys.index(of: path) {
            let field = listed.fields[index]
            if let nanos = RoleAliases.nanosecondsIndex(keys, time: index) {
                time = withExactBytes(field.value) { s, sn in
                    withExactBytes(listed.fields[nanos].value) { f, fn in
                        parser.parseSplit(
                            seconds: UnsafeBufferPointer(start: s, count: sn),
                            nanoseconds: UnsafeBufferPointer(start: f, count: fn))
                    }
                }
            } else if field.kind == .string {
                time = withExactBytes(field.value) { parser.parse($0, $1) }
            } else {
                time = withExactBytes(field.value) { parser.parseNumber($0, $1) }
            }
        }
        level = dialect.levelWhenAbsent ?? .none
        if let word = values[.level] {
            let scale = dialect.levelScale
            level =
                withExactBytes(word) {
                    LevelReader.level(word: UnsafeBufferPointer(start: $0, count: $1), scale: scale)
                } ?? .none
        }
    }

    var utc: String? {
        time.isReadable ? Instant(nanoseconds: time.nanoseconds).formatted(digits: time.shape.digits) : nil
    }
}

@Suite struct `Schemas of structured records` {
    @Test(arguments: Dialects.all.map(\.id))
    func `every dialect reads its own samples`(id: String) throws {
        let dialect = try #require(Dialects.all.first { $0.id == id })
        #expect(!dialect.samples.isEmpty)
        for sample in dialect.samples {
            let record = try #require(ReadRecord(sample.text), "\(id): no JSON object")
            #expect(record.dialect.id == id, "\(sample.text)")
            #expect(record.utc == sample.time, "\(sample.text)")
            #expect(record.level == sample.level, "\(sample.text)")
            #expect(record.values[.message] == sample.message, "\(sample.text)")
        }
    }

    @Test func `ids are unique and the last dialect takes every object`() {
        let ids = Dialects.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.last == "json")
        #expect(ids.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
        #expect(Dialects.dialect(for: ShapeKeys([])).id == "json")
    }

    private func roles(_ text: String, overrides: [Role: [String]] = [:]) throws -> [Role: String] {
        try #require(ReadRecord(text, overrides: overrides)).paths
    }

    @Test func `ids of events, causes and flows are found under the names of every dialect`() throws {
        let loguru = try roles(
            #"{"text":"x","record":{"message":"m","exception":null,"extra":{"event_id":"e","causation_id":"c","#
                + #""correlation_id":"k","trace_id":"t"},"level":{"name":"INFO"},"time":{"repr":"r","timestamp":1.5}}}"#)
        #expect(loguru[.event] == "record.extra.event_id")
        #expect(loguru[.cause] == "record.extra.causation_id")
        #expect(loguru[.trace] == "record.extra.trace_id")
        #expect(loguru[.errorStack] == nil)

        let pino = try roles(
            #"{"level":30,"time":1767607200698,"pid":1,"hostname":"h","name":"shipping","traceId":"t","eventId":"e","#
                + #""causationId":"c","msg":"m"}"#)
        #expect(pino[.service] == "name")
        #expect(pino[.instance] == "hostname")
        #expect([pino[.trace], pino[.event], pino[.cause]] == ["traceId", "eventId", "causationId"])

        let zap = try roles(
            #"{"level":"info","ts":1767607200.5,"logger":"pricing","caller":"a.go:1","msg":"m","trace_id":"t","ce-id":"e","#
                + #""ce-causationid":"c","service":"pricing"}"#)
        #expect(zap[.service] == "service")
        #expect(zap[.logger] == "logger")
        #expect([zap[.trace], zap[.event], zap[.cause]] == ["trace_id", "ce-id", "ce-causationid"])

        let payload = try roles(
            #"{"severity":"INFO","message":"m","correlationId":"t","messageId":"e","inReplyTo":"c"}"#)
        #expect(payload[.level] == "severity")
        #expect([payload[.trace], payload[.event], payload[.cause]] == ["correlationId", "messageId", "inReplyTo"])

        let logfmt = try roles(
            #"{"ts":"2026-01-05T10:00:00Z","level":"info","service":"n","msg":"m","trace":"t","event":"e","cause":"c"}"#)
        #expect(logfmt[.message] == "msg")
        #expect([logfmt[.trace], logfmt[.event], logfmt[.cause]] == ["trace", "event", "cause"])

        let logfmter = try roles(
            #"{"time":"t","level":"INFO","logger":"n","msg":"m","event_id":"e","cause":"c","corr":"k","order":"o","to":"x"}"#)
        #expect([logfmter[.trace], logfmter[.event], logfmter[.cause]] == ["corr", "event_id", "cause"])

        let ecs = try roles(
            #"{"@timestamp":"t","log.level":"info","message":"m","ecs.version":"8","service.name":"s","service.version":"1","#
                + #""trace.id":"t","span.id":"s","event.id":"e","event.action":"a.v1","labels.correlation_id":"k","#
                + #""http.request.id":"r","event.outcome":"success","event.duration":1,"http.response.status_code":202}"#)
        #expect([ecs[.trace], ecs[.event], ecs[.eventType]] == ["trace.id", "event.id", "event.action"])
        #expect(ecs[.cause] == nil)
        #expect([ecs[.request], ecs[.outcome]] == ["http.request.id", "event.outcome"])
        #expect(ecs[.httpStatus] == "http.response.status_code")

        let log4j = try roles(
            #"{"instant":{"epochSecond":1767607200,"nanoOfSecond":1},"level":"INFO","loggerName":"a","message":"m","#
                + #""loggerFqcn":"f","contextMap":{"traceId":"t"},"threadId":1,"service":"pricing","thrown":{"name":"E","#
                + #""message":"x","extendedStackTrace":"at"}}"#)
        #expect([log4j[.trace], log4j[.service], log4j[.errorType]] == ["contextMap.traceId", "service", "thrown.name"])
        #expect(log4j[.errorStack] == "thrown.extendedStackTrace")

        let axon = try roles(#"{"message":"m","metadata":{"$correlationId":"k","$causationId":"c"},"eventId":"e"}"#)
        #expect([axon[.trace], axon[.cause]] == ["metadata.$correlationId", "metadata.$causationId"])
    }

    @Test func `nested and flat keys of a generic record fill the same roles`() throws {
        let nested = try roles(
            #"{"timestamp":"t","level":"error","service":{"name":"orders","version":"1.2.3"},"message":"m","trace_id":"t","#
                + #""span_id":"s","event_id":"e","causation_id":"c","http":{"method":"POST","path":"/a","status":503},"#
                + #""duration_ms":3.5,"error":{"type":"TimeoutError","message":"late"}}"#)
        let expected: [Role: String] = [
            .time: "timestamp", .level: "level", .message: "message", .service: "service.name", .version: "service.version",
            .event: "event_id", .cause: "causation_id", .trace: "trace_id", .span: "span_id", .errorType: "error.type",
            .errorMessage: "error.message", .httpMethod: "http.method", .httpRoute: "http.path", .httpStatus: "http.status",
            .duration: "duration_ms",
        ]
        #expect(nested == expected)
    }

    @Test func `decoys fill no role`() throws {
        let zerolog = try roles(
            #"{"level":"info","component":"Proxy","method":"DELETE","url":"/toxics","status":404,"host":"127.0.0.1:7474","#
                + #""name":"inventory-db","time":"2026-11-22T10:34:45.411Z","message":""}"#)
        #expect(zerolog[.instance] == nil)
        #expect(zerolog[.service] == nil)
        #expect(zerolog[.message] == "message")
        #expect(zerolog[.httpStatus] == "status")

        let python = try roles(#"{"asctime":"t","levelname":"INFO","name":"a.b","message":"m","pid":1,"hostname":"h"}"#)
        #expect(python[.service] == nil)
        #expect(python[.logger] == "name")

        let gelf = try roles(#"{"version":"1.1","host":"h","short_message":"m","level":6,"timestamp":1767607200.5}"#)
        #expect(gelf[.version] == nil)

        let audit = try roles(#"{"auditID":"a","stage":"Panic","level":"Request","stageTimestamp":"t"}"#)
        #expect(audit[.environment] == nil)
        #expect(audit[.level] == nil)

        let counter = try roles(#"{"message":"m","version":1,"status":"open","path":"/tmp/x","event_id":7}"#)
        #expect(counter == [.message: "message"])

        let journal = try roles(#"{"__REALTIME_TIMESTAMP":"1767607200123456","MESSAGE":"m","MESSAGE_ID":"type"}"#)
        #expect(journal[.event] == nil)
        #expect(journal[.eventType] == "MESSAGE_ID")
    }

    @Test func `null and empty values are passed over for the next name`() throws {
        let record = try roles(
            #"{"message":"","text":"m","trace_id":null,"correlation_id":"k","service":"","app":"orders","error":{}}"#)
        #expect(record == [.message: "text", .trace: "correlation_id", .service: "app"])
    }

    @Test func `what the user says wins over schema and names`() throws {
        let text = #"{"level":30,"time":1767607200698,"pid":1,"hostname":"h","name":"a","svc":"b","msg":"m","deal":"d"}"#
        let record = try roles(text, overrides: [.service: ["svc"], .event: ["nothing", "deal"]])
        #expect(record[.service] == "svc")
        #expect(record[.event] == "deal")
        #expect(record[.message] == "msg")
    }

    @Test func `the event of structlog is its message, beside a message it is a name, beside a cause an id`() throws {
        let structlog = try roles(#"{"event":"order placed","level":"info","timestamp":"t"}"#)
        #expect(structlog[.message] == "event")
        #expect(structlog[.event] == nil)
        let named = try roles(#"{"event":"order.placed","level":"info","time":"t","message":"m"}"#)
        #expect(named[.eventType] == "event")
        let caused = try roles(#"{"event":"e-1","level":"info","time":"t","message":"m","causation_id":"c"}"#)
        #expect(caused[.event] == "event")
    }

    @Test func `of two equal paths the last counts`() {
        let keys = ShapeKeys([("time", .string), ("log", .string), ("time", .integer)])
        #expect(keys.index(of: "time") == 2)
        #expect(keys.kind(of: "time") == .integer)
        #expect(keys.pathCount == 2)
        #expect(RoleAliases.resolve(keys, dialect: Dialects.json).first { $0.role == .time }?.index == 2)
    }
}
