import CivicModel
import Testing

@testable import CivicRules

struct StatementSearchTests {
    @Test(arguments: [
        (#"{"msg":"x","code.file.path":"src/a.go","code.line.number":12}"#, "src/a.go", 12),
        (#"{"level":"info","caller":"pay/charge.go:77","msg":"x"}"#, "pay/charge.go", 77),
        (#"{"time":"t","source":{"function":"main.f","file":"/home/ci/main.go","line":5},"msg":"x"}"#, "/home/ci/main.go", 5),
        (#"{"pathname": "/app/pay.py", "lineno": 31, "message": "x"}"#, "/app/pay.py", 31),
        (#"{"log.origin.file.name":"App.java","log.origin.file.line":"9","message":"cut of"#, "App.java", 9),
        ("I0105 10:00:00.123456    1 server.go:101] started", "server.go", 101),
        ("2026/01/05 10:00:00 main.go:45: started", "main.go", 45),
        ("time=2026-01-05T10:00:00Z level=info caller=app/x.go:3 msg=x", "app/x.go", 3),
    ])
    func `the statement is found as common libraries name it`(_ text: String, _ path: String, _ line: Int) {
        #expect(StatementSearch.location(in: Array(text.utf8)) == CodeLocation(path: path, line: line))
    }

    @Test(arguments: [
        #"{"message":"see file report.pdf","line":3}"#, #"{"source":"10.0.0.1:8080"}"#, #"{"caller":"alice:1"}"#,
        "GET /a.html:8080 200",
        #"{"pathname":"/app/pay.py","lineno":-1}"#, #"{"file":"","line":4}"#, "",
    ])
    func `what only looks like one is none`(_ text: String) {
        #expect(StatementSearch.location(in: Array(text.utf8)) == nil)
    }

    @Test func `no bytes trap it`() {
        var state: UInt64 = 5
        let seed = Array(#"{"caller":"pay/charge.go:77","file":"a.go","line":1,"pathname":"x.py","lineno":2} b.go:9] "#.utf8)
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0..<4 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 22)
            }
            _ = StatementSearch.location(in: Array(bytes.prefix(Int(state >> 40) % bytes.count)))
        }
    }
}
