import CivicModel
import Testing

struct TemplateIDTests {
    /// Committed contracts name messages by these: a change of the hash would orphan them all.
    @Test(arguments: [("card declined", "cfc814d6"), ("order stored", "6a1c7259"), ("order accepted", "38480f53")])
    func `a message keeps its name over versions`(_ text: String, _ id: String) { #expect(TemplateID.of(text) == id) }

    @Test func `hexadecimal digits are as many as asked for`() {
        #expect(HexDigits.text(0) == "0000000000000000")
        #expect(HexDigits.text(.max) == "ffffffffffffffff")
        #expect(HexDigits.text(0xab, count: 4) == "00ab")
    }
}
