import CivicModel
import Testing

@testable import CivicCorrelation

struct FlowTests {
    /// One service says which order, and never which event.
    private func withoutEvents(_ service: String, chains: Int = 600) -> MadeSystem {
        var system = MadeSystem()
        system.chains = chains
        system.traceless = Set(MadeSystem.stages.map(\.0))
        for (name, _) in MadeSystem.stages {
            system.writers[name] = { r in
                let ids = name == service ? "" : #","event_id":"\#(r.event)","causation_id":"\#(r.cause)""#
                return
                    #"{"time":"\#(MadeSystem.stamp(r.time))","level":"info","service":"\#(name)","message":"\#(r.message)","orderId":"\#(r.order)"\#(ids)}"#
            }
        }
        return system
    }

    @Test func `what stops before a service that names no events is lost there`() throws {
        var (logs, _) = withoutEvents("mailer").make(seed: 1)
        let lines = (logs["mailer"] ?? "").split(separator: "\n")
        logs["mailer"] = (lines[..<200] + lines[240...]).joined(separator: "\n") + "\n"
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        let found = try #require(try folder.correlation())
        #expect(found.lost == 40)
        #expect(found.checks[.init(service: "mailer", check: .delivery)]?.violations == 40)
    }

    @Test func `what passes a service in silence is a gap in its log and no loss`() throws {
        var (logs, _) = withoutEvents("inventory").make(seed: 2)
        let lines = (logs["inventory"] ?? "").split(separator: "\n")
        logs["inventory"] = (lines[..<200] + lines[240...]).joined(separator: "\n") + "\n"
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        let found = try #require(try folder.correlation())
        #expect(found.lost == 0)
        #expect(found.checks[.init(service: "inventory", check: .loggingGap)]?.violations == 40)
    }

    @Test func `a chain that stops inside a service without events is stuck there, and lost for nobody`() throws {
        var (logs, _) = withoutEvents("mailer").make(seed: 4)
        var lines: [String] = []
        for (i, line) in (logs["mailer"] ?? "").split(separator: "\n").enumerated() {
            let line = String(line)
            lines.append(line.replacing("mail sent", with: "mail queued"))
            if i % 30 == 11 { continue }
            // The same second, in its last microseconds.
            lines.append(line.replacing(/\.\d{6}Z/, with: ".999999Z"))
        }
        let end = MadeSystem.stamp(MadeSystem.start + 90_000_000_000)
        lines.append(#"{"time":"\#(end)","level":"info","service":"mailer","message":"alive"}"#)
        logs["mailer"] = lines.joined(separator: "\n") + "\n"
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        let found = try #require(try folder.correlation())
        #expect(found.lost == 0)
        #expect(found.stuck.map(\.stage) == ["mail queued"])
        #expect(found.stuck.first?.count == 20)
        #expect(found.checks[.init(service: "mailer", check: .completion)]?.population == 600)
    }

    @Test func `what nearly all chains pass before a service that names no events feeds it`() throws {
        let (folder, _) = try withoutEvents("mailer").folder(seed: 5)
        let found = try #require(try folder.correlation())
        #expect(found.forerunners == ["mailer": ["gateway", "inventory", "orders", "payments"]])
    }

    @Test func `flows are folded alike however the run is split`() throws {
        let (folder, _) = try withoutEvents("inventory").folder(seed: 3)
        let whole = try folder.correlation()?.digest
        #expect(try folder.correlation(.init(jobs: 4, memory: 64 << 10, block: 8 << 10))?.digest == whole)
    }
}
