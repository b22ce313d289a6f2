import CivicFormats
import CivicModel
import Testing

@testable import CivicCorrelation

struct ClockJumpTests {
    @Test func `a clock that jumps in the time of a fault is an effect of it that nobody need have noticed`() throws {
        var system = MadeSystem()
        system.chains = 1_500
        system.step = ("mailer", 0.4, 0.6, -3_700_000_000)
        let length = Int64(system.chains) * MadeSystem.chainGap
        func fault(_ from: Int64, _ to: Int64) -> Fault {
            var fault = Fault(
                name: "shift-clock", type: "action", start: Instant(nanoseconds: MadeSystem.start + length * from / 100))
            fault.end = Instant(nanoseconds: MadeSystem.start + length * to / 100)
            return fault
        }
        var experiment = Experiment(title: "x", origin: .journal, status: "completed", path: "")
        experiment.faults = [fault(39, 61), fault(80, 90)]
        experiment.start = experiment.faults[0].start
        experiment.end = experiment.faults[1].end
        let (folder, _) = try system.folder(seed: 8)
        let faults = try #require(try folder.evidence(experiments: [experiment]).experiments.first).faults
        let jump = try #require(faults[0].clockJumps.first)
        #expect(jump.service == "mailer" && abs(jump.step.change + 3_700_000_000) < 100_000_000)
        #expect(jump.step.low <= -3_700_000_000 && jump.step.high >= -3_700_000_000)
        #expect(faults[0].hasEffect)
        #expect(faults[1].clockJumps.isEmpty)
    }

    /// Orders are taken and billed, and nobody else says anything.
    private func twoServices() throws -> LogFolder {
        var numbers = SeededNumbers(seed: 23)
        var logs: [String: String] = [:]
        for order in 0..<900 {
            let time = MadeSystem.start + Int64(order) * 600_000_000
            func write(_ service: String, _ time: Int64, _ event: String, _ cause: String) {
                let record = MadeSystem.Record(
                    time: time, service: service, message: "\(service) done", trace: "", event: "evt-\(event)-\(order)-00",
                    cause: cause.isEmpty ? "" : "evt-\(cause)-\(order)-00", order: "", customer: "")
                logs[service, default: ""] += MadeSystem.json(record) + "\n"
            }
            let isMoved = (400..<467).contains(order)
            write("front", time, "taken", "")
            write(
                "bill", time + 20_000_000 + Int64(numbers.next() % 20_000_000) - (isMoved ? 4_000_000_000 : 0), "billed",
                "taken")
        }
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        return folder
    }

    @Test func `a jump that two services show each of the other is told once, with both their names`() throws {
        let clocks = try #require(try twoServices().correlation()).clocks
        let jumped = clocks.filter { !$0.steps.isEmpty }
        #expect(jumped.count == 1)
        let clock = try #require(jumped.first)
        #expect(clock.steps.count == 2)
        for step in clock.steps { #expect(Set(step.rivals + [clock.service]) == ["front", "bill"]) }
    }

    @Test(arguments: ["front", "bill"])
    func `a jump that one of two clocks made is that of the service which the fault hit`(target: String) throws {
        var fault = Fault(
            name: "put clock back", type: "action", start: Instant(nanoseconds: MadeSystem.start + 239_000_000_000))
        fault.end = Instant(nanoseconds: MadeSystem.start + 281_000_000_000)
        fault.hints = [Fault.Hint(target, origin: "list")]
        var experiment = Experiment(title: "x", origin: .journal, status: "completed", path: "")
        experiment.faults = [fault]
        (experiment.start, experiment.end) = (fault.start, fault.end)
        let found = try #require(try twoServices().evidence(experiments: [experiment]).experiments.first).faults
        #expect(found[0].clockJumps.map(\.service) == [target])
        #expect(found[0].clockJumps.first.map { ($0.step.change < 0) == (target == "bill") } == true)
    }
}
