import CivicModel
import Testing

@testable import CivicCorrelation

struct HealthWitnessTests {
    /// Answers of one endpoint, one a second for ten minutes, that fail in the given seconds.
    private func history(failing: [Range<Int>], waits: [Int: Int64] = [:]) -> HealthHistory {
        var log = HealthLog()
        for second in 0..<600 {
            var observation = HealthObservation(source: 0, line: second + 1, byte: second, service: "gate")
            observation.url = "http://gate:8080/ready"
            observation.time = Instant(nanoseconds: Int64(second) * 1_000_000_000)
            observation.timeSource = .envelope
            observation.duration = waits[second]
            let fails = failing.contains { $0.contains(second) }
            if fails { observation.errorType = "connection_refused" } else { observation.statusCode = 200 }
            log.observations.append(observation)
        }
        return HealthHistory(log)
    }

    private func judge(
        of seconds: Range<Int>, failing: [Range<Int>], waits: [Int: Int64] = [:], isOpen: Bool = false
    ) -> HealthWitness {
        var fault = Fault(name: "x", type: "action", start: Instant(nanoseconds: Int64(seconds.lowerBound) * 1_000_000_000))
        let end = Instant(nanoseconds: Int64(seconds.upperBound) * 1_000_000_000)
        if !isOpen { fault.end = end }
        var experiment = Experiment(title: "x", origin: .journal, status: "completed", path: "")
        experiment.end = end
        let window = FaultWindow(fault, of: experiment, among: [fault])
        return HealthWitness(
            history: history(failing: failing, waits: waits), window: window, excluded: [window.start..<window.until])
    }

    private func isWitness(of seconds: Range<Int>, failing: [Range<Int>], isOpen: Bool = false) throws -> Bool {
        let judge = judge(of: seconds, failing: failing, isOpen: isOpen)
        return judge.witness(try #require(judge.endpoints().first)) != nil
    }

    @Test func `an endpoint that is away for good later on has still seen this fault`() throws {
        #expect(try isWitness(of: 100..<116, failing: [103..<114, 250..<600]))
    }

    @Test func `an endpoint that never comes back from the fault has seen it`() throws {
        #expect(try isWitness(of: 100..<116, failing: [102..<600]))
        #expect(try isWitness(of: 100..<116, failing: [102..<600], isOpen: true))
    }

    @Test func `an endpoint that flaps all day has seen nothing`() throws {
        #expect(try !isWitness(of: 100..<116, failing: stride(from: 0, to: 600, by: 10).map { $0 + 4..<$0 + 8 }))
    }

    @Test func `an endpoint that fails elsewhere alone has seen nothing`() throws {
        #expect(try !isWitness(of: 100..<116, failing: [250..<600]))
    }

    @Test func `an endpoint that comes back and leaves again while the fault lasts has recovered when it stays`() throws {
        let judge = judge(of: 100..<130, failing: [102..<105, 110..<113, 120..<128, 300..<310])
        let endpoint = try #require(judge.endpoints().first)
        let recovery = try #require(judge.recovery(endpoint))
        #expect(recovery.first.nanoseconds == 128_000_000_000)
        #expect(recovery.after == -2_000_000_000)
    }

    @Test func `an answer that waited for the end of the fault came when the fault ended`() throws {
        for (wait, after) in [(1_700_000_000, 0), (300_000_000, -700_000_000)] as [(Int64, Int64)] {
            let judge = judge(of: 100..<116, failing: [103..<115], waits: [115: wait])
            let recovery = judge.recovery(try #require(judge.endpoints().first))
            #expect(recovery?.after == after)
        }
    }
}
