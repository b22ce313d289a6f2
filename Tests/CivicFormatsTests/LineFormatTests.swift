import CivicFormats
import CivicModel
import Testing

/// One line, the format that must have it, and all fields in order.
struct LineCase: Sendable, CustomTestStringConvertible {
    var format: String
    var line: String
    var fields: [String]
    var payload: String?

    init(_ format: String, _ line: String, _ fields: [String], payload: String? = nil) {
        (self.format, self.line, self.fields, self.payload) = (format, line, fields, payload)
    }

    var testDescription: String { "\(format): \(line)" }
}

struct SampleCase: Sendable, CustomTestStringConvertible {
    var format: String
    var sample: FormatSample
    var testDescription: String { "\(format): \(sample.text)" }

    static let all: [SampleCase] = LineFormats.all.flatMap { format in
        format.samples.map { SampleCase(format: format.id, sample: $0) }
    }
}

struct LineFormatTests {
    @Test func `every format has samples, an id of its own and a place in the list`() {
        let ids = LineFormats.all.map { $0.id }
        #expect(Set(ids).count == ids.count)
        #expect(ids.last == PlainText.id)
        for format in LineFormats.all { #expect(format.samples.count >= 2, "\(format.id)") }
    }

    @Test(arguments: SampleCase.all)
    func `a sample is read by its format and by none before it`(_ example: SampleCase) {
        let reading = LineReading(example.sample.text)
        #expect(reading.format?.id == example.format)
        if let payload = reading.payload {
            // What the record inside says is for its own reader; it must be whole.
            #expect(example.sample.text.hasSuffix(payload))
            if let message = example.sample.message { #expect((payload + (reading.message ?? "")).contains(message)) }
            if reading.time != nil { #expect(reading.time == example.sample.time) }
        } else {
            #expect(reading.time == example.sample.time)
            #expect(reading.level == example.sample.level)
            #expect(reading.message == example.sample.message)
        }
    }

    @Test(arguments: LineFormatTests.cases)
    func `a line gives these fields in this order`(_ example: LineCase) {
        let reading = LineReading(example.line)
        #expect(reading.format?.id == example.format)
        #expect(reading.fields == example.fields)
        #expect(reading.payload == example.payload)
    }

    @Test func `a piece of a record says that it goes on`() {
        let piece = LineReading("2026-01-02T03:04:05.000000006Z stdout P {\"msg\":\"a very")
        #expect(piece.isPartial)
        #expect(piece.payload == "{\"msg\":\"a very")
        #expect(!LineReading("2026-01-02T03:04:05.000000006Z stdout F long\"}").isPartial)
    }

    @Test(arguments: [
        "rows | 5", "INFO  | nothing moved", "3 of 5 disks are full", "A quick brown fox", "I could not do it",
        "Error while opening the store", "message without a = sign", "a=b", "a=b c=d", "see [main] for more",
        "<not a priority> text", "<999>1 - - - - - - x", "{\"half\": \"an object\"", "rate: 5/s, price: 3",
    ])
    func `a line that only resembles a format is plain text or a level's text`(_ line: String) {
        let id = LineReading(line).format?.id
        #expect(id == PlainText.id || (id == LevelText.id && line.hasPrefix("INFO")), "\(id ?? "nothing")")
    }

    @Test func `a terminal's colours are taken out, and a line without them is left alone`() {
        var buffer: [UInt8] = [1]
        func strip(_ text: String) -> String? {
            var text = text
            return text.withUTF8 { ANSI.strip($0, into: &buffer) } ? String(decoding: buffer, as: UTF8.self) : nil
        }
        #expect(strip("plain") == nil)
        #expect(buffer == [1])
        #expect(strip("\u{1B}[2Kweb-1  | \u{1B}[31m\u{1B}[1mWARNING: \u{1B}[0mno") == "web-1  | WARNING: no")
        #expect(strip("\u{1B}]0;title\u{07}text\u{1B}]8;;http://x\u{1B}\\link") == "textlink")
        #expect(strip("cut\u{1B}[3") == "cut")
        #expect(strip("\u{1B}") == "")
    }

    static let cases: [LineCase] = [
        // Envelopes
        LineCase("docker-compose", "cart-12  | listening", ["service=cart", "container=cart-12"], payload: "listening"),
        LineCase("docker-compose", "proxy   | ", ["service=proxy", "container=proxy", "message:emptyString="]),
        LineCase(
            "cri", "2026-01-02T03:04:05.678901234Z stderr F  indented",
            ["time=2026-01-02T03:04:05.678901234Z", "stream=stderr"], payload: " indented"),
        LineCase(
            "syslog-rfc5424", "<0>1 - - - - - - \u{FEFF}down", ["level:integer=0", "message=down"]),
        LineCase(
            "syslog-rfc5424", #"<134>1 2026-01-02T03:04:05Z h-1 app 12 ID7 [a@1 k="v" e=""][b x="\]"] text here"#,
            [
                "time=2026-01-02T03:04:05Z", "level:integer=6", "host=h-1", "service=app", "pid:integer=12", "msgid=ID7", "k=v",
                "e:emptyString=", #"x=\] (escaped)"#, "message=text here",
            ]),
        LineCase(
            "syslog-rfc5424", "<190>1 2026-01-02T03:04:05+00:00 host app web.1 - state changed",
            [
                "time=2026-01-02T03:04:05+00:00", "level:integer=6", "host=host", "service=app", "pid=web.1",
                "message=state changed",
            ]),
        LineCase(
            "syslog-rfc5424", #"<14>1 2026-01-02T03:04:05Z h a - - - @cee: {"msg":"x"}"#,
            ["time=2026-01-02T03:04:05Z", "level:integer=6", "host=h", "service=a"], payload: #"{"msg":"x"}"#),
        LineCase(
            "syslog-rfc3164", "<38>Jan  2 03:04:05 rack-1 sshd[77]: session opened",
            [
                "time=Jan  2 03:04:05", "level:integer=6", "host=rack-1", "service=sshd", "pid:integer=77",
                "message=session opened",
            ]),
        LineCase(
            "syslog-rfc3164", "Jan 12 03:04:05 rack-1 cron: job done",
            ["time=Jan 12 03:04:05", "host=rack-1", "service=cron", "message=job done"]),
        LineCase(
            "syslog-rfc3164", "Jan 12 03:04:05 rack-1 com.x.launchd[1] (com.x.job): exited",
            ["time=Jan 12 03:04:05", "host=rack-1", "service=com.x.launchd", "pid:integer=1", "message=(com.x.job): exited"]),
        LineCase(
            "syslog-rfc3164", "Jan 12 03:04:05 rack-1 last message repeated 3 times",
            ["time=Jan 12 03:04:05", "host=rack-1", "message=last message repeated 3 times"]),
        LineCase("syslog-rfc3164", "<4>disk is slow", ["level:integer=4", "message=disk is slow"]),
        LineCase(
            "syslog-rfc3164",
            #"2026-01-02T03:04:05.678901+01:00 rack-1 web[5]: 10.0.0.1 - - [02/Jan/2026:03:04:05 +0100] "GET / HTTP/1.1" 200 5"#,
            ["time=2026-01-02T03:04:05.678901+01:00", "host=rack-1", "service=web", "pid:integer=5"],
            payload: #"10.0.0.1 - - [02/Jan/2026:03:04:05 +0100] "GET / HTTP/1.1" 200 5"#),

        // Servers
        LineCase(
            "access-common",
            #"10.0.0.1 - ann lee [02/Jan/2026:03:04:05 +0000] "PUT /a?b=c HTTP/1.1" 204 - "https://x/" "ua/1""#,
            [
                "time=02/Jan/2026:03:04:05 +0000", "client=10.0.0.1", "user=ann lee", "method=PUT", "path=/a?b=c",
                "protocol=HTTP/1.1", "status:integer=204", "referer=https://x/", "user_agent=ua/1",
            ]),
        LineCase(
            "access-common",
            #"10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 13 "-" "ua" 80 0.012 [shop-web-80] [] 10.2.0.9:80 13 0.011 200 0123456789abcdef0123456789abcdef"#,
            [
                "time=02/Jan/2026:03:04:05 +0000", "client=10.0.0.1", "method=GET", "path=/", "protocol=HTTP/1.1",
                "status:integer=200", "bytes:integer=13", "user_agent=ua", "request_length:integer=80",
                "request_time:decimal=0.012", "upstream=shop-web-80", "request_id=0123456789abcdef0123456789abcdef",
            ]),
        LineCase(
            "access-common", #"10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "\x16\x03\x01" 400 0 rt=0.5"#,
            [
                "time=02/Jan/2026:03:04:05 +0000", "client=10.0.0.1", #"request=\x16\x03\x01 (escaped)"#,
                "status:integer=400", "bytes:integer=0", "rt:decimal=0.5",
            ]),
        LineCase(
            "nginx-error",
            #"2026/01/02 03:04:05 [crit] 7#8: *9 a, b, client: ::1, server: , request: "GET /x HTTP/1.1", host: "h:1""#,
            [
                "time=2026/01/02 03:04:05", "level=crit", "pid:integer=7", "tid:integer=8", "connection:integer=9",
                "message=a, b", "client=::1", "server:emptyString=", "method=GET", "path=/x", "protocol=HTTP/1.1",
                "http_host=h:1",
            ]),
        LineCase(
            "apache-error", "[Fri Jan 02 03:04:05 2026] [ssl:warn] [pid 7:tid 8] AH01: no stapling",
            [
                "time=Fri Jan 02 03:04:05 2026", "level=warn", "module=ssl", "pid:integer=7", "tid:integer=8",
                "message=AH01: no stapling",
            ]),
        LineCase(
            "klog", "I0102 03:04:05.678901      77 main.go:12] started",
            ["time=0102 03:04:05.678901", "level=I", "thread:integer=77", "file=main.go", "line:integer=12", "message=started"]),
        LineCase(
            "klog", #"E0102 03:04:05.678901 1 a.go:1] "Sync \"x\" failed" pod="a/b" n=3 err="gone""#,
            [
                "time=0102 03:04:05.678901", "level=E", "thread:integer=1", "file=a.go", "line:integer=1",
                #"message=Sync \"x\" failed (escaped)"#, "pod=a/b", "n:integer=3", "err=gone",
            ]),
        LineCase(
            "redis", "7:signal-handler (1767323045) Received SIGTERM",
            ["time:integer=1767323045", "pid:integer=7", "message=Received SIGTERM"]),
        LineCase(
            "redis", "7:M 02 Jan 03:04:05 * Ready",
            ["time=02 Jan 03:04:05", "level=notice", "pid:integer=7", "process_role=M", "message=Ready"]),
        LineCase(
            "mysql-error", "2026-01-02T03:04:05.678901Z 3 [Note] ready",
            ["time=2026-01-02T03:04:05.678901Z", "level=Note", "thread:integer=3", "message=ready"]),
        LineCase(
            "postgres", "2026-01-02 03:04:05.678 CET [77] ann@shop DETAIL:  Key (id)=(7) exists.",
            [
                "time=2026-01-02 03:04:05.678 CET", "pid:integer=77", "user=ann", "database=shop", "label=DETAIL",
                "message=Key (id)=(7) exists.",
            ]),
        LineCase(
            "postgres", "2026-01-02 03:04:05 UTC [77]: user=ann,db=shop WARNING:  too slow",
            ["time=2026-01-02 03:04:05 UTC", "level=WARNING", "pid:integer=77", "user=ann", "db=shop", "message=too slow"]),
        LineCase(
            "zap-console", "2026-01-02T03:04:05.678Z\tERROR\tq/send.go:128\tgave up\t{\"n\": 3}",
            ["time=2026-01-02T03:04:05.678Z", "level=ERROR", "caller=q/send.go:128", "message=gave up"], payload: "{\"n\": 3}"),
        LineCase(
            "serilog-console", "[03:04:05 ERR] <Shop.Cart> lost Cart=7",
            ["time=03:04:05", "level=ERR", "logger=Shop.Cart", "message=lost Cart=7", "Cart:integer=7"]),
        LineCase(
            "serilog-console", "[2026-01-02 03:04:05 INFO] [cart.api:55] placed",
            ["time=2026-01-02 03:04:05", "level=INFO", "logger=cart.api", "line:integer=55", "message=placed"]),

        // logfmt
        LineCase(
            "logfmt", #"level=info msg="a \"b\"" n=3 f=1.5e3 ok=true e= q="" id=007 big=12345678901234567 none=null flag"#,
            [
                "level=info", #"msg=a \"b\" (escaped)"#, "n:integer=3", "f:decimal=1.5e3", "ok:boolean=true", "e:emptyString=",
                "q:emptyString=", "id=007", "big:bigInteger=12345678901234567", "none:null=null", "flag:boolean=true",
            ]),
        LineCase(
            "logfmt", "ts=2026-01-02T03:04:05Z msg=two words m=map[a:1 b:2] l=[1 2]",
            ["ts=2026-01-02T03:04:05Z", "msg=two words", "m=map[a:1 b:2]", "l=[1 2]"]),

        // Text
        LineCase(
            "text", "2026-01-02 03:04:05,678 INFO     [MainThread] pay.charge - charged 5 EUR auth=A1 (evt=e-7)",
            [
                "time=2026-01-02 03:04:05,678", "level=INFO", "thread=MainThread", "logger=pay.charge",
                "message=charged 5 EUR auth=A1 (evt=e-7)", "auth=A1", "evt=e-7",
            ]),
        LineCase(
            "text", "2026-01-02 03:04:05,678 WARN  [pay] captured event=0a1b cause=",
            [
                "time=2026-01-02 03:04:05,678", "level=WARN", "logger=pay", "message=captured event=0a1b cause=", "event=0a1b",
                "cause:emptyString=",
            ]),
        LineCase(
            "text", "2026-01-02T03:04:05.678Z  INFO 1 --- [main] o.s.C                 : up",
            ["time=2026-01-02T03:04:05.678Z", "level=INFO", "thread=main", "logger=o.s.C", "pid:integer=1", "message=up"]),
        LineCase(
            "text",
            "2026-01-02T03:04:05.678Z  INFO 1 --- [shop] [  nio-1] [0123456789abcdef0123456789abcdef-0123456789abcdef] a.B : up",
            [
                "time=2026-01-02T03:04:05.678Z", "level=INFO", "service=shop", "thread=nio-1", "logger=a.B", "pid:integer=1",
                "trace_id=0123456789abcdef0123456789abcdef", "span_id=0123456789abcdef", "message=up",
            ]),
        LineCase(
            "text", "2026-01-02 03:04:05.678 DEBUG [shop,0123456789abcdef,fedcba9876543210,true] 1 --- [main] a.B : up",
            [
                "time=2026-01-02 03:04:05.678", "level=DEBUG", "service=shop", "thread=main", "logger=a.B", "pid:integer=1",
                "trace_id=0123456789abcdef", "span_id=fedcba9876543210", "message=up",
            ]),
        LineCase(
            "text", "2026-01-02 03:04:05,678 [main] ERROR o.e.Repo - no rows",
            ["time=2026-01-02 03:04:05,678", "level=ERROR", "thread=main", "logger=o.e.Repo", "message=no rows"]),
        LineCase(
            "text", "2026-01-02 03:04:05,678 [myid:1] - WARN  [SendWorker:2:Quorum$Send@12] - Interrupted",
            [
                "time=2026-01-02 03:04:05,678", "level=WARN", "thread=SendWorker:2", "logger=Quorum$Send", "line:integer=12",
                "myid:integer=1", "message=Interrupted",
            ]),
        LineCase(
            "text", "[2026-01-02 03:04:05,678] INFO [Cache Cleaner]: swept (kafka.Log)",
            ["time=2026-01-02 03:04:05,678", "level=INFO", "logger=kafka.Log", "message=[Cache Cleaner]: swept"]),
        LineCase(
            "text", "2026-01-02 03:04:05 WARNING (MainThread) [home.http.ban] Login from a (10.0.0.1).",
            [
                "time=2026-01-02 03:04:05", "level=WARNING", "thread=MainThread", "logger=home.http.ban",
                "message=Login from a (10.0.0.1).",
            ]),
        LineCase(
            "text", "2026-01-02 03:04:05.678 | INFO     | __main__:handle:108 - reserved",
            [
                "time=2026-01-02 03:04:05.678", "level=INFO", "logger=__main__", "function=handle", "line:integer=108",
                "message=reserved",
            ]),
        LineCase(
            "text", "2026-01-02 03:04:05.678:INFO:two words",
            ["time=2026-01-02 03:04:05.678", "level=INFO", "message=two words"]),
        LineCase(
            "text", "2026-01-02T03:04:05.678Z\t8fd3e010-5ed7-4865-913d-b52bc2aa1451\tINFO\thello",
            [
                "time=2026-01-02T03:04:05.678Z", "level=INFO", "request_id=8fd3e010-5ed7-4865-913d-b52bc2aa1451",
                "message=hello",
            ]),
        LineCase(
            "text", "01-02 03:04:05.678  1702  2395 D Window: drawn",
            ["time=01-02 03:04:05.678", "level=D", "thread=2395", "pid:integer=1702", "message=Window: drawn"]),
        LineCase(
            "text", "[2026-01-02 03:04:05] production.ERROR: declined",
            ["time=2026-01-02 03:04:05", "level=ERROR", "logger=production", "message=declined"]),
        LineCase(
            "text", "2026-01-02 03:04:05 Starting server: ok", ["time=2026-01-02 03:04:05", "message=Starting server: ok"]),
        LineCase(
            "text", "2026-01-02T03:04:05Z level=info msg=up n=1", ["time=2026-01-02T03:04:05Z"],
            payload: "level=info msg=up n=1"),
        LineCase(
            "text", #"2026-01-02T03:04:05Z INFO {"msg":"up"}"#, ["time=2026-01-02T03:04:05Z", "level=INFO"],
            payload: #"{"msg":"up"}"#),
        LineCase(
            "text", "03:04:05.678 [main] INFO  a.B - up",
            ["time=03:04:05.678", "level=INFO", "thread=main", "logger=a.B", "message=up"]),
        LineCase("level-text", "INFO[0042] up port=80", ["level=INFO", "message=up port=80", "port:integer=80"]),
        LineCase(
            "dotnet-console", "info: Web.Hosting[14]",
            ["level=info", "category=Web.Hosting", "event_id:integer=14", "message:emptyString="]),
        LineCase(
            "level-text", "[WARN] 2026/01/02 03:04:05 main.go:12: slow",
            ["time=2026/01/02 03:04:05", "level=WARN", "file=main.go", "line:integer=12", "message=slow"]),
        LineCase("plain", "just words", ["message=just words"]),
    ]
}
