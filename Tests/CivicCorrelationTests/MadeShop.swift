import CivicModel
import Testing

@testable import CivicCorrelation

/// Orders go through payments to the mailer, searches from the gate to the catalog; for half a minute, from second 150 on, something is broken.
struct MadeShop {
    private static let second: Int64 = 1_000_000_000

    var isTraced = true
    /// Seconds in which payments takes nothing, and those in which the catalog answers nothing.
    var paymentsGone = 0..<0
    var catalogGone = 0..<0
    var paymentsLate = 0..<0
    /// Payments takes its events twice; says that it does so for the second time; finds them twice in its file.
    var paymentsTwice = 0..<0
    var paymentsRetries = 0..<0
    /// Payments takes its events once more and makes new ones of them.
    var paymentsReplays = 0..<0
    /// One order in ten is paid in two parts, always, the second a while later.
    var paysInParts = false
    var paymentsCopied = 0..<0
    /// The mailer begins and comes to no end.
    var mailerHangs = 0..<0
    /// Tenths of a second.
    var paymentsPause = 0..<0

    func folder() throws -> LogFolder {
        var logs: [String: String] = [:]
        func line(_ service: String, _ message: String, _ time: Int64, _ trace: String, _ ids: String) {
            let trace = isTraced ? #","trace_id":"\#(trace)""# : ""
            logs[service, default: ""] +=
                #"{"timestamp":"\#(MadeSystem.stamp(time))","level":"info","service":"\#(service)","message":"\#(message)"\#(trace)\#(ids)}"#
                + "\n"
        }
        for i in 0..<3_000 {
            let (time, at) = (MadeSystem.start + Int64(i) * 100_000_000, i / 10)
            func id(_ kind: Int) -> String { String(UInt64(kind) << 60 | 0x0aaa_0000_0000_0000 | UInt64(i), radix: 16) }
            let trace = String(repeating: id(9), count: 2)
            if i % 2 == 0 {
                line("orders", "order placed", time, trace, #","event_id":"\#(id(1))""#)
                if paymentsGone.contains(at) { continue }
                let delay: Int64 = paymentsLate.contains(at) ? 4_000_000_000 : Int64(5 + i % 7) * 1_000_000
                let pause: Int64 = paymentsPause.contains(i) ? 400_000_000 : 0
                let paid = #","event_id":"\#(id(2))","causation_id":"\#(id(1))""#
                line("payments", "paid", time + delay + pause, trace, paid)
                let isInParts = paysInParts && i % 20 == 4
                if paymentsReplays.contains(at) || isInParts {
                    let again = #","event_id":"\#(id(6))","causation_id":"\#(id(1))""#
                    line("payments", "paid", time + 1_500_000_000, trace, again)
                    let mail = #","event_id":"\#(id(7))","causation_id":"\#(id(6))""#
                    line("mailer", "mail sent", time + 1_508_000_000, trace, mail)
                }
                if paymentsTwice.contains(at) { line("payments", "paid", time + 1_500_000_000, trace, paid) }
                if paymentsCopied.contains(at) { line("payments", "paid", time + delay, trace, paid) }
                if paymentsRetries.contains(at) {
                    line("payments", "paid", time + 30_000_000, trace, paid + #","attempt":2"#)
                }
                line("mailer", "writing mail", time + delay + pause + 6_000_000, trace, #","event_id":"\#(id(3))""#)
                if mailerHangs.contains(at) { continue }
                line(
                    "mailer", "mail sent", time + delay + pause + 8_000_000, trace,
                    #","event_id":"\#(id(3))","causation_id":"\#(id(2))""#)
            } else {
                line("gate", "search", time, trace, #","event_id":"\#(id(4))""#)
                if catalogGone.contains(at) { continue }
                line(
                    "catalog", "looked up", time + 3_000_000, trace, #","event_id":"\#(id(5))","causation_id":"\#(id(4))""#
                )
            }
        }
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        return folder
    }

    func blast(
        _ split: LogFolder.Split = .init(), target: String = "payments", earlier: Range<Int>? = nil
    ) throws -> [FaultReview.Blast] {
        try review(split, target: target, earlier: earlier).blast
    }

    func review(
        _ split: LogFolder.Split = .init(), target: String = "payments", earlier: Range<Int>? = nil
    ) throws -> FaultReview {
        var experiment = Experiment(title: "T", origin: .list, status: "declared", path: "list")
        var fault = Fault(
            name: "cut", type: "fault", start: Instant(nanoseconds: MadeSystem.start + 150 * Self.second))
        fault.end = Instant(nanoseconds: MadeSystem.start + 180 * Self.second)
        (fault.targets, fault.keywords) = ([target], [target])
        fault.hints = [.init(target, origin: "list")]
        experiment.faults = [fault]
        if let earlier {
            var other = fault
            other.name = "earlier"
            other.start = Instant(nanoseconds: MadeSystem.start + Int64(earlier.lowerBound) * Self.second)
            other.end = Instant(nanoseconds: MadeSystem.start + Int64(earlier.upperBound) * Self.second)
            experiment.faults = [other, fault]
        }
        return try #require(try folder().evidence(split, experiments: [experiment]).experiments.first?.faults.last)
    }
}
