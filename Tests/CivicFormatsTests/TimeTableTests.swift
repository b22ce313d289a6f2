import CivicFormats
import CivicModel
import Testing

/// Reads `text` from a heap buffer of exactly its size, so that a read beyond the end is one beyond the allocation.
func withExactBytes<R>(_ text: String, _ body: (UnsafePointer<UInt8>, Int) -> R) -> R {
    withExactBytes(Array(text.utf8), body)
}

func withExactBytes<R>(_ bytes: [UInt8], _ body: (UnsafePointer<UInt8>, Int) -> R) -> R {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    defer { buffer.deallocate() }
    buffer.update(from: bytes, count: bytes.count)
    return body(buffer, bytes.count)
}

struct TimeRow: Sendable, CustomTestStringConvertible {
    var text: String
    /// RFC 3339 with as many decimals as were written; nil: no time.
    var utc: String?
    var encoding: TimeEncoding
    var basis: TimeBasis
    var zone: ZoneStyle
    var fourDigitYear: Bool
    var testDescription: String { text }

    init(
        _ text: String, _ utc: String?, _ encoding: TimeEncoding = .none, _ basis: TimeBasis = .none,
        _ zone: ZoneStyle = .none, year: Bool = true
    ) {
        (self.text, self.utc, self.encoding, self.basis, self.zone, fourDigitYear) = (text, utc, encoding, basis, zone, year)
    }

    func check(_ time: ParsedTime) {
        guard let utc else {
            #expect(time.shape == .absent, "\(text) was read as \(Instant(nanoseconds: time.nanoseconds).formatted(digits: 9))")
            return
        }
        let shape = time.shape
        #expect(Instant(nanoseconds: time.nanoseconds).formatted(digits: shape.digits) == utc)
        #expect(shape.encoding == encoding)
        #expect(shape.basis == basis)
        #expect(shape.zone == zone)
        #expect(shape.hasFourDigitYear == fourDigitYear)
    }
}

