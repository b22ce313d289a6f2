import CivicCorrelation
import CivicModel
import Testing

@testable import CivicReports

struct EventsTextTests {
    private func text(_ stuck: [Correlation.Stuck]) -> String {
        var correlation = Correlation()
        (correlation.events, correlation.chains, correlation.duplicated, correlation.retried) = (1_200, 400, 3, 2)
        correlation.stuck = stuck
        var page = TextPage(width: 120, color: false)
        EventsText(correlation, services: ["orders"]).write(to: &page)
        return page.text
    }

    private func stuck(_ count: Int, _ stage: String, seconds: (Int64, Int64)?) -> Correlation.Stuck {
        .init(
            service: "orders", stage: stage, type: "order.placed", count: count, youngest: seconds.map { $0.0 * 1_000_000_000 },
            oldest: seconds.map { $0.1 * 1_000_000_000 }, deadline: 1_000_000_000, incidents: [])
    }

    @Test func `a line tells where how many stopped, the most first, beside those that were lost`() {
        let lines = text([stuck(2, "queued", seconds: (5, 5)), stuck(37, "reserved", seconds: (250, 725))]).split(
            separator: "\n")
        #expect(lines[1] == "  1,200 events in 400 chains, 0 lost, 3 handled more than once (2 of them tried again), 39 stuck")
        #expect(lines[2] == "  37 stopped after `orders: reserved`, 4 to 12 min before the end")
        #expect(lines[3] == "  2 stopped after `orders: queued`, 5 s before the end")
    }

    @Test func `without a message the type stands, and without times no age`() {
        #expect(text([stuck(1, "", seconds: nil)]).contains("1 stopped after `orders: order.placed`\n"))
    }

    @Test func `the clock of what plays an experiment is nobody's concern`() {
        var correlation = Correlation()
        correlation.events = 10
        correlation.clocks = ["orders", "mail", "journal"].map { ServiceClock(service: $0, quality: .none) }
        correlation.clocks[0].offset = 0
        var page = TextPage(width: 120, color: false)
        EventsText(correlation, services: ["orders", "mail"]).write(to: &page)
        #expect(page.text.contains("clocks not identifiable: mail\n"))
    }

    @Test func `why events are open and causes unknown is said where it is known`() {
        var correlation = Correlation()
        (correlation.events, correlation.chains, correlation.censored, correlation.orphans) = (900, 300, 50, 290)
        correlation.openByDamage = ["stock": 40]
        correlation.openByStart = ["mail": 8]
        correlation.orphansNamed = ["mail": 200, "stock": 90, "orders": 1]
        correlation.withoutEvents = ["journal", "orders"]
        var page = TextPage(width: 200, color: false)
        EventsText(correlation, services: ["orders"]).write(to: &page)
        let lines = page.text.split(separator: "\n")
        #expect(
            lines[2]
                == "  left open: 40 by damaged files (stock), 8 by records that begin late (mail), 2 by the end of the recording"
        )
        #expect(lines[3].hasPrefix("  causes that no record is about are named by mail (200) and stock (90): "))
        #expect(lines[4].hasPrefix("  no record of orders names an event: "))
    }

    @Test func `a hop that is shorter than its times tell is no hop of no time`() {
        var correlation = Correlation()
        correlation.events = 100
        var hop = Correlation.Hop(from: "orders", to: "mail", count: 100)
        (hop.p50, hop.p99, hop.more) = (0, 4.2, 1)
        correlation.hops = [hop]
        var page = TextPage(width: 120, color: false)
        EventsText(correlation, services: []).write(to: &page)
        #expect(page.text.contains("orders to mail     100  <1 s  4.20 s\n"), "\(page.text)")
    }

    @Test func `more stages than fit are counted`() {
        let many = text((1...9).map { stuck($0, "stage \($0)", seconds: (1, 2)) })
        #expect(many.contains("… 3 more: --format json"))
    }

    @Test(arguments: HostileTextTests.hostile) func `what a log says does nothing to the terminal`(hostile: String) {
        let scalars = text([stuck(1, hostile, seconds: (1, 2))]).unicodeScalars
        #expect(scalars.allSatisfy { $0 == "\n" || !SafeText.acts($0) })
    }
}
