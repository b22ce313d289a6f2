import CivicModel
import Testing

@testable import CivicRules

/// Records name the statement that wrote them in many ways.
struct StatementNamingTests {
    private static func found(_ record: String) -> String? {
        StatementSearch.location(in: Array(record.utf8)).map { "\($0.path) \($0.line)" }
    }

    @Test(arguments: [
        (#"{"level":"info","code.file.path":"/app/src/pay.py","code.line.number":12}"#, "/app/src/pay.py 12"),
        (#"{"body":"x","attributes":{"code":{"file":{"path":"src/pay.ts"},"line":{"number":"7"}}}}"#, "src/pay.ts 7"),
        (
            #"{"attributes":[{"key":"code.filepath","value":{"stringValue":"a/b.go"}},{"key":"code.lineno","value":{"intValue":"9"}}]}"#,
            "a/b.go 9"
        ),
        (#"{"message":"x","log.origin":{"file.name":"Pay.java","file":{"name":"Pay.java","line":42}}}"#, "Pay.java 42"),
        (#"{"time":"x","msg":"y","source":{"function":"main.pay","file":"/w/pay.go","line":3}}"#, "/w/pay.go 3"),
        (#"{"msg":"x","pathname":"/srv/app/pay.py","filename":"pay.py","lineno":88}"#, "/srv/app/pay.py 88"),
        (#"{"text":"x","record":{"file":{"name":"pay.py","path":"/srv/pay.py"},"line":5}}"#, "/srv/pay.py 5"),
        (#"{"message":"x","caller_file_name":"Pay.java","caller_line_number":17}"#, "Pay.java 17"),
        (#"{"level":"info","caller":"orders/pay.go:123","msg":"x"}"#, "orders/pay.go 123"),
        (#"{"message":"x","caller":"com.acme.Pay.take(Pay.java:31)"}"#, "Pay.java 31"),
        (#"{"metadata":{"file":"Sources/App/Pay.swift","line":2}}"#, "Sources/App/Pay.swift 2"),
        (#"{"file":"C:\\src\\Pay.cs","line":4}"#, "C:/src/Pay.cs 4"),
        (#"{"log":"{\"caller\":\"a/b.go:6\"}\n","stream":"stdout"}"#, "a/b.go 6"),
        (#"orders-1  | {"caller":"a/b.go:6","msg":"cut he"#, "a/b.go 6"),
        ("I0105 10:00:00.123456    1234 pay.go:123] order paid", "pay.go 123"),
        ("2026/01/05 10:00:00 /w/orders/pay.go:23: order paid", "/w/orders/pay.go 23"),
        ("2026-01-05T10:00:00.123Z\tINFO\torders/pay.go:9\torder paid\t{\"id\": 1}", "orders/pay.go 9"),
        ("time=2026-01-05T10:00:00Z level=info caller=pay.go:12 msg=paid", "pay.go 12"),
        ("2026-01-05 10:00:00,123 INFO [pay.py:12] order paid", "pay.py 12"),
    ])
    func `each way of naming a statement is read`(record: String, location: String) {
        #expect(Self.found(record) == location)
    }

    @Test(arguments: [
        "", "{", "{}", ":", ":1", "a.go:", #"{"file":"data/orders.csv","line":12}"#, #"{"file":"pay.py","line":0}"#,
        #"{"file":"pay.py","line":99999999999999999999}"#, #"{"file":"pay.py","line":-3}"#,
        #"{"file":"pay.py","line":"12a"}"#,
        #"{"file":".py","line":1}"#, #"{"caller":"example.com:443"}"#, #"{"source":"orders"}"#,
        #"{"file":{"py":1},"line":[1]}"#,
        "2026-01-05 10:00:00 connected to db.internal:5432", "pay.go:12ab failed", "pay.go:123456789012 failed",
        #"{"message":"thrown at pay.go:12"}"#,
    ])
    func `what names no statement is taken for none`(record: String) {
        #expect(Self.found(record) == nil)
    }

    @Test func `garbage and every cut of a record are read without harm`() {
        var random = PatternSeed(20_261_125)
        let record = Array(#"{"a":{"b":["\ud800",{"file":"x.go"}],"line":1},"caller":"a/b.go:6","log":"{\"x\":"}"#.utf8)
        for end in record.indices { _ = StatementSearch.location(in: Array(record[..<end])) }
        for _ in 0..<300 {
            var bytes = record
            for _ in 0..<6 { bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            _ = StatementSearch.location(in: bytes)
        }
    }
}
