import CivicBytes
import CivicCorrelation
import CivicProfile
import CivicRules
import Testing

@testable import CivicCLI

/// An event store beside logs: what each holds of the events, and whose they are.
@Suite struct SystemOfRecordTests {
    private static func id(_ kind: Int, _ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "\(kind)a1b2c3d4e5f60718293a4b5" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    private static func time(_ number: Int, _ milliseconds: Int) -> String {
        let seconds = String(number % 60)
        let rest = String(milliseconds)
        return "2026-01-05T10:\(number / 60 + 10):\(seconds.count < 2 ? "0" : "")\(seconds)."
            + String(repeating: "0", count: 3 - rest.count) + rest + "Z"
    }

    private struct Case {
        var store: [String] = []
        var orders: [String] = []
        var payments: [String] = []

        /// 200 orders and payments. Log of orders: all but two. Store: all but one payment. One order is paid twice.
        init() {
            for i in 0..<200 {
                let (order, payment) = (id(1, i), id(2, i))
                store.append(
                    #"{"specversion":"1.0","id":"\#(order)","source":"/shop/orders","type":"order.placed.v1","time":"\#(time(i, 0))","data":{"n":\#(i)}}"#
                )
                if i != 7 {
                    store.append(
                        #"{"specversion":"1.0","id":"\#(payment)","source":"/shop/payments","type":"payment.taken.v1","time":"\#(time(i, 20))","causationid":"\#(order)","data":{"n":\#(i)}}"#
                    )
                }
                if i == 9 {
                    store.append(
                        #"{"specversion":"1.0","id":"\#(id(3, i))","source":"/shop/payments","type":"payment.taken.v1","time":"\#(time(i, 40))","causationid":"\#(order)","data":{"n":\#(i)}}"#
                    )
                }
                if i != 11, i != 12 {
                    orders.append(
                        #"{"timestamp":"\#(time(i, 1))","level":"info","service":"orders","message":"order placed","event_id":"\#(order)"}"#
                    )
                }
                payments.append(
                    #"{"timestamp":"\#(time(i, 21))","level":"info","service":"payments","message":"payment taken","event_id":"\#(payment)"}"#
                )
            }
        }
    }

    private func evidence(jobs: Int, partitionBits: Int = 8) throws -> (LogScan.Result, SystemEvidence) {
        let files = Case()
        let folder = try CLIFolder()
        try folder.write("store.jsonl", files.store.joined(separator: "\n") + "\n")
        try folder.write("orders.log", files.orders.joined(separator: "\n") + "\n")
        try folder.write("payments.log", files.payments.joined(separator: "\n") + "\n")
        var options = LogScan.Options()
        options.jobs = jobs
        var evidence = EvidenceCollector.Options()
        evidence.jobs = jobs
        evidence.partitionBits = partitionBits
        return try ScanSession.scan(
            try SourceWalk.expand([folder.path]), options: options, evidence: evidence,
            fallback: { (PathNaming.service(path: $0.path, root: $0.root), .path) }, judge: { nil })
    }

    @Test(arguments: [(1, 0), (4, 8)])
    func `the store and the logs are held against each other, event by event`(jobs: Int, bits: Int) throws {
        let (_, evidence) = try evidence(jobs: jobs, partitionBits: bits)
        let record = try #require(evidence.correlation?.record)
        #expect(record.events == 400)
        #expect(record.unlogged == 3, "the second payment, and orders 11 and 12")
        #expect(record.handledTwice == 1)
        #expect(record.unrecorded == 1)
        #expect(record.services.map(\.name) == ["orders", "payments"])
    }

    @Test func `store records are events of the service that published them, and no log of it`() throws {
        let (result, evidence) = try evidence(jobs: 2)
        let rules = try ScanSession.builtInRules()
        let evaluation = RuleEvaluation(
            rules: try RuleSet(rules, paths: ["", "", ""]), paths: ["", "", ""], evidence: evidence)
        let (outcomes, services) = evaluation.outcomes(of: result.profile) { _, rule in rule.info }
        #expect(services.map(\.name) == ["orders", "payments"])
        #expect(services.map(\.records) == [398, 400])
        let levels = outcomes.filter { $0.rule.id == "LOG-002" }
        #expect(levels.map(\.population) == [198, 200])
        let secrets = outcomes.filter { $0.rule.id == "SEC-001" }
        #expect(secrets.map(\.population) == [398, 400])
    }
}
