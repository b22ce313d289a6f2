import CivicCorrelation
import CivicModel
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Both ends of every event name it and what caused it, as envelopes do that are logged whole.
private struct Relay {
    static let services = ["web", "orders", "payments", "inventory", "mailer"]
    var chains = 800
    var lostShare = 0.01
    /// Nanoseconds that clocks run ahead.
    var offsets: [String: Int64] = [:]
    /// What is sent names somebody, so that its message is never twice the same.
    var namesPeople = false
    /// Takers name the cause as publishers do.
    var takersNameCauses = true
    /// Services that say nothing of what they take.
    var silentTakers: Set<String> = []
    /// A service that writes down every event, a moment later.
    var keepsJournal = false
    /// Events whose publisher says that it could not send them.
    var failedShare = 0.0

    struct Truth {
        var lost: [String: Int] = [:]
        var hops: [[String]: Int] = [:]
    }

    func folder(seed: UInt64) throws -> (folder: LogFolder, truth: Truth) {
        var numbers = SeededNumbers(seed: seed)
        var logs: [String: [(time: Int64, line: String)]] = [:]
        var truth = Truth()
        /// Nanoseconds that something takes: hardly any, and at times long.
        func wait(_ usual: Double) -> Int64 {
            2_000_000 + Int64(-usual * log(Double(numbers.next() >> 11 | 1) / Double(1 << 53)))
        }
        func id() -> String { (0..<2).map { _ in hex(numbers.next()) }.joined() }
        func write(
            _ service: String, _ level: String, _ time: Int64, _ message: String, _ event: String, _ cause: String,
            _ flow: String
        ) {
            if keepsJournal, service != "journal", message.hasPrefix("published") {
                write("journal", "info", time + wait(3_000_000), "kept", event, cause, flow)
            }
            let time = time + (offsets[service] ?? 0)
            var line =
                #"{"timestamp":"\#(MadeSystem.stamp(time))","level":"\#(level)","service":"\#(service)","message":"\#(message)","#
            line += #""event_id":"\#(event)","causation_id":"\#(cause)","correlation_id":"\#(flow)"}"#
            logs[service, default: []].append((time, line))
        }
        var time = MadeSystem.start
        for _ in 0..<chains {
            time += wait(100_000_000)
            var now = time
            let flow = id()
            var (event, cause) = (id(), "")
            let person = Self.people[Int(numbers.next() % UInt64(Self.people.count))]
            if numbers.chance(failedShare) {
                write("web", "error", now, "could not send the session: connection refused", event, cause, flow)
                continue
            }
            write("web", "info", now, namesPeople ? "\(person) began" : "published session", event, cause, flow)
            for (from, to) in zip(Self.services, Self.services.dropFirst()) {
                now += wait(16_000_000)
                if numbers.chance(lostShare) {
                    truth.lost[to, default: 0] += 1
                    break
                }
                truth.hops[[from, to], default: 0] += 1
                if !silentTakers.contains(to) {
                    write(to, "info", now, "received \(from) event", event, takersNameCauses ? cause : "", flow)
                }
                (event, cause) = (id(), event)
                now += wait(9_000_000)
                write(to, "info", now, "published \(to) event", event, cause, flow)
            }
        }
        let folder = try LogFolder()
        for (service, lines) in logs.sorted(by: { $0.key < $1.key }) {
            let sorted = lines.sorted { ($0.time, $0.line) < ($1.time, $1.line) }
            try folder.write("\(service).log", sorted.map { $0.line + "\n" }.joined())
        }
        return (folder, truth)
    }

    private func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Names that no template finds alike.
    private static let people: [String] = ["Ada", "Bea", "Cid", "Dan", "Eva", "Fay", "Gus", "Hal", "Ida", "Jon"].flatMap {
        first in
        ["Arkwright", "Brunel", "Cort", "Darby", "Edison", "Fulton", "Gurney", "Hooke"].map { "\(first) \($0)" }
    }
}

struct PublisherTests {
    @Test(
        arguments: [
            [:], ["payments": 3], ["payments": -3], ["orders": -0.2], ["web": 0.2], ["mailer": -0.3],
            ["web": -2, "inventory": 1],
        ] as [[String: Double]])
    func `what is lost, where, and whose clock is off hang on causes, however wrong clocks are`(ahead: [String: Double]) throws
    {
        var relay = Relay()
        relay.offsets = ahead.mapValues { Int64($0 * 1e9) }
        let (folder, truth) = try relay.folder(seed: 3)
        let found = try #require(try folder.correlation())
        #expect(found.lost + found.censored >= truth.lost.values.reduce(0, +))
        #expect(found.lost <= truth.lost.values.reduce(0, +))
        let hops = Dictionary(uniqueKeysWithValues: found.hops.map { ([$0.from, $0.to], $0.count) })
        #expect(hops == truth.hops)
        for clock in found.clocks {
            let offset = relay.offsets[clock.service] ?? 0
            #expect(
                clock.low ?? .min <= offset && offset <= clock.high ?? .max,
                "\(clock.service): \(clock.low ?? 0) to \(clock.high ?? 0)")
        }
        let lost = found.sortedChecks.filter { $0.key.check == .delivery }.map { ($0.key.service, $0.count.violations) }
        for (service, count) in lost { #expect(count <= truth.lost[service] ?? 0) }
    }

    @Test(arguments: [["orders"], ["payments", "inventory"]] as [Set<String>], [0.15, -3])
    func `nor on whether services say what they took`(silent: Set<String>, ahead: Double) throws {
        var relay = Relay()
        relay.silentTakers = silent
        relay.takersNameCauses = false
        relay.offsets = ["payments": Int64(ahead * 1e9)]
        let (folder, truth) = try relay.folder(seed: 6)
        let found = try #require(try folder.correlation())
        #expect(found.lost <= truth.lost.values.reduce(0, +))
        #expect(found.lost + found.censored >= truth.lost.values.reduce(0, +))
        #expect(Dictionary(uniqueKeysWithValues: found.hops.map { ([$0.from, $0.to], $0.count) }) == truth.hops)
    }

    @Test func `a journal of all events has published none of them`() throws {
        var relay = Relay()
        relay.keepsJournal = true
        relay.silentTakers = ["orders", "payments", "inventory", "mailer"]
        let (folder, truth) = try relay.folder(seed: 7)
        let found = try #require(try folder.correlation())
        #expect(found.hops.allSatisfy { $0.from != "journal" })
        for hop in found.hops where hop.to != "journal" { #expect(truth.hops[[hop.from, hop.to]] == hop.count) }
    }

    @Test func `messages that hold names are one kind of event all the same`() throws {
        var relay = Relay()
        relay.namesPeople = true
        let (folder, truth) = try relay.folder(seed: 4)
        let found = try #require(try folder.correlation())
        #expect(found.lost + found.censored == truth.lost.values.reduce(0, +))
        #expect(truth.lost["orders"] ?? 0 > 0)
    }

    @Test func `what its publisher could not send is not lost`() throws {
        var relay = Relay()
        (relay.lostShare, relay.failedShare) = (0, 0.1)
        let (folder, _) = try relay.folder(seed: 5)
        #expect(try folder.correlation()?.lost == 0)
    }
}
