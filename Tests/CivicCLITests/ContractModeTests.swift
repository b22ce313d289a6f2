import Foundation
import Testing

/// Whom a contract protects decides what breaks.
struct ContractModeTests {
    /// What a change is worth in a mode, where that is not what it is worth in `forward`.
    private static func verdict(of example: ContractChangeTests.Case, in mode: String) -> String {
        switch (mode, example.kind) {
        case ("off", _): example.verdict == "break" ? "warn" : example.verdict
        // What goes is missed by nobody who reads old logs; what all new records have is.
        case ("backward", "CB01"): "ok"
        case ("backward", "CB02"): "warn"
        case ("backward", "CB14"), ("full", "CB14"): "break"
        case ("backward", "CB12") where example.what.hasPrefix("a new field"): "break"
        case ("full", "CB12") where example.what.hasPrefix("a new field"): "break"
        default: example.verdict
        }
    }

    private static func folder(_ mode: String) throws -> CLIFolder {
        let folder = try CLIFolder()
        try ContractLog().write(to: folder, "base")
        let run = try CivicProcess.run(
            ["contract", "init", "base", "--contract", "contract.json", "--mode", mode, "-q"], in: folder.path)
        #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
        return folder
    }

    /// `forward` is what `ContractChangeTests` tests.
    @Test(arguments: ["backward", "full", "off"])
    func `every kind of change is worth what the mode says`(_ mode: String) throws {
        let folder = try Self.folder(mode)
        // In `off` only what breaks elsewhere can differ.
        for example in ContractChangeTests.cases where mode != "off" || example.verdict == "break" {
            var (base, log) = (ContractLog(), ContractLog())
            example.base(&base)
            example.fires(&log)
            // Those with a contract of their own show nothing new of modes.
            guard example.fact == nil, base.records == 400, base.copies == 1, base.orders == ContractLog().orders else {
                continue
            }
            try log.write(to: folder, "changed")
            let (report, status) = try ContractChangeTests.check(folder, "changed")
            let expected = Self.verdict(of: example, in: mode)
            #expect(
                report.changes.contains { $0.id == example.kind && $0.verdict == expected },
                "\(mode) \(example.testDescription): \(report.changes)")
            #expect(status == (report.changes.contains { $0.verdict == "break" } ? 1 : 0))
            if mode == "off" { #expect(status == 0) }
        }
    }

    @Test(arguments: [("forward", "break"), ("backward", "break"), ("full", "break"), ("off", "warn")])
    func `a field that goes by another name breaks for those who look for either`(_ mode: String, _ verdict: String) throws {
        let folder = try Self.folder(mode)
        var log = ContractLog()
        log.change = { record in
            record.rename("channel", to: "sales_channel")
            return true
        }
        try log.write(to: folder, "changed")
        let (report, _) = try ContractChangeTests.check(folder, "changed")
        #expect(report.changes.contains { $0.id == "CB01" && $0.verdict == verdict }, "\(report.changes)")
    }

    @Test(arguments: [("forward", "break"), ("backward", "warn"), ("full", "break"), ("off", "warn")])
    func `a message that a consumer names breaks only those who will read new logs`(_ mode: String, _ verdict: String) throws {
        let folder = try Self.folder(mode)
        try folder.write(
            "civic.yml",
            "civic: 1\ngate: { fail_on: \"off\" }\nconsumers:\n  - { name: board, templates: [\"order shipped\"] }\n")
        var log = ContractLog()
        log.change = { $0.message != "\"order shipped\"" }
        try log.write(to: folder, "changed")
        let (report, _) = try ContractChangeTests.check(folder, "changed")
        #expect(report.changes.contains { $0.id == "CB08" && $0.verdict == verdict }, "\(report.changes)")
    }
}
