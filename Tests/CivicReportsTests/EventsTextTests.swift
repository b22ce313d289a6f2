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

    @Test func `more stages than fit are counted`() {
        let many = text((1...9).map { stuck($0, "stage \($0)", seconds: (1, 2)) })
        #expect(many.contains("… 3 more: --format json"))
    }

    @Test(arguments: HostileTextTests.hostile) func `what a log says does nothing to the terminal`(hostile: String) {
        let scalars = text([stuck(1, hostile, seconds: (1, 2))]).unicodeScalars
        #expect(scalars.allSatisfy { $0 == "\n" || !SafeText.acts($0) })
    }
}
