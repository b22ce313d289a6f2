import Foundation
import Testing

/// `civic trace` as its users meet it.
struct TraceCommandTests {
    private static func id(_ n: Int) -> String {
        let digits = String(n, radix: 16)
        return "b" + String(repeating: "0", count: 7 - digits.count) + digits + "-1111-4111-8111-111111111111"
    }

    private static func line(_ milliseconds: Int, _ service: String, _ message: String, _ rest: String) -> String {
        let (seconds, rest1000) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let fraction = String(rest1000 + 1000).dropFirst()
        return
            #"{"time":"2026-01-05T10:\#(String(seconds / 60 + 100).dropFirst()):\#(String(seconds % 60 + 100).dropFirst()).\#(fraction)Z","level":"info","service":"\#(service)","message":"\#(message)"\#(rest)}"#
            + "\n"
    }

    /// orders → payments → shipping, and mail that only mentions the order's event in its text.
    private func shop() throws -> CLIFolder {
        let folder = try CLIFolder()
        var (orders, payments, shipping, mail) = ("", "", "", "")
        for n in 0..<200 {
            let (a, b, c) = (Self.id(3 * n), Self.id(3 * n + 1), Self.id(3 * n + 2))
            let t = 1000 * n
            orders += Self.line(t, "orders", "placed", #","event_id":"\#(a)","trace_id":"\#(Self.id(5000 + n))""#)
            // Of the event of order 7 nothing was made, of that of order 9 two things.
            if n != 7 { payments += Self.line(t + 20, "payments", "charged", #","event_id":"\#(b)","causation_id":"\#(a)""#) }
            if n == 9 {
                payments += Self.line(t + 30, "payments", "charged", #","event_id":"\#(Self.id(9999))","causation_id":"\#(a)""#)
            }
            if n != 7 {
                shipping += Self.line(
                    t + 50, "shipping", "shipped", #","id":"\#(c)","event_id":"\#(c)","causation_id":"\#(b)""#)
            }
            mail += Self.line(t + 500, "mail", "told about {\(a.uppercased())}", "")
        }
        try folder.write("orders.log", orders)
        try folder.write("payments.log", payments)
        try folder.write("shipping.log", shipping)
        try folder.write("mail.log", mail)
        return folder
    }

    private func trace(_ arguments: [String], in folder: CLIFolder) throws -> CivicProcess {
        try CivicProcess.run(["trace"] + arguments, in: folder.path, environment: ["COLUMNS": "100"])
    }

    private func events(_ run: CivicProcess) throws -> [[String: Any]] {
        try #require(try run.json()["events"] as? [[String: Any]])
    }

    private func services(_ event: [String: Any]) -> [String] {
        (event["records"] as? [[String: Any]] ?? []).compactMap { $0["service"] as? String }
    }

    @Test func `any event of a chain leads to its root and to all that followed`() throws {
        let folder = try shop()
        for id in [Self.id(15), Self.id(16), Self.id(17).uppercased(), Self.id(5005)] {
            let run = try trace([id, ".", "--format", "json"], in: folder)
            let events = try events(run)
            #expect(events.map { services($0) } == [["orders", "mail"], ["payments"], ["shipping"]], "\(id): \(run.error)")
            #expect(events.map { $0["depth"] as? Int } == [0, 1, 2])
            #expect(events.map { $0["cause"] as? String } == [nil, Self.id(15), Self.id(16)])
            let hop = try #require(events[1]["hop"] as? [String: Any])
            #expect(hop["seconds"] as? Double == 0.02)
        }
    }

    @Test func `ids of letters and digits are followed where they stand in sentences alone`() throws {
        let folder = try CLIFolder()
        var (orders, mail) = ("", "")
        for n in 0..<100 {
            let id = "ev_kqzjw\(100 + n)bvlmp"
            orders += Self.line(1000 * n, "orders", "placed order \(n), event \(id)", "")
            mail += Self.line(1000 * n + 40, "mail", "mail sent, caused by: \(id)", "")
            if n == 8 { mail += Self.line(1000 * n + 90, "mail", "mail sent, caused by: \(id)", "") }
        }
        try folder.write("orders.log", orders)
        try folder.write("mail.log", mail)
        let events = try events(try trace(["ev_kqzjw108bvlmp", ".", "--format", "json"], in: folder))
        #expect(events.map { services($0) } == [["orders", "mail", "mail"]])
    }

    @Test func `the tree is the same for any number of workers`() throws {
        let folder = try shop()
        let one = try trace([Self.id(15), ".", "--format", "json", "--jobs", "1"], in: folder)
        #expect(
            try trace([Self.id(15), ".", "--format", "json", "--jobs", "4", "--row-memory", "1MiB"], in: folder).output
                == one.output)
        var check = SchemaCheck(try CivicProcess.run(["schema", "trace"]).json())
        check.check(try one.json())
        #expect(check.errors == [])
    }

    @Test func `effects are indented below their causes`() throws {
        let run = try trace([Self.id(16), "."], in: try shop())
        #expect(run.status == 0)
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("  10:00:05.000") && $0.contains("orders ") && $0.hasSuffix("orders.log:6") })
        #expect(
            lines.contains { $0.hasPrefix("> 10:00:05.020") && $0.contains("+20") && $0.contains("  payments") }, "\(run.text)")
        #expect(lines.contains { $0.hasPrefix("= 10:00:05.500") && $0.contains("mail") })
    }

    @Test func `a step that nearly always follows and is not there is missing`() throws {
        let folder = try shop()
        let lost = try events(try trace([Self.id(21), ".", "--format", "json"], in: folder))
        let missing = try #require(lost[0]["missing"] as? [[String: Any]])
        #expect(missing.map { $0["service"] as? String } == ["payments"])
        #expect(missing.first?["undecided"] as? Bool == false)
        let whole = try events(try trace([Self.id(15), ".", "--format", "json"], in: folder))
        #expect(whole.allSatisfy { ($0["missing"] as? [Any])?.isEmpty ?? false })
    }

    @Test func `what was done twice for one cause is marked`() throws {
        let run = try trace([Self.id(27), "."], in: try shop())
        #expect(run.text.contains("[same effect once more] charged"), "\(run.text)")
    }

    @Test func `several ids that fit are listed with their services`() throws {
        let run = try trace(["b00000", "."], in: try shop())
        #expect(run.status == 3)
        #expect(run.text == "")
        #expect(run.error.contains("ids fit \"b00000\""))
        #expect(run.error.contains("orders"))
    }

    @Test func `an id that is nowhere gets the closest ones`() throws {
        let typo = Self.id(15).replacingOccurrences(of: "4111", with: "4112")
        let run = try trace([typo, "."], in: try shop())
        #expect(run.status == 3)
        #expect(run.error.contains("no record holds an id like"))
        #expect(run.error.contains(Self.id(15)), "\(run.error)")
        #expect(try trace(["abc", "."], in: try shop()).status == 2)
    }

    @Test func `where no id is close that is said, with what was looked through`() throws {
        let run = try trace(["f8c21b77-90aa-4c8e-9d30-3b6a5e1c2f04", "."], in: try shop())
        #expect(run.status == 3)
        #expect(
            run.error.contains("no record holds an id like \"f8c21b77-90aa-4c8e-9d30-3b6a5e1c2f04\", nor one that is close"))
        #expect(run.error.contains("looked through: 799 records of 4 services in 4 files of logs"), "\(run.error)")
        #expect(!run.error.contains("the closest are"))
    }

