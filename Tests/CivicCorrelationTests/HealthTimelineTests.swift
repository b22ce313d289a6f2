import CivicModel
import Testing

@testable import CivicCorrelation

@Suite struct `answers over time` {
    private func answers(_ states: [HealthStatus], every seconds: Int64 = 10) -> [SeriesAnswer] {
        states.enumerated().map { index, status in
            var observation = HealthObservation(source: 0, line: index + 1, byte: index, service: "orders")
            let time = Instant(nanoseconds: Int64(index) * seconds * 1_000_000_000)
            observation.time = time
            if status == .unreachable { observation.errorType = "timeout" }
            return SeriesAnswer(observation: observation, status: status, body: nil, time: time)
        }
    }

    @Test func `a spell lasts from the first bad answer to the next good one`() {
        let spells = HealthTimeline.spells(answers([.pass, .fail, .unknown, .warn, .pass, .unreachable]))
        #expect(spells.count == 2)
        #expect(spells[0].before?.nanoseconds == 0)
        #expect(spells[0].start.nanoseconds == 10_000_000_000)
        #expect(spells[0].end?.nanoseconds == 40_000_000_000)
        #expect(spells[0].answered == 2)
        #expect(!spells[1].isSaid)
        #expect(spells[1].timeouts == 1)
        #expect(spells[1].end == nil)
    }

    @Test func `unknown answers are no change`() {
        let transitions = HealthTimeline.transitions(answers([.pass, .unknown, .pass, .fail]))
        #expect(transitions.map(\.to) == [.fail])
    }

    @Test func `five intervals are no gap, more are one`() {
        var list = answers([.pass, .pass, .pass])
        list[2].time = Instant(nanoseconds: 60_000_000_000)
        #expect(HealthTimeline.gaps(list, interval: 10_000_000_000).isEmpty)
        list[2].time = Instant(nanoseconds: 60_000_000_001)
        #expect(HealthTimeline.gaps(list, interval: 10_000_000_000) == [2])
    }

    @Test func `quantiles are values that were there`() {
        let values: [Int64] = Array(1...20)
        #expect(HealthTimeline.quantile(values, perMille: 500) == 10)
        #expect(HealthTimeline.quantile(values, perMille: 950) == 19)
        #expect(HealthTimeline.quantile(values, perMille: 990) == 20)
        #expect(HealthTimeline.quantile([], perMille: 500) == nil)
    }

    @Test func `addresses are shown without what is secret in them`() {
        #expect(
            HealthAddress.shown("https://bob:pw@shop:8080/ready?token=0123456789&full=1")
                == "https://shop:8080/ready?token=…&full=1")
        #expect(HealthAddress.path("http://shop:8080/readyz?verbose") == "/readyz?verbose")
        #expect(HealthAddress.path("redis://:pw@cache:6379") == "redis://cache:6379")
        #expect(HealthAddress.shown("") == "")
    }

    private static let messages: [(String, LogSignals)] = [
        ("service started", .started), ("orders listening on *", .started), ("payments starting, pid *", .starting),
        ("Started OrdersApplication in * seconds", .started), ("SIGTERM received, shutting down", .stopping),
        ("database system is ready to accept connections", .started), ("job started", []), ("redis connection ready", []),
        ("Container orders failed liveness probe, will be restarted", .killedByProbe), ("order placed", []), ("", []),
        ("orders stopping", .stopping), ("consumer stopping", []), ("stopping the sale of * for today", []),
    ]

    @Test(arguments: messages)
    func `a message tells of a start or an end of its service`(text: String, expected: LogSignals) {
        #expect(LogSignals(template: text).intersection(.lifecycle) == expected)
    }
}
