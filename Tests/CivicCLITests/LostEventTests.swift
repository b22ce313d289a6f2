import Foundation
import Testing

/// From the audit, which counts what was lost, to the trace of one of the lost.
struct LostEventTests {
    /// Orders go to payments, then to mail. What `lost` says never comes to the mail.
    private func shop(lost: Set<Int>) throws -> CLIFolder {
        let folder = try CLIFolder()
        var (orders, payments, mail) = ("", "", "")
        for n in 0..<400 {
            let (event, charge) = ("ev_kqzjw\(1000 + n)bvlmp", "ev_xtrwq\(1000 + n)bvlmp")
            let order = "ORD-\(5000 + n)"
            orders += line(1000 * n, "orders", "order placed", #","event_id":"\#(event)","order_id":"\#(order)""#)
            payments += line(
                1000 * n + 20, "payments", "charged",
                #","event_id":"\#(charge)","causation_id":"\#(event)","order_id":"\#(order)""#)
            guard !lost.contains(n) else { continue }
            mail += line(
                1000 * n + 60, "mail", "mail sent",
                #","causation_id":"\#(charge)","order_id":"\#(order)""#)
        }
        try folder.write("orders.log", orders)
        try folder.write("payments.log", payments)
        try folder.write("mail.log", mail)
        return folder
    }

    private func line(_ milliseconds: Int, _ service: String, _ message: String, _ rest: String) -> String {
        func two(_ n: Int) -> String { String(n + 100).dropFirst().description }
        let (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return
            #"{"time":"2026-01-05T10:\#(two(seconds / 60)):\#(two(seconds % 60)).\#(String(fraction + 1000).dropFirst())Z","level":"info","service":"\#(service)","message":"\#(message)"\#(rest)}"#
            + "\n"
    }

    private func run(_ arguments: [String], _ folder: CLIFolder) throws -> CivicProcess {
        try CivicProcess.run(arguments, in: folder.path, environment: ["COLUMNS": "110"])
    }

    @Test func `an id that the audit names leads to what became of the lost`() throws {
        let folder = try shop(lost: [100, 101, 102])
        let audit = try run(["audit", "."], folder).text.split(separator: "\n").map(String.init)
        let at = try #require(
            audit.firstIndex { $0.contains("3 lost on the way to mail, such as") }, "\(audit.joined(separator: "\n"))")
        for line in audit[(at + 1)...(at + 3)] {
            let words = line.split(separator: " ")
            #expect(words.count == 2 && words[1].hasPrefix("./") || words[1].hasSuffix(where: \.isNumber), "\(line)")
            let trace = try run(["trace", String(words[0]), "."], folder)
            #expect(trace.status == 0, "\(trace.error)")
            #expect(
                trace.text.replacingOccurrences(of: "\n  ", with: " ").contains("Lost on the way to mail."), "\(trace.text)")
            #expect(
                trace.text.split(separator: "\n").contains {
                    $0.hasPrefix("!") && $0.contains("mail ") && $0.contains("lost: no record of it (99%")
                })
        }
        // What came there is not said to be lost.
        #expect(!(try run(["trace", "ORD-5007", "."], folder)).text.contains("ost"))
    }

    @Test func `a chain that stopped before a service without event ids leads there by any id of its flow`() throws {
        let inputs = ["\(RepositoryFile.gameDay)/logs", "\(RepositoryFile.gameDay)/health"]
        let folder = try CLIFolder()
        let audit = try run(["audit"] + inputs, folder).text.split(separator: "\n").map(String.init)
        let at = try #require(audit.firstIndex { $0.contains("1 lost on the way to ") }, "\(audit.joined(separator: "\n"))")
        let id = try #require(audit[at + 1].split(separator: " ").first)
        let trace = try run(["trace", String(id)] + inputs, folder)
        #expect(trace.status == 0, "\(trace.error)")
        #expect(trace.text.contains(": no record of it ("), "\(trace.text)")
    }

    @Test func `what an outage of a twentieth of the time swallowed is lost for the trace as for the audit`() throws {
        let folder = try shop(lost: Set(200..<220))
        #expect(try run(["audit", "."], folder).text.contains("20 lost on the way to mail"))
        #expect(
            try run(["trace", "ORD-5210", "."], folder).text.contains("lost: no record of it (95% of such events go on there)"))
    }

    @Test func `what the end of the recording leaves open is not called lost`() throws {
        let folder = try shop(lost: [399])
        let trace = try run(["trace", "ORD-5399", "."], folder)
        #expect(trace.text.contains("nothing yet where its recording ends"), "\(trace.text)")
        #expect(!trace.text.contains("Lost"))
    }

    @Test func `a service that was not asked for is not missing`() throws {
        let folder = try shop(lost: [])
        let trace = try run(["trace", "ORD-5007", ".", "--service", "orders"], folder)
        #expect(trace.status == 0)
        #expect(!trace.text.contains("lost"), "\(trace.text)")
    }
}

extension Substring {
    fileprivate func hasSuffix(where matches: (Character) -> Bool) -> Bool { last.map(matches) ?? false }
}