    @Test func `times in whole seconds give a distance with its width`() throws {
        let folder = try CLIFolder()
        let (a, b) = (Self.id(1), Self.id(2))
        try folder.write(
            "orders.log",
            #"{"time":"2026-01-05T10:00:00.700Z","level":"info","service":"shop","message":"placed","event_id":"\#(a)"}"# + "\n"
                + #"{"time":"2026-01-05T10:00:00Z","level":"info","service":"shop","message":"told","event_id":"\#(b)","causation_id":"\#(a)"}"#
                + "\n"
                + #"{"time":"2026-01-05T10:00:02Z","level":"info","service":"shop","message":"told again","event_id":"\#(b)"}"#
                + "\n")
        let run = try trace([a, "."], in: folder)
        // From .700 to some moment of the same second; then two seconds, give or take one.
        #expect(run.text.contains("<+299"), "\(run.text)")
        #expect(run.text.contains("+2,000 ±999") || run.text.contains("+2,000 ±1,000"), "\(run.text)")
        #expect(run.text.contains("10:00:00 "), "\(run.text)")
    }

    @Test func `a circle of causes is shown once`() throws {
        let folder = try CLIFolder()
        try folder.write(
            "a.log",
            Self.line(0, "a", "one", #","event_id":"\#(Self.id(1))","causation_id":"\#(Self.id(2))""#)
                + Self.line(5, "b", "two", #","event_id":"\#(Self.id(2))","causation_id":"\#(Self.id(1))""#)
                + Self.line(9, "c", "self", #","event_id":"\#(Self.id(3))","causation_id":"\#(Self.id(3))""#))
        #expect(try events(try trace([Self.id(1), ".", "--format", "json"], in: folder)).count == 2)
        #expect(try events(try trace([Self.id(3), ".", "--format", "json"], in: folder)).count == 1)
    }

    @Test func `the secrets of a chain are not repeated`() throws {
        let folder = try CLIFolder()
        try folder.write(
            "a.log", Self.line(0, "a", "card 4111111111111111 declined", #","event_id":"\#(Self.id(1))""#))
        for format in ["text", "json"] {
            let run = try trace([Self.id(1), ".", "--format", format], in: folder)
            #expect(run.status == 0)
            #expect(!run.text.contains("4111111111111111"))
            #expect(run.text.contains("declined"))
        }
    }
}
