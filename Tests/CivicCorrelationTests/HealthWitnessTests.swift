import CivicModel
import Testing

@testable import CivicCorrelation

struct HealthWitnessTests {
    /// Answers of one endpoint, one a second for ten minutes, that fail in the given seconds.
    private func history(failing: [Range<Int>]) -> HealthHistory {
        var log = HealthLog()
        for second in 0..<600 {
            var observation = HealthObservation(source: 0, line: second + 1, byte: second, service: "gate")
            observation.url = "http://gate:8080/ready"
            observation.time = Instant(nanoseconds: Int64(second) * 1_000_000_000)
            observation.timeSource = .envelope
            let fails = failing.contains { $0.contains(second) }
            if fails { observation.errorType = "connection_refused" } else { observation.statusCode = 200 }
            log.observations.append(observation)
        }
        return HealthHistory(log)
    }

    private func isWitness(of seconds: Range<Int>, failing: [Range<Int>], isOpen: Bool = false) throws -> Bool {
        var fault = Fault(name: "x", type: "action", start: Instant(nanoseconds: Int64(seconds.lowerBound) * 1_000_000_000))
        let end = Instant(nanoseconds: Int64(seconds.upperBound) * 1_000_000_000)
        if !isOpen { fault.end = end }
        var experiment = Experiment(title: "x", origin: .journal, status: "completed", path: "")
        experiment.end = end
        let window = FaultWindow(fault, of: experiment, among: [fault])
        let judge = HealthWitness(history: history(failing: failing), window: window, excluded: [window.start..<window.until])
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
}
