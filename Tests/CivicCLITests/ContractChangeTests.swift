import Foundation
import Testing

/// Every kind of change: one case that shows it, and one that almost does.
struct ContractChangeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var kind: String
        var verdict: String
        var what: String
        var fires: @Sendable (inout ContractLog) -> Void
        var almost: @Sendable (inout ContractLog) -> Void
        var testDescription: String { "\(kind): \(what)" }
    }

    /// Changes records of orders.
    private static func each(
        _ change: @escaping @Sendable (inout ContractLog.Record) -> Void
    ) -> @Sendable (inout ContractLog) -> Void {
        { log in
            log.change = { record in
                change(&record)
                return true
            }
        }
    }

    static let cases: [Case] = [
        Case(
            kind: "CB01", verdict: "break", what: "a field is gone; not: the message that has it did not occur",
            fires: each { $0["amount"] = nil }, almost: { log in log.change = { $0.message != "\"order placed\"" } }),
        Case(
            kind: "CB02", verdict: "break", what: "a field is missing in a tenth of the records; not: in two",
            fires: each { if $0.index % 10 == 1 { $0["channel"] = nil } },
            almost: each { if $0.index < 2 { $0["channel"] = nil } }),
        Case(
            kind: "CB03", verdict: "break", what: "a number becomes a text; not: in two records",
            fires: each { if let amount = $0["amount"] { $0["amount"] = "\"\(amount)\"" } },
            almost: each { if $0.index < 2, let amount = $0["amount"] { $0["amount"] = "\"\(amount)\"" } }),
        Case(
            kind: "CB04", verdict: "warn", what: "whole numbers get decimals; not: in two records",
            fires: each { if let amount = $0["amount"], $0.index % 2 == 0 { $0["amount"] = amount + ".5" } },
            almost: each { if let amount = $0["amount"], $0.index < 2 { $0["amount"] = amount + ".5" } }),
        Case(
            kind: "CB05", verdict: "warn", what: "a closed list of values grows; not: by a slip in two records",
            fires: each { if $0.index % 5 == 0 { $0["channel"] = "\"kiosk\"" } },
            almost: each { if $0.index < 2 { $0["channel"] = "\"kiosk\"" } }),
        Case(
            kind: "CB05", verdict: "break", what: "levels are spelt another way; not: a level that did not occur before",
            fires: each { $0["level"] = $0["level"]?.uppercased() },
            almost: each { if $0.index % 5 == 0 { $0["level"] = "\"warn\"" } }),
        Case(
            kind: "CB06", verdict: "break", what: "times lose their zone; not: in two of four hundred records",
            fires: each { $0["timestamp"] = $0["timestamp"]?.replacingOccurrences(of: "Z", with: "") },
            almost: each { if $0.index < 2 { $0["timestamp"] = $0["timestamp"]?.replacingOccurrences(of: "Z", with: "") } }),
        Case(
            kind: "CB07", verdict: "ok", what: "times gain decimals; not: in two records",
            fires: each { $0["timestamp"] = $0["timestamp"]?.replacingOccurrences(of: "Z", with: "123Z") },
            almost: each { if $0.index < 2 { $0["timestamp"] = $0["timestamp"]?.replacingOccurrences(of: "Z", with: "123Z") } }),
        Case(
            kind: "CB08", verdict: "warn", what: "a message is gone; not: in a run too short to miss it",
            fires: { log in log.change = { $0.message != "\"order shipped\"" } },
            almost: { log in
                log.records = 60
                log.change = { $0.message != "\"order shipped\"" }
            }),
        Case(
            kind: "CB09", verdict: "break", what: "an error becomes a warning; not: in some of its records",
            fires: each { if $0.message == "\"payment failed\"" { $0["level"] = "\"warn\"" } },
            almost: each { if $0.message == "\"payment failed\"", $0.index < 80 { $0["level"] = "\"warn\"" } }),
        Case(
            kind: "CB10", verdict: "break", what: "a third of the records lose their trace; not: one",
            fires: each { if $0.index / 4 % 3 == 0 { $0["trace_id"] = nil } },
            almost: each { if $0.index == 7 { $0["trace_id"] = nil } }),
        Case(
            kind: "CB11", verdict: "break", what: "the trace goes by another name; not: by both names",
            fires: each { $0.rename("trace_id", to: "traceId") }, almost: each { $0["traceId"] = $0["trace_id"] }),
        Case(
            kind: "CB12", verdict: "warn", what: "a new field has a value of its own in every record; not: few values",
            fires: { log in
                log.records = 1200
                log.change = { record in
                    record["session"] = "\"s-\(record.index)\""
                    return true
                }
            },
            almost: { log in
                log.records = 1200
                log.change = { record in
                    record["session"] = "\"s-\(record.index % 7)\""
                    return true
                }
            }),
        Case(
            kind: "CB13", verdict: "break", what: "billing takes only two thirds of the orders; not: all but one in a hundred",
            fires: { $0.billed = 66 }, almost: { $0.billed = 99 }),
        Case(
            kind: "CB14", verdict: "ok", what: "a field is new; not: in two records",
            fires: each { $0["region"] = "\"eu\"" }, almost: each { if $0.index < 2 { $0["region"] = "\"eu\"" } }),
        Case(
            kind: "CB16", verdict: "break", what: "card numbers appear; not: numbers that are none",
            fires: each { if $0.index % 50 == 0 { $0["note"] = "\"paid with 4111 1111 1111 1111\"" } },
            almost: each { if $0.index % 50 == 0 { $0["note"] = "\"paid with 4111 1111 1111 1112\"" } }),
        Case(
            kind: "CB17", verdict: "warn", what: "twelve times the records for the same work; not: three times",
            fires: { $0.copies = 12 }, almost: { $0.copies = 3 }),
    ]

    struct Change: Decodable {
        var id: String
        var verdict: String
        var service: String
        var subject: String
    }

    struct Report: Decodable {
        var verdict: String
        var changes: [Change]
        var patch: String
    }

    static func check(_ folder: CLIFolder, _ name: String, _ more: [String] = []) throws -> (report: Report, status: Int32?) {
        let run = try CivicProcess.run(
            ["check", name, "--contract", "contract.json", "--format", "json"] + more, in: folder.path)
        guard !run.output.isEmpty else { throw CivicProcess.Failure(description: run.error) }
        return (try JSONDecoder().decode(Report.self, from: Data(run.output)), run.status)
    }

    static func folder() throws -> CLIFolder {
        let folder = try CLIFolder()
        try ContractLog().write(to: folder, "base")
        let run = try CivicProcess.run(["contract", "init", "base", "--contract", "contract.json"], in: folder.path)
        guard run.status == 0 else { throw CivicProcess.Failure(description: run.error) }
        return folder
    }

    @Test(arguments: cases)
    func `a change is told, and what almost is one is not`(_ example: Case) throws {
        let folder = try Self.folder()
        var log = ContractLog()
        example.fires(&log)
        try log.write(to: folder, "fires")
        let fires = try Self.check(folder, "fires")
        #expect(
            fires.report.changes.contains { $0.id == example.kind && $0.verdict == example.verdict }, "\(fires.report.changes)")
        #expect(fires.status == (fires.report.changes.contains { $0.verdict == "break" } ? 1 : 0))

        var near = ContractLog()
        example.almost(&near)
        try near.write(to: folder, "almost")
        let almost = try Self.check(folder, "almost")
        #expect(!almost.report.changes.contains { $0.id == example.kind }, "\(almost.report.changes)")
        #expect(almost.status == 0)
    }

    @Test func `the logs that a contract was made from keep it`() throws {
        let folder = try Self.folder()
        let (report, status) = try Self.check(folder, "base")
        #expect(status == 0)
        #expect(report.changes.isEmpty, "\(report.changes)")
        #expect(report.patch.isEmpty)
    }

    @Test func `a field that was accepted as gone must not come back, and another of a like name may come`() throws {
        let folder = try Self.folder()
        var without = ContractLog()
        without.change = { record in
            record["amount"] = nil
            return true
        }
        try without.write(to: folder, "without")
        let update = try CivicProcess.run(
            [
                "contract", "update", "without", "--contract", "contract.json", "--accept", "CB01:orders:amount", "--why",
                "now in cents",
            ],
            in: folder.path)
        #expect(update.status == 0, "\(update.error)")
        let contract = try #require(folder.read("contract.json"))
        #expect(contract.contains(#""f":"gone","p":"amount""#) && contract.contains("now in cents"))
        #expect(try Self.check(folder, "without").status == 0)
        let back = try Self.check(folder, "base")
        #expect(back.report.changes.contains { $0.id == "CB15" && $0.subject == "amount" } && back.status == 1)
        var cents = ContractLog()
        cents.change = { record in
            if let amount = record["amount"] {
                record["amount"] = nil
                record["amount_cents"] = amount
            }
            return true
        }
        try cents.write(to: folder, "cents")
        let almost = try Self.check(folder, "cents")
        #expect(!almost.report.changes.contains { $0.id == "CB15" } && almost.status == 0)
    }
}
