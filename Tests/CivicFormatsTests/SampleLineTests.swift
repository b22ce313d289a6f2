import CivicModel
import Testing

@testable import CivicFormats

struct SampleLineTests {
    @Test func `lines that are coloured for a terminal are read without the colours, and noted`() {
        let log = SampleReading(
            "\u{1b}[2Kcache-1  | 7:M 05 Jan 2026 10:00:00.018 # out of memory\n\u{1b}[2Kcache-1  | 7:M 05 Jan 2026 10:00:01.018 * saved\n"
                + "\u{1b}[2Kshop-1   | \u{1b}[36m{\"level\":\"error\",\"msg\":\"closed\"}\u{1b}[0m\n")
        #expect(
            log.summaries == [
                "2026-01-05T10:00:00.018Z warn cache: out of memory", "2026-01-05T10:00:01.018Z info cache: saved",
                "- error shop: closed",
            ])
        #expect(log.records.allSatisfy { $0.notes.contains(.escape) })
        #expect(log.records[1].text.hasPrefix("\u{1b}[2Kcache-1"))
        #expect(log.isBalanced)
    }

    @Test func `a byte order mark inside a file does not hide the record behind it`() {
        let log = SampleReading(
            "{\"msg\":\"one\",\"n\":1}\n\u{feff}{\"msg\":\"two\",\"n\":1}\n\u{feff}{\"msg\":\"three\",\"n\":1}\n")
        #expect(log.messages == ["one", "two", "three"])
        #expect(log.counts.rejected == 0)
    }

    @Test func `columns are those of the directive before, and times are GMT`() {
        let log = SampleReading(
            "#Software: X\n#Version: 1.0\n#Fields: date time s-computername cs-method cs-uri-stem sc-status time-taken\n"
                + "2026-01-05 10:00:00 web-1 GET /a 200 15\n2026-01-05 10:00:01 web-1 GET /b 500 -\n"
                + "#Fields: time date cs-uri-stem\n10:00:02.5 2026-01-05 /c\n")
        #expect(log.records.map(\.time) == ["2026-01-05T10:00:00Z", "2026-01-05T10:00:01Z", "2026-01-05T10:00:02.5Z"])
        #expect(log.records.map { $0.fields["cs-uri-stem"] } == ["/a", "/b", "/c"])
        #expect(log.records[1].fields["sc-status"] == "500")
        #expect(log.records.allSatisfy { $0.format == "w3c-extended" })
        #expect(log.counts.blank == 4)
        #expect(log.isBalanced)
    }

    @Test func `columns that a source names hold in its later blocks`() {
        let head = "#Fields: date time cs-uri-stem\n2026-01-05 10:00:00 /a\n"
        let log = SampleReading(reader: RecordReader(options: ReadingOptions()))
        log.read(Array("2026-01-05 11:00:00 /z\n".utf8), sketchedFrom: Array(head.utf8))
        #expect(log.records.map(\.time) == ["2026-01-05T11:00:00Z"])
        #expect(log.records.first?.fields["cs-uri-stem"] == "/z")
    }

    @Test func `a slow query is one record, with its statement and what it took`() {
        let log = SampleReading(
            "# Time: 2026-03-04T05:06:07.080910Z\n# User@Host: shop[shop] @ db [10.0.0.7]  Id:    12\n"
                + "# Query_time: 2.5  Lock_time: 0.1 Rows_sent: 1  Rows_examined: 9\nuse shop;\nSET timestamp=1772600767;\n"
                + "SELECT *\n  FROM carts;\n# User@Host: shop[shop] @ db [10.0.0.7]  Id:    13\n"
                + "# Query_time: 3.5  Lock_time: 0.1 Rows_sent: 1  Rows_examined: 9\nSET timestamp=1772600768;\n"
                + "INFO = 1;\n# Time: 2026-03-04T05:06:09.080910Z\n# User@Host: shop[shop] @ db [10.0.0.7]  Id:    14\n"
                + "# Query_time: 4.5  Lock_time: 0.1 Rows_sent: 1  Rows_examined: 9\nSELECT 1;\n")
        #expect(
            log.records.map(\.time) == ["2026-03-04T05:06:07.080910Z", "2026-03-04T05:06:08Z", "2026-03-04T05:06:09.080910Z"])
        #expect(log.records.map { $0.fields["Query_time"] } == ["2.5", "3.5", "4.5"])
        #expect(log.records.map { $0.fields["statement"] } == ["SELECT *\n  FROM carts;", "INFO = 1;", "SELECT 1;"])
        #expect(log.records.map { $0.fields["Id"] } == ["12", "13", "14"])
        #expect(log.isBalanced)
    }

    @Test func `text behind a header that has none belongs to it, whatever it looks like`() {
        let log = SampleReading(
            "2026-01-05 10:00:00.000001+00:00 [info] <0.1.0> up\n2026-01-05 10:00:01.000001+00:00 [erro] <0.2.0>\nSTART FAILED\n"
                + "============\nERROR: the port is in use\n2026-01-05 10:00:02.000001+00:00 [info] <0.3.0> bye\n")
        #expect(log.records.map(\.level) == [.info, .error, .info])
        #expect(log.records.map(\.continuations) == [0, 3, 0])
        #expect(log.isBalanced)
    }

    @Test func `comments between objects are no records`() {
        let log = SampleReading(
            "# levels\n{\"msg\":\"a\",\"n\":1}\n\n# more\n// and more\n{\"msg\":\"b\",\"n\":1}\nno comment\n")
        #expect(log.messages == ["a", "b", "no comment"])
        #expect(log.counts.blank == 4)
        #expect(log.isBalanced)
    }

    @Test func `an object behind a word is a record even when it is indented`() {
        let log = SampleReading(
            "{\"ts\":\"2026-01-05T10:00:00Z\",\"msg\":\"a\"}\nts=2026-01-05T10:00:01Z msg=b level=info\n"
                + " app: {\"ts\":\"2026-01-05T10:00:02Z\",\"msg\":\"c\"}\n{\n\"ts\":\"2026-01-05T10:00:03Z\",\n\"msg\":\"d\"\n}\n"
        )
        #expect(log.messages == ["a", "b", "c", "d"])
        #expect(log.isBalanced)
    }

    @Test func `the message of .NET's console stands on the line after its header`() {
        let log = SampleReading(
            "info: Shop.Program[0]\n      Now listening\nfail: Shop.Orders[12]\n      not booked\n"
                + "      System.TimeoutException: late\n         at Shop.Orders.Book() in O.cs:line 7\ncrit: Shop.Host[1] down\n"
        )
        #expect(log.records.map(\.level) == [.info, .error, .fatal])
        #expect(log.messages == ["Now listening", "not booked", "down"])
        #expect(log.records[1].fields["stack"]?.contains("O.cs:line 7") == true)
        #expect(log.records.map { $0.fields["category"] } == ["Shop.Program", "Shop.Orders", "Shop.Host"])
        #expect(log.isBalanced)
    }

    @Test func `a process number in front of the time and a letter before a component are parts of a header`() {
        let log = SampleReading(
            "[7] 2026/01/05 10:00:00.123456 [INF] starting\n2026-01-05T10:00:01.123+0000 E STORAGE  [conn1] torn page\n")
        #expect(log.records.map(\.level) == [.info, .error])
        #expect(log.records.map(\.time) == ["2026-01-05T10:00:00.123456Z", "2026-01-05T10:00:01.123Z"])
    }

    // MARK: Pieces

    @Test func `a record that the runtime cut is put together, with the time of its first piece`() throws {
        let log = SampleReading(
            "2026-01-05T10:00:00.000000001Z stdout P {\"level\":\"warn\",\"msg\":\"a very \n"
                + "2026-01-05T10:00:00.000000002Z stdout P long \n2026-01-05T10:00:00.000000003Z stdout F line\"}\n"
                + "2026-01-05T10:00:01.000000001Z stdout F {\"level\":\"info\",\"msg\":\"short\"}\n")
        #expect(
            log.summaries == [
                "2026-01-05T10:00:00.000000001Z warn -: a very long line", "2026-01-05T10:00:01.000000001Z info -: short",
            ])
        #expect(log.isBalanced)
        #expect(log.counts.continuations == 2)
        let first = try #require(log.records.first)
        #expect(first.line == 1)
        #expect(first.text.hasSuffix("line\"}"))
        #expect(!first.notes.contains(.partial))
    }

    @Test func `pieces of two streams do not mix, and a piece without an end is a record of its own`() {
        let log = SampleReading(
            "2026-01-05T10:00:00.000000001Z stdout P out-\n2026-01-05T10:00:00.000000002Z stderr P err-\n"
                + "2026-01-05T10:00:00.000000003Z stdout F put\n2026-01-05T10:00:00.000000004Z stderr F or\n"
                + "2026-01-05T10:00:01.000000001Z stdout P lost \n2026-01-05T10:00:01.000000002Z stdout P end\n")
        #expect(log.messages == ["out-put", "err-or", "lost end"])
        #expect(log.records.map { $0.fields["stream"] } == ["stdout", "stderr", "stdout"])
        #expect(log.records.map { $0.notes.contains(.partial) } == [false, false, true])
        #expect(log.isBalanced)
    }

    @Test func `pieces that never end are not gathered without bound`() {
        let piece = "2026-01-05T10:00:00.000000001Z stdout P " + String(repeating: "x", count: 16_000) + "\n"
        let log = SampleReading(String(repeating: piece, count: 100))
        #expect(log.records.count > 4)
        #expect(log.records.allSatisfy { ($0.message?.utf8.count ?? 0) <= 256 << 10 })
        #expect(log.isBalanced)
    }
}
