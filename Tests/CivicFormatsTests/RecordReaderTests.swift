import CivicModel
import Testing

@testable import CivicFormats

/// Envelopes, continuations and the account of lines, through the reader as a whole.
struct RecordReaderTests {
    // MARK: A record inside a record

    @Test func `in docker's json-file the record inside wins and the envelope fills what it does not say`() throws {
        let text =
            #"{"log":"{\"level\":\"warn\",\"msg\":\"slow \\\"disk\\\"\",\"service\":\"orders\"}\n","stream":"stderr","time":"2026-01-05T10:00:00.5Z"}"#
            + "\n"
            + #"{"log":"{\"time\":\"2026-01-05T09:59:59Z\",\"level\":\"info\",\"msg\":\"up\"}\n","stream":"stdout","time":"2026-01-05T10:00:01Z"}"#
        let reading = RecordReading(text)
        #expect(reading.records.map(\.envelopes) == [["docker-json"], ["docker-json"]])
        #expect(reading.records.map { $0.roles[.message] } == [#"slow "disk""#, "up"])
        #expect(reading.records.map { $0.roles[.level] } == ["warn", "info"])
        #expect(reading.records.map { $0.roles[.service] } == ["orders", nil])
        #expect(reading.records.map { $0.roles[.time] } == ["2026-01-05T10:00:00.5Z", "2026-01-05T09:59:59Z"])
        #expect(reading.unaccounted == 0)
    }

