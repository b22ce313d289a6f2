import Testing

@testable import CivicCorrelation

struct LabelFormTests {
    private func form(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { LabelForm.of($0) }
    }

    @Test(arguments: [
        "4bf92f3577b34da6a3ce929d0e0e4736", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6",
        "1027c4d1c3864bc48d613e30d8f16adf",
    ])
    func `traces have the form of numbers, whatever stands around them`(_ trace: String) {
        #expect(form(trace) == LabelForm.number)
    }

    @Test func `order numbers have one form, and another than traces, ULIDs and plain numbers`() {
        #expect(form("LAB-26-0240000") == form("LAB-26-7"))
        let forms = [form("LAB-26-0240000"), form("01ARZ3NDEKTSV4RRFFQ69G5FAV"), form("48213"), LabelForm.number]
        #expect(Set(forms).count == 4)
        #expect(form("01ARZ3NDEKTSV4RRFFQ69G5FAV") == form("01BX5ZZKBKACTAV9WEVGEMMVRZ"))
    }

    @Test func `every form fits beside the stage and the mark of a consequence`() {
        for text in ["a", "1", "a-1", "a.1", "a/b/c", "x_1_y", ""] { #expect(form(text) & ~LabelForm.mask == 0) }
        #expect(LabelForm.mask & EventRow.consequence == 0)
    }
}