private let times: [TimeRow] = [
    // RFC 3339 and its relatives
    TimeRow("2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("2026-01-05T10:00:00.123456Z", "2026-01-05T10:00:00.123456Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("2024-01-01T10:15:00.067462556Z", "2024-01-01T10:15:00.067462556Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("2016-10-12T04:20:58.0554314Z", "2016-10-12T04:20:58.0554314Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("2026-01-05t10:00:00z", "2026-01-05T10:00:00Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("2026-01-05T12:00:00.5+02:00", "2026-01-05T10:00:00.5Z", .rfc3339, .explicitOffset, .colon),
    TimeRow("2026-01-05T12:00:00+0200", "2026-01-05T10:00:00Z", .rfc3339, .explicitOffset, .plain),
    TimeRow("2026-01-05T03:00:00-07", "2026-01-05T10:00:00Z", .rfc3339, .explicitOffset, .hours),
    TimeRow("2026-01-05T15:45:00.1+05:45", "2026-01-05T10:00:00.1Z", .rfc3339, .explicitOffset, .colon),
    TimeRow("2019-01-18T08:55:08,159+0100", "2019-01-18T07:55:08.159Z", .rfc3339, .explicitOffset, .plain),
    TimeRow("2026-01-05T10:00:00", "2026-01-05T10:00:00Z", .rfc3339, .assumedZone),
    TimeRow("2026-01-05T10:00:00.123", "2026-01-05T10:00:00.123Z", .rfc3339, .assumedZone),
    TimeRow("2026-01-05T10:00Z", "2026-01-05T10:00:00Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("2026-01-05T10:00:00+01:00[Europe/Berlin]", "2026-01-05T09:00:00Z", .rfc3339, .explicitOffset, .colon),
    TimeRow("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow(" 2026-01-05T10:00:00Z ", "2026-01-05T10:00:00Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("[2026-01-05T10:00:00Z]", "2026-01-05T10:00:00Z", .rfc3339, .explicitOffset, .zulu),
    TimeRow("2026-01-05T10:00:00.1234567891Z", "2026-01-05T10:00:00.123456789Z", .rfc3339, .explicitOffset, .zulu),
    // A blank for T, a blank before the zone
    TimeRow("2025-03-15 10:30:45.123456-0700", "2025-03-15T17:30:45.123456Z", .isoBlank, .explicitOffset, .plain),
    TimeRow("2022-04-28 10:00:00 +0200", "2022-04-28T08:00:00Z", .isoBlank, .explicitOffset, .plain),
    TimeRow("2026-11-22 10:29:44.045563+00:00", "2026-11-22T10:29:44.045563Z", .isoBlank, .explicitOffset, .colon),
    TimeRow("2026-11-22 11:29:37,066", "2026-11-22T11:29:37.066Z", .isoBlank, .assumedZone),
    TimeRow("2018-07-24 12:50:16:123456 Z", "2018-07-24T12:50:16.123456Z", .isoBlank, .explicitOffset, .zulu),
    TimeRow("2026-01-05 9:05:03", "2026-01-05T09:05:03Z", .isoBlank, .assumedZone),
    TimeRow("2026-01-05 09:05:03 PM", "2026-01-05T21:05:03Z", .isoBlank, .assumedZone),
    // Abbreviations of zones
    TimeRow("2026-11-22 10:29:34.288 UTC", "2026-11-22T10:29:34.288Z", .isoBlank, .explicitOffset, .abbreviation),
    TimeRow("2025-08-13 01:45:01.123 PDT", "2025-08-13T08:45:01.123Z", .isoBlank, .explicitOffset, .abbreviation),
    TimeRow("2025-08-16 13:02:58.095 CEST", "2025-08-16T11:02:58.095Z", .isoBlank, .explicitOffset, .abbreviation),
    TimeRow("2025-01-13 01:45:01 EST", "2025-01-13T06:45:01Z", .isoBlank, .assumedZone, .abbreviation),
    TimeRow("2025-08-13 01:45:01.123 +03", "2025-08-12T22:45:01.123Z", .isoBlank, .explicitOffset, .hours),
    // Counts since 1970, in strings
    TimeRow("1516387492", "2018-01-19T18:44:52Z", .epochSeconds, .epoch),
    TimeRow("1136214245.654321000", "2006-01-02T15:04:05.654321000Z", .epochFloat, .epoch),
    TimeRow("1733828027.704", "2024-12-10T10:53:47.704Z", .epochFloat, .epoch),
    TimeRow("1731391316698", "2024-11-12T06:01:56.698Z", .epochMillis, .epoch),
    TimeRow("1534860261221373", "2018-08-21T14:04:21.221373Z", .epochMicros, .epoch),
    TimeRow("1700000000000000000", "2023-11-14T22:13:20.000000000Z", .epochNanos, .epoch),
    // Access logs
    TimeRow("10/Oct/2000:13:55:36 -0700", "2000-10-10T20:55:36Z", .commonLog, .explicitOffset, .plain),
    TimeRow("[22/Nov/2026:10:29:44 +0000]", "2026-11-22T10:29:44Z", .commonLog, .explicitOffset, .plain),
    TimeRow("25/Feb/2019:16:19:48.143", "2019-02-25T16:19:48.143Z", .commonLog, .assumedZone),
    // ctime and relatives
    TimeRow("Wed Oct 11 14:32:52.123456 2000", "2000-10-11T14:32:52.123456Z", .ctime, .assumedZone),
    TimeRow("Wed Oct 11 14:32:52 2000", "2000-10-11T14:32:52Z", .ctime, .assumedZone),
    TimeRow("Sun Oct  1 14:32:52 UTC 2000", "2000-10-01T14:32:52Z", .ctime, .explicitOffset, .abbreviation),
    TimeRow("Wed Oct 11 14:32:52 2000 +0200", "2000-10-11T12:32:52Z", .ctime, .explicitOffset, .plain),
    TimeRow("Wed, 11 Oct 2000 14:32:52 GMT", "2000-10-11T14:32:52Z", .dayMonthName, .explicitOffset, .abbreviation),
    TimeRow("Mon Jan 05 2026 10:00:00 GMT+0100 (CET)", "2026-01-05T09:00:00Z", .other, .explicitOffset, .plain),
    TimeRow("Nov 3, 2026 10:05:20 PM", "2026-11-03T22:05:20Z", .other, .assumedZone),
    // Go's time.String()
    TimeRow(
        "2014-03-10 19:57:38.562264131 -0400 EDT", "2014-03-10T23:57:38.562264131Z", .isoBlank, .explicitOffset, .plain),
    TimeRow(
        "2014-03-10 19:57:38.562264131 -0400 EDT m=+0.010203", "2014-03-10T23:57:38.562264131Z", .isoBlank, .explicitOffset,
        .plain),
    TimeRow("2014-03-10 19:57:38.5 +0000 UTC", "2014-03-10T19:57:38.5Z", .isoBlank, .explicitOffset, .plain),
    // Slashes
    TimeRow("2016/10/25 14:49:34", "2016-10-25T14:49:34Z", .slashed, .assumedZone),
    TimeRow("2016/10/25 14:49:34.123456", "2016-10-25T14:49:34.123456Z", .slashed, .assumedZone),
    TimeRow("17/06/09 20:10:40", "2017-06-09T20:10:40Z", .slashedShortYear, .assumedZone, year: false),
    TimeRow("10/28/2022 02:35:03 PM", "2022-10-28T14:35:03Z", .monthDayYear, .assumedZone),
    TimeRow("10/28/2022 12:35:03 AM", "2022-10-28T00:35:03Z", .monthDayYear, .assumedZone),
    TimeRow("28/10/2022 14:35:03", "2022-10-28T14:35:03Z", .monthDayYear, .assumedZone),
    TimeRow("1/5/2026, 10:00:00 AM", "2026-01-05T10:00:00Z", .monthDayYear, .assumedZone),
    // Names of months
    TimeRow("21-Jul-2025 01:02:43.123", "2025-07-21T01:02:43.123Z", .dayMonthName, .assumedZone),
    TimeRow("30 May 2025 10:05:20", "2025-05-30T10:05:20Z", .dayMonthName, .assumedZone),
    TimeRow("22 Nov 2026 10:29:34.190", "2026-11-22T10:29:34.190Z", .dayMonthName, .assumedZone),
    TimeRow("2024 Jan 02 10:05:20", "2024-01-02T10:05:20Z", .other, .assumedZone),
    TimeRow("2024-Jan-02 10:05:20", "2024-01-02T10:05:20Z", .other, .assumedZone),
    TimeRow("05.01.2026 10:05:20", "2026-01-05T10:05:20Z", .other, .assumedZone),
    // Compact
    TimeRow("20120702.102240,672", "2012-07-02T10:22:40.672Z", .isoCompact, .assumedZone),
    TimeRow("081109 203615", "2008-11-09T20:36:15Z", .isoCompact, .assumedZone, year: false),
    TimeRow("161209 13:08:33", "2016-12-09T13:08:33Z", .isoCompact, .assumedZone, year: false),
    TimeRow("20171223-22:15:29:606", "2017-12-23T22:15:29.606Z", .isoCompact, .assumedZone),
    TimeRow("20260105T100000Z", "2026-01-05T10:00:00Z", .isoCompact, .explicitOffset, .zulu),
    TimeRow("20260105T120000.5+0200", "2026-01-05T10:00:00.5Z", .isoCompact, .explicitOffset, .plain),
    TimeRow("20260105100000", "2026-01-05T10:00:00Z", .isoCompact, .assumedZone),
    // Ordinal
    TimeRow("2012-025T10:22:40,672", "2012-01-25T10:22:40.672Z", .ordinalDate, .assumedZone),
    TimeRow("2012-366T00:00:00Z", "2012-12-31T00:00:00Z", .ordinalDate, .explicitOffset, .zulu),
    // Without a year: 2007 is assumed
    TimeRow("Nov  3 09:23:38", "2007-11-03T09:23:38Z", .bsdSyslog, .assumedYear, year: false),
    TimeRow("Nov 13 09:23:38.5", "2007-11-13T09:23:38.5Z", .bsdSyslog, .assumedYear, year: false),
    TimeRow("0517 15:04:22.619632", "2007-05-17T15:04:22.619632Z", .glog, .assumedYear, year: false),
    TimeRow("03-17 16:13:38.811", "2007-03-17T16:13:38.811Z", .other, .assumedYear, year: false),
    TimeRow("30 May 10:05:20", "2007-05-30T10:05:20Z", .dayMonthName, .assumedYear, year: false),
    TimeRow("Feb 29 10:05:20", "2004-02-29T10:05:20Z", .bsdSyslog, .assumedYear, year: false),
    // TAI64N
    TimeRow("@40000000433225833b6e1a8c", "2005-09-22T03:31:05.997071500Z", .tai64n, .epoch),
    // No times
    TimeRow("", nil), TimeRow(" ", nil), TimeRow("[]", nil), TimeRow("-", nil), TimeRow("null", nil),
    TimeRow("2026-13-05T10:00:00Z", nil), TimeRow("2026-00-05T10:00:00Z", nil), TimeRow("2026-02-30T10:00:00Z", nil),
    TimeRow("2025-02-29T10:00:00Z", nil), TimeRow("1900-02-29T10:00:00Z", nil), TimeRow("2026-04-31T10:00:00Z", nil),
    TimeRow("2026-01-05T25:00:00Z", nil), TimeRow("2026-01-05T24:00:00Z", nil), TimeRow("2026-01-05T10:60:00Z", nil),
    TimeRow("2026-01-05T10:00:61Z", nil), TimeRow("2026-01-05T10:00:00+25:00", nil), TimeRow("2026-01-05T10:00:00Zulu", nil),
    TimeRow("2026-01-05T10:00:00Z and more", nil), TimeRow("2026-01-05", nil), TimeRow("20260105", nil),
    TimeRow("0001-01-01T00:00:00Z", nil), TimeRow("9999-12-31T23:59:59Z", nil), TimeRow("10:15:42", nil),
    TimeRow("2:28PM", nil), TimeRow("00:00:00.000", nil), TimeRow("4959141198", nil), TimeRow("12345678901", nil),
    TimeRow("200", nil), TimeRow("0.006", nil), TimeRow("1.2.3", nil), TimeRow("payment", nil), TimeRow("May", nil),
    TimeRow("May the 4th", nil), TimeRow("2026-01-05X10:00:00Z", nil), TimeRow("2026-366T00:00:00Z", nil),
    TimeRow("13/28/2022 13:35:03 PM", nil), TimeRow("@40000000433225833b6e1a8", nil), TimeRow("@4000000043322583ffffffff", nil),
    TimeRow("550e8400-e29b-41d4-a716-446655440000", nil), TimeRow("2026-01-05 10:00:00 FOO", nil),
]

@Suite struct `Time notations` {
    @Test(arguments: times)
    func `every notation of the catalogue is read with its shape`(_ row: TimeRow) {
        let parser = TimeParser(assumedYear: 2007)
        row.check(withExactBytes(row.text) { parser.parse($0, $1) })
    }

    @Test(arguments: [
        TimeRow("1516387492", "2018-01-19T18:44:52Z", .epochSeconds, .epoch),
        TimeRow("1716723772.6014807", "2024-05-26T11:42:52.6014807Z", .epochFloat, .epoch),
        TimeRow("1795344009.077", "2026-11-22T10:40:09.077Z", .epochFloat, .epoch),
        TimeRow("1.7167237726014807e9", "2024-05-26T11:42:52.6014807Z", .epochFloat, .epoch),
        TimeRow("1.716723772E+09", "2024-05-26T11:42:52Z", .epochSeconds, .epoch),
        TimeRow("1795343953698", "2026-11-22T10:39:13.698Z", .epochMillis, .epoch),
        TimeRow("1795343953698.25", "2026-11-22T10:39:13.69825Z", .epochMillis, .epoch),
        TimeRow("1534860261221373", "2018-08-21T14:04:21.221373Z", .epochMicros, .epoch),
        TimeRow("1700000000123456789", "2023-11-14T22:13:20.123456789Z", .epochNanos, .epoch),
        TimeRow("631152000", "1990-01-01T00:00:00Z", .epochSeconds, .epoch),
        TimeRow("4102444799", "2099-12-31T23:59:59Z", .epochSeconds, .epoch),
        TimeRow("631151999", nil), TimeRow("4102444800", nil), TimeRow("0", nil), TimeRow("30", nil), TimeRow("-1", nil),
        TimeRow("4959141198", nil), TimeRow("1e400", nil), TimeRow("1e-400", nil), TimeRow("1516387492.", nil),
        TimeRow("15163x7492", nil), TimeRow("99999999999999999999999", nil), TimeRow("", nil), TimeRow("1.5", nil),
    ])
    func `a number is a count since 1970 by its magnitude`(_ row: TimeRow) {
        row.check(withExactBytes(row.text) { TimeParser().parseNumber($0, $1) })
    }

    @Test func `seconds and nanoseconds in two members make one time`() {
        let time = withExactBytes("1795344062") { s, sn in
            withExactBytes("82084857") { f, fn in
                TimeParser().parseSplit(
                    seconds: UnsafeBufferPointer(start: s, count: sn), nanoseconds: UnsafeBufferPointer(start: f, count: fn))
            }
        }
        TimeRow("split", "2026-11-22T10:41:02.082084857Z", .splitEpoch, .epoch).check(time)
    }
}

struct PrefixRow: Sendable, CustomTestStringConvertible {
    var line: String
    /// What of the line is the time; nil: the line begins with none.
    var taken: String?
    var utc: String?
    var testDescription: String { line }
    init(_ line: String, _ taken: String?, _ utc: String? = nil) { (self.line, self.taken, self.utc) = (line, taken, utc) }
}

@Suite struct `Times at the start of a line` {
    @Test(arguments: [
        PrefixRow(
            "2026-11-22 11:40:09,083 INFO     [MainThread] charged", "2026-11-22 11:40:09,083", "2026-11-22T11:40:09.083Z"),
        PrefixRow(
            "2026-11-22 10:29:34.288 UTC [12513] LOG:  x", "2026-11-22 10:29:34.288 UTC", "2026-11-22T10:29:34.288Z"),
        PrefixRow("2026-01-05T10:00:00.123Z stdout F x", "2026-01-05T10:00:00.123Z", "2026-01-05T10:00:00.123Z"),
        PrefixRow("2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"),
        PrefixRow("2026-01-05 10:00:00 - root - INFO", "2026-01-05 10:00:00", "2026-01-05T10:00:00Z"),
        PrefixRow("2026-01-05 10:00:00 -0700 x", "2026-01-05 10:00:00 -0700", "2026-01-05T17:00:00Z"),
        PrefixRow("2026/11/22 10:41:03 [error] 12570#12570: x", "2026/11/22 10:41:03", "2026-11-22T10:41:03Z"),
        PrefixRow(
            "[Fri Sep 09 10:42:29.902022 2011] [core:error]", "[Fri Sep 09 10:42:29.902022 2011]",
            "2011-09-09T10:42:29.902022Z"),
        PrefixRow("[10/Oct/2000:13:55:36 -0700] \"GET /\"", "[10/Oct/2000:13:55:36 -0700]", "2000-10-10T20:55:36Z"),
        PrefixRow("[2026-01-05 10:00:00,5 INFO] x", "[2026-01-05 10:00:00,5", "2026-01-05T10:00:00.5Z"),
        PrefixRow("[2024-06-10T12:34:56,789][INFO ][o.e.n]", "[2024-06-10T12:34:56,789]", "2024-06-10T12:34:56.789Z"),
        PrefixRow("2024-06-10T12:34:56,789+0200[INFO ]", "2024-06-10T12:34:56,789+0200", "2024-06-10T10:34:56.789Z"),
        PrefixRow("Nov  3 09:23:38 veridian automount[7998]: x", "Nov  3 09:23:38", "2007-11-03T09:23:38Z"),
        PrefixRow("Nov  3 09:23:38 UTC-host x", "Nov  3 09:23:38", "2007-11-03T09:23:38Z"),
        PrefixRow("22 Nov 2026 10:29:34.190 # oO0Oo", "22 Nov 2026 10:29:34.190", "2026-11-22T10:29:34.190Z"),
        PrefixRow("30 May 10:05:20.123 * DB saved", "30 May 10:05:20.123", "2007-05-30T10:05:20.123Z"),
        PrefixRow("081109 203615 148 INFO dfs", "081109 203615", "2008-11-09T20:36:15Z"),
        PrefixRow("17/06/09 20:10:40 INFO executor", "17/06/09 20:10:40", "2017-06-09T20:10:40Z"),
        PrefixRow("21-Jul-2025 01:02:43.123 INFO [main]", "21-Jul-2025 01:02:43.123", "2025-07-21T01:02:43.123Z"),
        PrefixRow("03-17 16:13:38.811  1702  2395 D Window", "03-17 16:13:38.811", "2007-03-17T16:13:38.811Z"),
        PrefixRow("1286536308.779    180 10.0.0.1 TCP_HIT", "1286536308.779", "2010-10-08T11:11:48.779Z"),
        PrefixRow("1795343953698 GET /", "1795343953698", "2026-11-22T10:39:13.698Z"),
        PrefixRow("[1716723772] SERVICE ALERT: x", "[1716723772]", "2024-05-26T11:42:52Z"),
        PrefixRow(
            "@40000000433225833b6e1a8c status: local 0/10", "@40000000433225833b6e1a8c", "2005-09-22T03:31:05.997071500Z"),
        PrefixRow("1716723772 is how many bytes were sent", nil),
        PrefixRow("[1716723772 bytes]", nil),
        PrefixRow("[    0.000000] Linux version", nil),
        PrefixRow("10:15:42 INFO x", nil),
        PrefixRow("    at com.example.Main.main(Main.java:1)", nil),
        PrefixRow("Marketing sent 3 mails", nil),
        PrefixRow("Mar 3 mails", nil),
        PrefixRow("2026-01-05T10:00:00abc", nil),
        PrefixRow("", nil), PrefixRow("[", nil), PrefixRow("[ ", nil),
    ])
    func `the longest time is taken and nothing more`(_ row: PrefixRow) throws {
        let found = withExactBytes(row.line) { TimeParser(assumedYear: 2007).prefix($0, $1) }
        guard let taken = row.taken else {
            #expect(found == nil)
            return
        }
        let (length, time) = try #require(found)
        #expect(String(decoding: Array(row.line.utf8).prefix(length), as: UTF8.self) == taken)
        #expect(Instant(nanoseconds: time.nanoseconds).formatted(digits: time.shape.digits) == row.utc)
    }

    @Test(arguments: [
        ("0517 15:04:22.619632 52479 main.cc:36] x", 20, "2007-05-17T15:04:22.619632Z", false),
        ("060102 15:04:05.654321 11 util/log.go:1", 22, "2006-01-02T15:04:05.654321Z", true),
        ("20210131 14:48:54.123456 7 x.cc:1] x", 24, "2021-01-31T14:48:54.123456Z", true),
    ])
    func `the digits of a glog header say whether it has a year`(
        line: String, length: Int, utc: String, hasYear: Bool
    ) throws {
        let found = try #require(withExactBytes(line) { TimeParser(assumedYear: 2007).glog($0, $1) })
        #expect(found.length == length)
        #expect(Instant(nanoseconds: found.time.nanoseconds).formatted(digits: 6) == utc)
        #expect(found.time.shape.encoding == .glog)
        #expect((found.time.shape.basis == .assumedYear) != hasYear)
    }

    @Test func `a time of day is measured but is no time`() {
        func length(_ line: String) -> Int? { withExactBytes(line) { TimeParser().timeOfDayPrefix($0, $1) } }
        #expect(length("15:47:42 INF x") == 8)
        #expect(length("[15:47:42 INF] x") == nil)
        #expect(length("[15:47:42.123] x") == 14)
        #expect(length("2:28PM INF x") == 6)
        #expect(length("25:00:00 x") == nil)
        #expect(length("x") == nil)
    }

    @Test func `a December line of a file last written in January is of the year before`() throws {
        let written = withExactBytes("2026-01-02T00:00:00Z") { TimeParser().parse($0, $1).nanoseconds }
        let parser = TimeParser(assumedYear: 2026, latest: Instant(nanoseconds: written))
        func read(_ text: String) -> String {
            Instant(nanoseconds: withExactBytes(text) { parser.parse($0, $1).nanoseconds }).formatted(digits: 0)
        }
        #expect(read("Dec 31 23:59:59") == "2025-12-31T23:59:59Z")
        #expect(read("Jan  1 23:59:59") == "2026-01-01T23:59:59Z")
        #expect(read("Jan  2 12:00:00") == "2026-01-02T12:00:00Z")
    }
}
