import CivicCorrelation
import CivicModel
import Testing

struct CausedRecordsTests {
    /// Two services at the end of a chain whose events nobody names as a cause: what the first published, the second took.
    /// - Parameter fields: what each calls it.
    private func folder(fields: [String], flows: Bool = false) throws -> LogFolder {
        let folder = try LogFolder()
        var logs = ["shop": "", "risk": "", "search": ""]
        var numbers = SeededNumbers(seed: 11)
        func id() -> String { String(numbers.next() | 1 << 63, radix: 16) }
        for i in 0..<300 {
            var now = MadeSystem.start + Int64(i) * 200_000_000
            func line(_ service: String, _ milliseconds: Int64, _ message: String, _ fields: String) {
                // What waits is late at times and never early.
                let share = Double(numbers.next() >> 11) / Double(1 << 53)
                now += Int64(share * share * share * 60_000_000)
                let stamp = MadeSystem.stamp(now + milliseconds * 1_000_000)
                logs[service]! += #"{"time":"\#(stamp)","level":"info","msg":"\#(message)",\#(fields)}"# + "\n"
            }
            let (first, second, third, trace) = (id(), id(), id(), id())
            line("shop", 0, "ordered", #""event_id":"\#(first)","trace_id":"\#(trace)""#)
            line(
                "risk", 20, "looked at", #""\#(fields[0])":"\#(second)","causation_id":"\#(first)","trace_id":"\#(trace)""#)
            // A clock that is behind: the one that took it seems to have named it first.
            line("search", -3_000, "got", #""\#(fields[1])":"\#(second)","parent_event":"\#(first)","trace_id":"\#(trace)""#)
            // The same field of a second record of the flow, with another cause.
            if flows { line("search", -2_900, "got", #""\#(fields[1])":"\#(second)","parent_event":"\#(third)""#) }
        }
        for (name, text) in logs { try folder.write("\(name).log", text) }
        return folder
    }

    @Test func `an id beside a cause is what the record is about, where it names no other event`() throws {
        let folder = try folder(fields: ["meta.id", "id"])
        let roles = Dictionary(uniqueKeysWithValues: try folder.roles().evidence.map { ($0.path, $0.role) })
        #expect(roles["id"] == .event)
        #expect(roles["meta.id"] == .event)
        let hops = try #require(try folder.correlation()).hops
        #expect(hops.map { "\($0.from) \($0.to) \($0.count)" } == ["risk search 300", "shop risk 300"])
    }

    @Test func `a field that says of what it is the id is left to its values`() throws {
        let roles = try folder(fields: ["order.id", "order.id"]).roles()
        #expect(roles.evidence.first { $0.path == "order.id" }?.role != .event)
    }

    @Test func `what has several causes is a flow`() throws {
        let roles = try folder(fields: ["id", "id"], flows: true).roles()
        #expect(roles.evidence.first { $0.path == "id" }?.role == .flow)
    }
}
