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
        /// What the contract is made from.
        var base: @Sendable (inout ContractLog) -> Void = { _ in }
        /// A line that is put into the contract by hand.
        var fact: String?
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
            kind: "CB03", verdict: "break", what: "an id takes another form; not: in two records",
            fires: each { $0["trace_id"] = uuid($0["trace_id"]) },
            almost: each { if $0.index < 2 { $0["trace_id"] = uuid($0["trace_id"]) } }),
        Case(
            kind: "CB03", verdict: "break", what: "records are logfmt; not: two of them",
            fires: { $0.logfmt = .max }, almost: { $0.logfmt = 2 }),
        Case(
            kind: "CB04", verdict: "ok", what: "a number has no decimals any more; not: while one record has some",
            fires: { $0.records = 2000 },
            almost: { log in
                log.records = 2000
                log.change = { record in
                    if let amount = record["amount"], record.index == 0 { record["amount"] = amount + ".5" }
                    return true
                }
            }, base: each { if let amount = $0["amount"] { $0["amount"] = amount + ".5" } }),
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
            kind: "CB06", verdict: "break", what: "times lose their decimals; not: from milliseconds to one decimal fewer",
            fires: each { $0["timestamp"] = shortened($0["timestamp"], by: 4) },
            almost: each { $0["timestamp"] = shortened($0["timestamp"], by: 1) }),
        Case(
            kind: "CB06", verdict: "break", what: "times are counts of milliseconds; not: in two of four hundred records",
            fires: each { $0["timestamp"] = "\(1_767_607_200_000 + $0.index * 50)" },
            almost: each { if $0.index < 2 { $0["timestamp"] = "\(1_767_607_200_000 + $0.index * 50)" } }),
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
            kind: "CB09", verdict: "warn", what: "a message becomes a warning; not: in some of its records",
            fires: each { if $0.message == "\"order shipped\"" { $0["level"] = "\"warn\"" } },
            almost: each { if $0.message == "\"order shipped\"", $0.index < 300 { $0["level"] = "\"warn\"" } }),
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
            kind: "CB12", verdict: "warn", what: "a label has a value of its own in every record; not: a few hundred values",
            fires: { log in
                log.records = 1200
                log.change = { record in
                    record["channel"] = "\"c-\(record.index)\""
                    return true
                }
            },
            almost: { log in
                log.records = 1200
                log.change = { record in
                    record["channel"] = "\"c-\(record.index % 300)\""
                    return true
                }
            }, base: { $0.records = 1200 }),
        Case(
            kind: "CB13", verdict: "break", what: "billing takes only two thirds of the orders; not: all but one in a hundred",
            fires: { $0.billed = 66 }, almost: { $0.billed = 99 }),
        Case(
            kind: "CB14", verdict: "ok", what: "a field is new; not: in two records",
            fires: each { $0["region"] = "\"eu\"" }, almost: each { if $0.index < 2 { $0["region"] = "\"eu\"" } }),
        Case(
            kind: "CB15", verdict: "break", what: "a field that was removed is back, in one record; not: one of a like name",
            fires: each { if $0.index == 7 { $0["card_no"] = "\"x\"" } }, almost: each { $0["card_nr"] = "\"x\"" },
            fact: #"{"s":"orders","f":"gone","p":"card_no","since":"2026-01"}"#),
        Case(
            kind: "CB16", verdict: "break", what: "card numbers appear; not: numbers that are none",
            fires: each { if $0.index % 50 == 0 { $0["note"] = "\"paid with 4111 1111 1111 1111\"" } },
            almost: each { if $0.index % 50 == 0 { $0["note"] = "\"paid with 4111 1111 1111 1112\"" } }),
        Case(
            kind: "CB17", verdict: "warn", what: "twelve times the records for the same work; not: three times",
            fires: { $0.copies = 12 }, almost: { $0.copies = 3 }),
        Case(
            kind: "CB17", verdict: "warn", what: "a thirtieth of the records for the same work; not: two fifths",
            fires: { $0.copies = 1 }, almost: { $0.copies = 12 }, base: { $0.copies = 30 }),
    ]

    /// The digits of an id with hyphens, as a UUID has them.
    private static func uuid(_ text: String?) -> String? {
        guard var digits = text.map(Array.init), digits.count == 34 else { return text }
        for place in [21, 17, 13, 9] { digits.insert("-", at: place) }
        return String(digits)
    }

    /// A time with fewer decimals.
    private static func shortened(_ text: String?, by count: Int) -> String? {
        text.map { String($0.dropLast(2 + count)) + "Z\"" }
    }

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

    static func folder(_ base: ContractLog = ContractLog()) throws -> CLIFolder {
        let folder = try CLIFolder()
        try base.write(to: folder, "base")
        let run = try CivicProcess.run(["contract", "init", "base", "--contract", "contract.json"], in: folder.path)
        guard run.status == 0 else { throw CivicProcess.Failure(description: run.error) }
        return folder
    }

    @Test(arguments: cases)
    func `a change is told, and what almost is one is not`(_ example: Case) throws {
        var base = ContractLog()
        example.base(&base)
        let folder = try Self.folder(base)
        if let fact = example.fact {
            let contract = try #require(folder.read("contract.json"))
            let head = "\"facts\":[\n"
            try folder.write("contract.json", contract.replacingOccurrences(of: head, with: head + fact + ",\n"))
        }
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

    @Test func `a secret that is new stands at its message and its record, and control characters are none`() throws {
        let folder = try Self.folder()
        var log = ContractLog()
        log.change = { record in
            if record.index % 20 == 8 { record["note"] = "\"paid with 4111 1111 1111 1111\"" }
            if record.index % 2 == 0 { record["shell"] = #""a\u001b[31mb""# }
            return true
        }
        try log.write(to: folder, "changed")
        let run = try CivicProcess.run(
            ["check", "changed", "--contract", "contract.json", "--format", "json"], in: folder.path)
        let report = try run.json()
        let leaks = try #require(report["issues"] as? [[String: Any]]).filter { $0["id"] as? String == "CB16" }
        let leak = try #require(leaks.first)
        #expect(leaks.count == 1 && leak["subject"] as? String == "SEC-005" && leak["violations"] as? Int == 20)
        #expect((leak["message"] as? String)?.contains("(in \"cache refreshed\")") == true, "\(leak)")
        let evidence = try #require(leak["evidence"] as? [[String: Any]])
        #expect(evidence.first?["path"] as? String == "changed/orders.log" && evidence.first?["line"] as? Int ?? 0 > 0)
        #expect(!run.text.contains("4111 1111 1111 1111"))
        // The line of the message, and not that of the service.
        let line = try #require((leak["anchor"] as? [String: Any])?["line"] as? Int)
        let lines = try #require(folder.read("contract.json")).split(separator: "\n")
        #expect(lines[line - 1].contains("cache refreshed"))
        let change = try #require(report["changes"] as? [[String: Any]]).first { $0["id"] as? String == "CB16" }
        let template = try #require((change?["templates"] as? [String])?.first)
        #expect(lines[line - 1].contains(template))
        let review = try CivicProcess.run(["contract", "review", "changed", "--contract", "contract.json"], in: folder.path)
            .text
        #expect(review.contains("CB16:orders:SEC-005") && review.contains("changed/orders.log:"), "\(review)")
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
