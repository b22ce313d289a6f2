import CivicCorrelation
import CivicModel
import Testing

struct RoleRelationsTests {
    @Test func `fields that only know one another have the roles that what they meet at one end tells`() throws {
        // Fan-out from one event that is named as such, fan-in by a list, and a batch in text. Sources begin together and the heads
        // of them end at different times.
        let folder = try LogFolder()
        var logs = ["door": "", "left": "", "right": "", "desk": "", "post": ""]
        func id(_ kind: Int, _ i: Int) -> String { "\(kind)0c7e1a0f51b24c3d" + String(7_919_000 + 7919 * i, radix: 16) + "e" }
        for i in 0..<160 {
            let t = MadeSystem.start + Int64(i) * 400_000_000
            func stamp(_ ms: Int64) -> String { MadeSystem.stamp(t + ms * 1_000_000) }
            if i < 60 {
                logs["door"]! +=
                    #"{"time":"\#(stamp(0))","level":"info","service":"door","message":"came in","eventId":"\#(id(1, i))"}"#
                    + "\n"
            }
            for (side, kind) in [("left", 2), ("right", 3)] where side == "left" || i < 90 {
                logs[side]! +=
                    #"{"time":"\#(stamp(20))","level":"info","service":"\#(side)","message":"looked at","parent":"\#(id(1, i))"}"#
                    + "\n"
                    + #"{"time":"\#(stamp(30))","level":"info","service":"\#(side)","message":"found","own":"\#(id(kind, i))","parent":"\#(id(1, i))"}"#
                    + "\n"
                logs["desk"]! +=
                    #"{"time":"\#(stamp(40))","level":"info","service":"desk","message":"noted","parent":"\#(id(kind, i))"}"#
                    + "\n"
            }
            logs["desk"]! +=
                #"{"time":"\#(stamp(50))","level":"info","service":"desk","message":"done","own":"\#(id(4, i))","parent":["\#(id(2, i))","\#(id(3, i))"]}"#
                + "\n"
            if i % 4 == 3 {
                let ids = (i - 3...i).map { id(4, $0) }.joined(separator: ",")
                logs["post"]! += "\(stamp(80)) INFO post - sent letters=[\(ids)] at once, trace \(id(5, i))\n"
            }
        }
        for (name, text) in logs { try folder.write("\(name).log", text) }
        let roles = Dictionary(uniqueKeysWithValues: try folder.roles().evidence.map { ($0.path, $0.role) })
        #expect(roles["parent"] == .cause)
        #expect(roles["own"] == .event)
        #expect(roles["message#letters"] == .event)
        let found = try #require(try folder.correlation())
        #expect(found.chains == 160)
        #expect(found.hops.first { $0.from == "desk" && $0.to == "post" }?.count == 160)
    }
}
