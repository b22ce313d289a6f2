import CivicCorrelation
import CivicModel
import Testing

struct RoleInferenceTests {
    /// Ids under other names in every service, in text in one, and decoys beside them.
    private func renamed() -> MadeSystem {
        var system = MadeSystem()
        system.writers["orders"] = { r in
            #"{"ts":"\#(MadeSystem.stamp(r.time))","lvl":"info","svc":"orders","msg":"\#(r.message)","ref":"\#(r.event)","#
                + #""causationId":"\#(r.cause)","traceId":"\#(r.trace)","buyer":"\#(r.customer)","nil":"00000000-0000-0000-0000-000000000000"}"#
        }
        system.writers["payments"] = { r in
            "\(MadeSystem.stamp(r.time)) INFO payments - captured for \(r.customer) (event \(r.event), caused by: \(r.cause))"
        }
        system.writers["inventory"] = { r in
            #"{"time":"\#(MadeSystem.stamp(r.time))","level":"info","service":"inventory","message":"\#(r.message)","messageId":"\#(r.event)","#
                + #""inReplyTo":"\#(r.cause)","client":"\#(r.customer)"}"#
        }
        return system
    }

    @Test func `ids are found under names that say nothing, and inside messages`() throws {
        let (folder, truth) = try renamed().folder(seed: 1)
        let found = try #require(try folder.correlation())
        #expect(found.events == truth.events)
        #expect(found.chains == truth.chains)
        #expect(found.orphans == 0)
    }

    @Test func `names of two words, and with a dot, name ids inside messages as well`() throws {
        var system = MadeSystem()
        system.writers["payments"] = { r in
            "\(MadeSystem.stamp(r.time)) INFO payments - captured, receipt id \(r.event) (caused by \(r.cause))"
        }
        system.writers["inventory"] = { r in
            "\(MadeSystem.stamp(r.time)) INFO inventory - reserved (note.key \(r.event), in response to \(r.cause))"
        }
        system.writers["mailer"] = { r in
            "\(MadeSystem.stamp(r.time)) INFO mailer - sent (id \(r.event), parent_event \(r.cause))"
        }
        let (folder, truth) = try system.folder(seed: 6)
        let found = try #require(try folder.correlation())
        #expect(found.events == truth.events)
        #expect(found.orphans == 0)
        #expect(found.hops.reduce(0) { $0 + $1.count } == truth.hops)
        let roles = Dictionary(uniqueKeysWithValues: try folder.roles().evidence.map { ($0.path, $0.role) })
        #expect(roles["message#receiptid"] == .event)
        #expect(roles["message#notekey"] == .event)
        #expect(roles["message#sent(id"] == .event)
    }

    @Test func `a value that stays is an entity, whatever it is called, and joins nothing`() throws {
        let (folder, _) = try renamed().folder(seed: 2)
        let roles = try folder.roles()
        let byPath = Dictionary(uniqueKeysWithValues: roles.evidence.map { ($0.path, $0) })
        #expect(byPath["ref"]?.role == .event)
        for path in ["customer", "buyer", "client"] { #expect(byPath[path]?.role == .entity, "\(path)") }
        #expect(byPath["nil"]?.role == nil)
    }

    @Test func `what the configuration says of a column outranks what it looks like`() throws {
        let (folder, _) = try renamed().folder(seed: 3)
        let roles = try folder.roles(pins: [(".ref", .entity)])
        #expect(roles.evidence.first { $0.path == "ref" }?.role == .entity)
        #expect(try folder.correlation(pins: [(".ref", .entity)])?.orphans ?? 0 > 0)
    }

    @Test func `a cause that nobody calls one is told from the record's own event`() throws {
        var system = MadeSystem()
        // One service names its own event as others do, one neither of the two, and its clock is off.
        system.offsets["inventory"] = 3_000_000_000
        system.writers["payments"] = { r in
            #"{"time":"\#(MadeSystem.stamp(r.time))","level":"info","service":"payments","message":"\#(r.message)","eventId":"\#(r.event)","#
                + #""because":"\#(r.cause)"}"#
        }
        system.writers["inventory"] = { r in
            #"{"time":"\#(MadeSystem.stamp(r.time))","level":"info","service":"inventory","message":"\#(r.message)","envelope":"\#(r.event)","#
                + #""answering":"\#(r.cause)"}"#
        }
        let (folder, truth) = try system.folder(seed: 5)
        let roles = Dictionary(uniqueKeysWithValues: try folder.roles().evidence.map { ($0.path, $0.role) })
        #expect(roles["because"] == .cause)
        #expect(roles["envelope"] == .event)
        #expect(roles["answering"] == .cause)
        let found = try #require(try folder.correlation())
        #expect(found.events == truth.events)
        #expect(found.hops.reduce(0) { $0 + $1.count } == truth.hops)
    }

    @Test func `the order of files changes no role`() throws {
        let (logs, _) = renamed().make(seed: 4)
        func roles(_ prefix: (Int) -> String) throws -> [String] {
            let folder = try LogFolder()
            for (index, (service, text)) in logs.sorted(by: { $0.key < $1.key }).enumerated() {
                try folder.write("\(prefix(index))-\(service).log", text)
            }
            return try folder.roles().evidence.map { "\($0.path) \($0.role?.rawValue ?? "-") \($0.distinct) \($0.shared)" }
        }
        #expect(try roles { "\($0)" } == roles { "\(9 - $0)" })
    }
}