    @Test func `what docker adds of a container names the service, labels before the tag, and the record before both`() {
        let line = { (log: String, attrs: String) in
            "{\"log\":\"\(log)\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-05T10:00:00.5Z\",\"attrs\":{\(attrs)}}\n"
        }
        let reading = RecordReading(
            line("up", #""tag":"shop/orders""#)
                + line("up", #""com.docker.compose.service":"stock","tag":"shop/orders""#)
                + line(#"{\"t\":1767607200500,\"m\":\"up\",\"service\":\"desk\"}"#, #""tag":"shop/orders""#))
        #expect(reading.records.map { $0.roles[.service] } == ["shop/orders", "stock", "desk"])
        #expect(reading.records.map { $0.roles[.message] } == ["up", "up", "up"])
    }

    @Test(arguments: [
        ("shop/orders", "orders"), ("orders", "orders"), ("registry.example/shop/orders:1.2", "orders"),
        ("shop/orders/4f0c3a52b6d1", "orders"), ("4f0c3a52b6d1", nil), ("", nil),
    ])
    func `a container's tag names whom it runs`(_ tag: String, _ service: String?) {
        #expect(ContainerTag.service(tag) == service)
    }

    @Test(arguments: [
        (
            #"{"log":"level=warn msg=\"slow disk\" took=3ms\n","stream":"stdout","time":"2026-01-05T10:00:00Z"}"#, "logfmt",
            "slow disk"
        ),
        (
            #"{"log":"2026-01-05 09:59:59,123 WARN [main] a.B - slow disk\n","stream":"stdout","time":"2026-01-05T10:00:00Z"}"#,
            "text", nil
        ),
        (#"{"log":"just words\n","stream":"stdout","time":"2026-01-05T10:00:00Z"}"#, "plain", "just words"),
    ])
    func `docker's json-file may hold any other format`(_ text: String, _ format: String, _ message: String?) throws {
        let record = try #require(RecordReading(text).records.first)
        #expect(record.format == format)
        #expect(record.envelopes == ["docker-json"])
        if let message { #expect(record.roles[.message] == message) }
        #expect(record.roles[.time] != nil)
    }

    @Test func `CRI holds JSON and text, and its time is that of records without one`() {
        let text = """
            2026-02-03T04:05:06.070809010Z stdout F {"level":"warn","msg":"slow"}
            2026-02-03T04:05:07.070809010Z stderr F {"ts":"2026-02-03T04:05:00Z","level":"info","msg":"up"}
            2026-02-03T04:05:08.070809010Z stdout F plain words
            2026-02-03T04:05:09.070809010Z stdout P a piece of
            """
        let reading = RecordReading(text)
        #expect(reading.records.map { $0.roles[.message] } == ["slow", "up", "plain words", "a piece of"])
        #expect(
            reading.records.map { $0.roles[.time] } == [
                "2026-02-03T04:05:06.070809010Z", "2026-02-03T04:05:00Z", "2026-02-03T04:05:08.070809010Z",
                "2026-02-03T04:05:09.070809010Z",
            ])
        #expect(reading.records.map { $0.envelopes } == Array(repeating: ["cri"], count: 4))
        #expect(reading.records.map { $0.notes.contains(.partial) } == [false, false, false, true])
    }

    @Test func `syslog with JSON inside gives the JSON, and program and host from the header`() throws {
        let text =
            #"<13>1 2026-01-05T10:00:00.123Z host-1 orders 42 - - {"level":"error","message":"not paid","service":"checkout"}"#
            + "\n" + #"<11>1 2026-01-05T10:00:01.123Z host-1 orders 42 - - {"message":"no level here"}"#
        let reading = RecordReading(text)
        #expect(reading.records.map(\.envelopes) == [["syslog-rfc5424"], ["syslog-rfc5424"]])
        #expect(reading.records.map { $0.roles[.message] } == ["not paid", "no level here"])
        #expect(reading.records.map { $0.roles[.service] } == ["checkout", "orders"])
        #expect(reading.records.map { $0.roles[.time] } == ["2026-01-05T10:00:00.123Z", "2026-01-05T10:00:01.123Z"])
        #expect(reading.records.first?.roles[.level] == "error")
        #expect(reading.records.last?.roles[.level] != nil)
    }

    @Test func `the prefix of docker compose gives way to what stands behind it`() {
        let text = """
            orders-1   | {"level":"info","msg":"booked","time":"2026-01-05T10:00:00Z"}
            payments-2 | time=2026-01-05T10:00:01Z level=warn msg="card declined" service=pay
            mail_1     | queue is empty
            """
        let reading = RecordReading(text)
        #expect(reading.records.map(\.format) == ["logrus", "logfmt", "plain"])
        #expect(reading.records.map { $0.roles[.message] } == ["booked", "card declined", "queue is empty"])
        #expect(reading.records.map { $0.roles[.service] } == ["orders", "pay", "mail"])
        #expect(reading.records.map { $0.roles[.level] } == ["info", "warn", nil])
    }

    @Test func `envelopes nest, and no deeper than four`() {
        var inner = #"{"level":"info","msg":"deep"}"#
        for _ in 0..<3 { inner = "web-1 | " + inner }
        let reading = RecordReading(inner)
        #expect(reading.records.first?.roles[.message] == "deep")
        let deep = String(repeating: "web-1 | ", count: 400) + "end"
        #expect(RecordReading(deep).records.count == 1)
        #expect(RecordReading(deep).unaccounted == 0)
    }

    // MARK: Lines that continue a record

    @Test func `a stack trace belongs to the record before it`() throws {
        let text = """
            2026-01-05 10:00:00,123 ERROR [http-1] c.e.Pay - charge failed
            java.lang.IllegalStateException: declined
            \tat com.example.Pay.charge(Pay.java:88)
            \tat com.example.Pay.run(Pay.java:12)
            Caused by: java.io.IOException: reset
            \t... 2 more
            2026-01-05 10:00:01,123 INFO [http-1] c.e.Pay - next
            """
        let reading = RecordReading(text)
        #expect(reading.records.map(\.continuations) == [5, 0])
        #expect(reading.records.map(\.hasJoinedStack) == [true, false])
        #expect(reading.records.map(\.line) == [1, 7])
        let stack = try #require(reading.records.first?.roles[.errorStack])
        #expect(stack.hasPrefix("java.lang.IllegalStateException") && stack.hasSuffix("... 2 more"))
        #expect(reading.counts.continuations == 5)
        #expect(reading.unaccounted == 0)
    }

    @Test func `a stack trace behind a JSON record belongs to it`() {
        let text = """
            {"level":"error","message":"boom"}
            Traceback (most recent call last):
              File "/app/main.py", line 3, in run
                raise ValueError("no")
            ValueError: no
            {"level":"info","message":"next"}
            """
        let reading = RecordReading(text)
        #expect(reading.records.map(\.continuations) == [4, 0])
        #expect(reading.records.map(\.hasJoinedStack) == [true, false])
        #expect(reading.records.map { $0.roles[.message] } == ["boom", "next"])
    }

    @Test func `lines before the first header belong to a record that is not here`() {
        let text = "\tat a.B.c(D.java:1)\n" + (0..<30).map { "2026-01-05 10:00:\($0 + 10),123 INFO [m] a.B - up\n" }.joined()
        let reading = RecordReading(text, layout: .headed)
        #expect(reading.counts.records == 30)
        #expect(reading.counts.continuations == 1)
        #expect(reading.unaccounted == 0)
    }

    @Test func `one bad start does not swallow a file`() {
        let text = "2026-01-05 10:00:00,123 INFO [m] a.B - up\n" + String(repeating: "  indented\n", count: 5000)
        let reading = RecordReading(text, layout: .headed)
        #expect(reading.records.first?.continuations == ReadingOptions().foldLines)
        #expect(reading.unaccounted == 0)
        #expect(reading.counts.lines == 5001)
    }

    @Test(arguments: [
        "", "\n", "\n\n\n", " \n\t\n\r\n", "\u{c}\n", "x", "x\n\n", "\n\n{\"a\":1}", "{\"a\":1}\n\n\n{\"b\":2}\n  \n",
        "\u{feff}", "\u{feff}\n",
    ])
    func `blank lines are counted as such`(_ text: String) {
        let reading = RecordReading(text)
        #expect(
            reading.counts.lines == Array(text.utf8).count { $0 == 0x0a } + (text.isEmpty || text.utf8.last == 0x0a ? 0 : 1))
        #expect(reading.unaccounted == 0)
    }

    @Test func `CRLF, a byte order mark and a missing last line end change no record`() {
        let lines = [
            #"{"level":"info","message":"a"}"#, "level=warn msg=b", "2026-01-05 10:00:00,123 ERROR [m] a.B - c", "plain d",
        ]
        let plain = RecordReading(lines.joined(separator: "\n") + "\n")
        for text in [
            lines.joined(separator: "\r\n") + "\r\n", lines.joined(separator: "\n"),
            lines.joined(separator: "\r\r\n") + "\r\r\n",
        ] {
            let other = RecordReading(text)
            #expect(other.records.map(\.fields) == plain.records.map(\.fields))
            #expect(
                other.records.map { $0.text.filter { $0 != "\r" && !$0.isNewline } }
                    == plain.records.map { $0.text.filter { !$0.isNewline } })
            #expect(other.counts == plain.counts)
        }
        let marked = RecordReading("\u{feff}" + lines.joined(separator: "\n"))
        #expect(marked.records.map(\.fields) == plain.records.map(\.fields))
    }

    @Test func `text behind the closing brace of an object over several lines is not lost`() {
        let reading = RecordReading("{\n \"a\": 1\n} {\"b\":2}\n{\"c\":3}\n", layout: .json)
        let kept = reading.records.map(\.text).joined(separator: "\n") + reading.rejects.map(\.text).joined(separator: "\n")
        #expect(kept.contains(#"{"b":2}"#))
        #expect(reading.records.last?.fields == ["c:integer=3"])
        #expect(reading.unaccounted == 0)
    }

    // MARK: More shapes than are learnt

    @Test func `no record is lost when a source has more shapes than are learnt`() {
        let reader = RecordReader(options: ReadingOptions(), maximumNodes: 200, maximumShapes: 1 << 14)
        var text = ""
        for i in 0..<500 { text += "{\"level\":\"info\",\"message\":\"m\",\"key_\(i)\":{\"x_\(i)\":\(i)}}\n" }
        text += "not JSON\n" + "{\"broken\":\n"
        text += "{\"level\":\"info\",\"message\":\"m\",\"key_0\":{\"x_0\":1}}\n"
        let reading = RecordReading(text, layout: .json, with: reader)
        #expect(reading.counts.records == 502)
        #expect(reading.counts.rejected == 1)
        #expect(reading.unaccounted == 0)
        #expect(reading.records.map(\.line) == Array(1...501) + [503])
        // A shape that was learnt is read as before.
        #expect(reading.records.last?.roles[.message] == "m")
        #expect(reader.shapes.count < 200)
        #expect(reading.records.allSatisfy { $0.roles[.message] == "m" && $0.roles[.level] == "info" || $0.line == 501 })
    }

    @Test func `a record inside an envelope survives a full trie`() {
        let reader = RecordReader(options: ReadingOptions(), maximumNodes: 120, maximumShapes: 1 << 14)
        let text = (0..<300).map { "web-1 | {\"level\":\"info\",\"msg\":\"m\",\"k\($0)\":1}" }.joined(separator: "\n")
        let reading = RecordReading(text, with: reader)
        #expect(reading.counts.records == 300)
        #expect(reading.unaccounted == 0)
    }
}
