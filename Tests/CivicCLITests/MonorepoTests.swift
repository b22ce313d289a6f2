import Foundation
import Testing

/// Several contracts and several configurations in one repository, and runs of a part of it.
struct MonorepoTests {
    /// Two parts with a contract and a configuration each.
    private static func repository() throws -> CLIFolder {
        let folder = try CLIFolder()
        let log = ContractLog()
        for (part, service, text) in [("shop", "orders", log.orders), ("pay", "billing", log.billing)] {
            try folder.write("\(part)/logs/\(service).log", text)
            try folder.write("\(part)/civic.yml", configuration("{ services: { \(service): 10 } }"))
            let run = try CivicProcess.run(
                ["contract", "init", "\(part)/logs", "--contract", "\(part)/contract.json", "-q"], in: folder.path)
            #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
        }
        try folder.write("civic.yml", configuration("{ services: { orders: 10, billing: 10 }, complete: true }"))
        return folder
    }

    private static func configuration(_ expectations: String) -> String {
        "civic: 1\ngate: { fail_on: \"off\" }\nexpect: \(expectations)\n"
    }

    private static let both = ["--contract", "shop/contract.json", "--contract", "pay/contract.json"]

    @Test func `parts are judged by their own contract and configuration, and the whole by all`() throws {
        let folder = try Self.repository()
        for part in ["shop", "pay"] {
            let run = try CivicProcess.run(
                ["check", "\(part)/logs", "--contract", "\(part)/contract.json", "--config", "\(part)/civic.yml"],
                in: folder.path)
            #expect(run.status == 0, "\(run.text) \(run.error)")
        }
        let whole = try CivicProcess.run(["check", "shop/logs", "pay/logs"] + Self.both, in: folder.path)
        #expect(whole.status == 0 && whole.text.contains("shop/contract.json, pay/contract.json"), "\(whole.text)")
    }

    @Test func `a change stands in the contract of its part, and the other is left alone`() throws {
        let folder = try Self.repository()
        var log = ContractLog()
        log.change = { record in
            record["amount"] = nil
            return true
        }
        try folder.write("shop/logs/orders.log", log.orders)
        let run = try CivicProcess.run(["check", "shop/logs", "pay/logs", "--format", "json"] + Self.both, in: folder.path)
        let report = try run.json()
        let breaks = try #require(report["issues"] as? [[String: Any]]).filter { $0["fails"] as? Bool == true }
        #expect(run.status == 1 && breaks.count == 1 && breaks[0]["id"] as? String == "CB01", "\(run.text)")
        #expect((breaks[0]["anchor"] as? [String: Any])?["path"] as? String == "shop/contract.json")
        let patch = try #require(report["patch"] as? String)
        let parts = patch.components(separatedBy: "+++ b/pay/contract.json")
        #expect(parts[0].contains("+++ b/shop/contract.json") && parts[0].contains("\n-"))
        // Only together the parts show that billing acts on orders: that is added, and nothing else is touched.
        #expect(parts.count == 2 && parts[1].split(separator: "\n").allSatisfy { !$0.hasPrefix("-") }, "\(patch)")
        // The other part does not fail for it, and neither does a run of it alone under the configuration of all.
        for more in [["--config", "pay/civic.yml", "--contract", "pay/contract.json"], ["--only", "billing"] + Self.both] {
            let part = try CivicProcess.run(["check", "pay/logs"] + more, in: folder.path)
            #expect(part.status == 0, "\(more) \(part.text)")
        }
    }

    @Test func `only services that ran are judged, and those that did not are named`() throws {
        let folder = try Self.repository()
        try folder.write("plain.yml", "civic: 1\ngate: { fail_on: \"off\" }\n")
        let part = try CivicProcess.run(
            ["check", "pay/logs", "--config", "plain.yml", "--format", "json"] + Self.both, in: folder.path)
        let report = try part.json()
        #expect(part.status == 0 && report["absentServices"] as? [String] == ["orders"], "\(part.text)")
        #expect((report["changes"] as? [Any])?.isEmpty == true)
        // Who is expected and did not run fails, unless the run is said to be of a part.
        let missed = try CivicProcess.run(["check", "pay/logs"] + Self.both, in: folder.path)
        #expect(missed.status == 1 && missed.text.contains("CFG-010 orders"), "\(missed.text)")
        let none = try CivicProcess.run(["check", "pay/logs", "--only", "shipping"] + Self.both, in: folder.path)
        #expect(none.status == 3, "\(none.text) \(none.error)")
    }

    @Test func `a service that is new stands in the first contract alone, and one in two contracts is refused`() throws {
        let folder = try Self.repository()
        let log = ContractLog().billing.replacingOccurrences(of: "\"billing\"", with: "\"refunds\"")
        try folder.write("pay/logs/refunds.log", log)
        let run = try CivicProcess.run(
            ["check", "shop/logs", "pay/logs", "--only", "*", "--format", "json"] + Self.both, in: folder.path)
        let changes = try #require(try run.json()["changes"] as? [[String: Any]])
        #expect(changes.count { $0["service"] as? String == "refunds" && $0["id"] as? String == "CB14" } == 1, "\(changes)")
        let twice = try CivicProcess.run(
            ["check", "shop/logs", "--contract", "shop/contract.json", "--contract", "./shop/contract.json"], in: folder.path)
        #expect(twice.status == 2 && twice.error.contains("both speak of orders"), "\(twice.error)")
    }
}
