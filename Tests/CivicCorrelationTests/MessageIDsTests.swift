import CivicModel
import Testing

@testable import CivicCorrelation

struct MessageIDsTests {
    private func words(_ text: String, _ table: IDWords = IDWords(ColumnRoles())) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            var words: [String] = []
            MessageIDs.each(in: bytes, words: table) { token in
                words.append(String(decoding: bytes[token.wordStart..<token.wordStart + token.wordCount], as: UTF8.self))
            }
            return words
        }
    }

    @Test(arguments: [
        ("charged for order ORD-13-00043 (evt b77cc4fc)", ["order", "evt"]),
        ("mail queued for P-00017 caused_by=4030015", ["queued for", "caused_by"]),
        ("no room for P-00017 in van-000012", ["room for", "in"]), ("in reply to 01a22ee4-868a", ["reply to"]),
        ("answer from payments-7f9c01", ["answer from"]), ("for P-00017", ["for"]), ("format P-00017", ["format"]),
    ])
    func `a word names the token behind it, and one that names nothing is taken with the word before`(
        _ text: String, _ expected: [String]
    ) { #expect(words(text) == expected) }

    @Test(arguments: [
        ("answered in response to 01a22ee4-868a", IDRole.cause), ("stored event.id=01a22ee4-868a", .event),
        ("stored parent_event=01a22ee4-868a", .cause), ("mail triggered by 01a22ee4-868a", .cause),
        ("Answer to: 01a22ee4-868a", .cause), ("ref.id 01a22ee4-868a", .event),
    ])
    func `words that tell what an id is for are known, and those that were learned, however they are joined`(
        _ text: String, _ role: IDRole
    ) {
        var text = text
        let table = IDWords(ColumnRoles(found: ["message#answer to": .cause, "message#ref.id": .event]))
        let found = text.withUTF8 { bytes in
            var found: [IDRole?] = []
            MessageIDs.each(in: bytes, words: table) { found.append(table[$0.word]) }
            return found
        }
        #expect(found == [role])
    }

    @Test func `an id without a digit is told by its length, where all behind its word have the same`() {
        let table = IDWords(ColumnRoles(lengths: ["message#event": 18, "message#order": 18]))
        #expect(words("stored event=ev_qhzkwplmvbtrxcd", table) == ["event"])
        #expect(words("stored event=OrderWasRegistered1", table) == ["event"])
        for other in [
            "stored event=ev_qhzkwplmvbtrxcde", "stored order=ev_qhzkwplmvbtrxcd", "stored event at ev_qhzkwplmvbtrxcd",
        ] {
            #expect(words(other, table).isEmpty, "\(other)")
        }
        #expect(table.mayHoldID("stored event=ev_qhzkwplmvbtrxcd".utf8))
        #expect(!table.mayHoldID("stored event".utf8))
        #expect(
            IDWords.lengths(["message#event": [18: 99, 6: 1], "message#order": [18: 9], "message#cause": [18: 50, 19: 50]])
                == ["message#event": 18])
    }

    @Test func `events whose ids have no digit are neither lost nor others`() throws {
        let folder = try LogFolder()
        var (orders, mail) = ("", "")
        for n in 0..<400 {
            // Each digit as a letter.
            let letters = String(1_000 + n).utf8.map { String(UnicodeScalar($0 + 49)) }.joined()
            let digits = n % 50 == 7 ? letters : String(1_000 + n)
            let id = "ev_kqzjw\(digits)bvlmpqrs"
            let time = MadeSystem.start + Int64(n) * 50_000_000
            orders +=
                #"{"time":"\#(MadeSystem.stamp(time))","level":"info","service":"orders","message":"placed","event_id":"\#(id)"}"#
                + "\n"
            mail += "\(MadeSystem.stamp(time + 9_000_000)) INFO mail sent, caused by: \(id)\n"
        }
        // So that the last are not open.
        mail += "\(MadeSystem.stamp(MadeSystem.start + 60_000_000_000)) INFO closing\n"
        try folder.write("orders.log", orders)
        try folder.write("mail.log", mail)
        let found = try #require(try folder.correlation())
        #expect((found.events, found.lost, found.orphans) == (400, 0, 0))
        #expect(found.hops.map(\.count) == [400])
    }
}
