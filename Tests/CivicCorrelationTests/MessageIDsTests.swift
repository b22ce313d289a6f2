import CivicModel
import Testing

@testable import CivicCorrelation

struct MessageIDsTests {
    private func words(_ text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            var words: [String] = []
            MessageIDs.each(in: bytes) { token in
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
        let table = MessageIDs.table(ColumnRoles(found: ["message#answer to": .cause, "message#ref.id": .event]))
        let found = text.withUTF8 { bytes in
            var found: [IDRole?] = []
            MessageIDs.each(in: bytes) { found.append(table[$0.word]) }
            return found
        }
        #expect(found == [role])
    }
}
