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
}
