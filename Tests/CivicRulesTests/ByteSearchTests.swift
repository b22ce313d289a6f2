import Testing

@testable import CivicRules

struct ByteSearchTests {
    @Test func `a literal is found where a plain comparison finds it`() {
        var state: UInt64 = 7
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for _ in 0..<2_000 {
            let bytes = (0..<next(30)).map { _ in UInt8(ascii: "a") + UInt8(next(2)) }
            let literal = (0..<1 + next(4)).map { _ in UInt8(ascii: "a") + UInt8(next(2)) }
            let start = next(35)
            let starts = (start..<max(start, bytes.count)).filter { bytes[$0...].starts(with: literal) }
            let search = ByteSearch(String(decoding: literal, as: UTF8.self))
            #expect(search.end(in: bytes, from: start) == starts.first.map { $0 + literal.count })
        }
    }

    @Test func `nothing is found in nothing, and a literal that the bytes only begin is not there`() {
        #expect(ByteSearch("ab").end(in: []) == nil)
        #expect(ByteSearch("").end(in: Array("ab".utf8)) == nil)
        #expect(ByteSearch("abc").end(in: Array("xxab".utf8)) == nil)
        #expect(ByteSearch("abc").end(in: Array("xxabc".utf8)) == 5)
        #expect(!AnyByteSearch(["ab"]).isIn([]))
        #expect(!AnyByteSearch(["abc", "ax"]).isIn(Array("xxab".utf8)))
        #expect(AnyByteSearch(["abc", "ax"]).isIn(Array("xxax".utf8)))
    }

    @Test func `any of several literals is found where one of them is`() {
        var seed = PatternSeed(7)
        func text(_ lengths: ClosedRange<Int>) -> [UInt8] {
            (0..<Int.random(in: lengths, using: &seed)).map { _ in UInt8.random(in: 0x61...0x63, using: &seed) }
        }
        for _ in 0..<2_000 {
            let bytes = text(0...20)
            let literals = (0..<3).map { _ in String(decoding: text(2...5), as: UTF8.self) }
            let isThere = literals.contains { ByteSearch($0).end(in: bytes) != nil }
            #expect(AnyByteSearch(literals).isIn(bytes) == isThere)
        }
    }

    @Test(arguments: [
        (#"{"url":"jdbc:h2:mem"}"#, "a connection string"), (#"{"url":"redis:\/\/cache"}"#, "a connection string"),
        (#"{"host":"172.16.0.1:80"}"#, "an internal address"), (#"{"path":"\/var\/lib"}"#, "an absolute path"),
        (#"{"host":"172.15.0.1"}"#, nil), (#"{"host":"10.20.30.4000"}"#, nil), (#"{"v":"10.20.30"}"#, nil), ("", nil),
    ])
    func `a body that tells where things are is told from one that almost does`(body: String, kind: String?) {
        #expect(TopologyInHealth.kind(in: Array(body.utf8)) == kind)
    }

    @Test(arguments: [
        (#"{"e":"org.acme.db.PoolException: no"}"#, "the exception class org.acme.db.PoolException"),
        (#"{"e":"x\n\tat a.b(C.java:1)\n\tat a.c(C.java:2)"}"#, "a stack trace"), (#"{"stack": ["a"]}"#, "a stack trace"),
        (#"{"e":"TypeError at start"}"#, nil), (#"{"e":"look at me (please)"}"#, nil),
    ])
    func `a body with a trace is told from one with a word of it`(body: String, trace: String?) {
        #expect(TracesInHealth.trace(in: Array(body.utf8)) == trace)
    }
}
