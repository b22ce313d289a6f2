import CivicFormats
import CivicModel
import Testing

@Suite struct `Time zones` {
    private func utc(_ local: String, _ zone: TimeZoneRules) -> String {
        let time = withExactBytes(local) { TimeParser(assumedZone: zone).parse($0, $1) }
        return Instant(nanoseconds: time.nanoseconds).formatted(digits: 0)
    }

    @Test(arguments: [
        ("UTC", 0), ("Z", 0), ("GMT", 0), ("+02:00", 7200), ("-0730", -27_000), ("+02", 7200), ("UTC+2", 7200),
        ("-5", -18_000),
    ])
    func `an offset can be named`(name: String, seconds: Int) throws {
        #expect(try TimeZoneRules.named(name).offset(atLocal: 0) == seconds)
    }

    @Test(arguments: [
        "", "+", "+25:00", "+02:60", "+abc", "../../etc/passwd", "/etc/passwd", "Europe/Nowhere", "Europe", "FOO",
    ])
    func `a name that is no zone is refused with help`(name: String) {
        let error = #expect(throws: TimeZoneError.self) { try TimeZoneRules.named(name) }
        #expect(error?.description.contains("'\(name)'") == true)
        #expect(error?.description.contains("Europe/Berlin") == true)
    }

    @Test func `a written zone wins over the assumed one`() throws {
        let zone = try #require(TimeZoneRules(fixedOffsetSeconds: 3600))
        #expect(utc("2026-01-05 10:00:00", zone) == "2026-01-05T09:00:00Z")
        #expect(utc("2026-01-05 10:00:00Z", zone) == "2026-01-05T10:00:00Z")
        #expect(TimeZoneRules(fixedOffsetSeconds: 86_400) == nil)
    }

    @Test(.enabled(if: (try? TimeZoneRules.named("Europe/Berlin")) != nil))
    func `Berlin keeps summer time in the past and in years after the last known change`() throws {
        let berlin = try TimeZoneRules.named("Europe/Berlin")
        #expect(utc("2026-01-05 10:00:00", berlin) == "2026-01-05T09:00:00Z")
        #expect(utc("2026-07-05 10:00:00", berlin) == "2026-07-05T08:00:00Z")
        #expect(utc("1995-07-05 10:00:00", berlin) == "1995-07-05T08:00:00Z")
        #expect(utc("1995-10-05 10:00:00", berlin) == "1995-10-05T09:00:00Z")
        #expect(utc("2061-07-05 10:00:00", berlin) == "2061-07-05T08:00:00Z")
        #expect(utc("2061-12-05 10:00:00", berlin) == "2061-12-05T09:00:00Z")
    }

    @Test(.enabled(if: (try? TimeZoneRules.named("Europe/Berlin")) != nil))
    func `an hour that happens twice or never has the offset from before the change`() throws {
        let berlin = try TimeZoneRules.named("Europe/Berlin")
        // Clocks went from 02:00 to 03:00 on 29 March 2026 …
        #expect(utc("2026-03-29 01:59:59", berlin) == "2026-03-29T00:59:59Z")
        #expect(utc("2026-03-29 02:30:00", berlin) == "2026-03-29T01:30:00Z")
        #expect(utc("2026-03-29 03:00:00", berlin) == "2026-03-29T01:00:00Z")
        // … and from 03:00 to 02:00 on 25 October.
        #expect(utc("2026-10-25 02:30:00", berlin) == "2026-10-25T00:30:00Z")
        #expect(utc("2026-10-25 03:00:00", berlin) == "2026-10-25T02:00:00Z")
        // The same beyond the file's own changes.
        #expect(utc("2061-03-27 02:30:00", berlin) == "2061-03-27T01:30:00Z")
    }

    @Test(.enabled(if: (try? TimeZoneRules.named("America/New_York")) != nil))
    func `zones west of Greenwich and on the southern half are read alike`() throws {
        let newYork = try TimeZoneRules.named("America/New_York")
        #expect(utc("2026-01-05 10:00:00", newYork) == "2026-01-05T15:00:00Z")
        #expect(utc("2026-07-05 10:00:00", newYork) == "2026-07-05T14:00:00Z")
        let sydney = try TimeZoneRules.named("Australia/Sydney")
        #expect(utc("2050-01-05 10:00:00", sydney) == "2050-01-04T23:00:00Z")
        #expect(utc("2050-07-05 10:00:00", sydney) == "2050-07-05T00:00:00Z")
        let kolkata = try TimeZoneRules.named("Asia/Kolkata")
        #expect(utc("2026-07-05 10:00:00", kolkata) == "2026-07-05T04:30:00Z")
    }
}
