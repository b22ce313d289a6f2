import CivicModel
import Testing

@testable import CivicCorrelation

/// Who says something of a fault on a clock that is minutes off, or that is put back by the fault.
struct WitnessClockTests {
    private static let second: Int64 = 1_000_000_000

    /// Two services ask the worker twice a second; for half a minute from second 300 on, it complains every four seconds.
    private func review(offset: @escaping (Int64) -> Int64) throws -> FaultReview {
        var logs: [String: String] = [:]
        func line(_ service: String, _ level: String, _ message: String, _ time: Int64, _ ids: String) {
            logs[service, default: ""] +=
                #"{"timestamp":"\#(MadeSystem.stamp(time))","level":"\#(level)","service":"\#(service)","message":"\#(message)"\#(ids)}"#
                + "\n"
        }
        func id(_ kind: Int, _ number: Int) -> String {
            String(UInt64(kind) << 60 | 0x0aaa_0000_0000_0000 | UInt64(number), radix: 16)
        }
        for i in 0..<1_200 {
            let time = MadeSystem.start + Int64(i) * 500_000_000
            let from = i % 2 == 0 ? "front" : "gate"
            line(from, "info", "asked", time, #","event_id":"\#(id(1, i))""#)
            let taken = time + Int64(4 + i * 7 % 11) * 1_000_000
            line(
                "worker", "info", "answered", taken + offset(taken),
                #","event_id":"\#(id(2, i))","causation_id":"\#(id(1, i))""#)
            line(
                from, "info", "got it", taken + Int64(3 + i % 5) * 1_000_000,
                #","event_id":"\#(id(3, i))","causation_id":"\#(id(2, i))""#)
            if (600..<660).contains(i), i % 8 == 0 {
                let time = taken + 300_000_000
                line("worker", "error", "connection to the broker lost", time + offset(time), "")
            }
        }
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        var fault = Fault(name: "cut", type: "fault", start: Instant(nanoseconds: MadeSystem.start + 300 * Self.second))
        fault.end = Instant(nanoseconds: MadeSystem.start + 330 * Self.second)
        (fault.targets, fault.keywords) = (["worker"], ["worker"])
        fault.hints = [.init("worker", origin: "list")]
        var experiment = Experiment(title: "T", origin: .list, status: "declared", path: "list")
        experiment.faults = [fault]
        return try #require(try folder.evidence(experiments: [experiment]).experiments.first?.faults.first)
    }

    @Test(arguments: [0, 3, 253, -700, 7_200])
    func `a witness is one however far its clock is off`(seconds: Int64) throws {
        let review = try review { _ in seconds * Self.second }
        let witness = try #require(review.witnesses.first { $0.service == "worker" })
        #expect(witness.count == 8)
        #expect(abs(witness.after - 300_000_000) < 250_000_000, "\(witness.after)")
        #expect(review.silent.isEmpty)
    }

    @Test func `what is said on a clock that the fault put back is said in the time of the fault`() throws {
        let (start, end) = (MadeSystem.start + 300 * Self.second, MadeSystem.start + 330 * Self.second)
        let review = try review { (start..<end).contains($0) ? -4 * Self.second : 0 }
        let witness = try #require(review.witnesses.first { $0.service == "worker" })
        #expect(witness.count >= 7)
        #expect(witness.after > -500_000_000 && witness.after < 4_500_000_000)
    }
}
