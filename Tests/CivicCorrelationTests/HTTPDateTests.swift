import CivicModel
import Testing

struct HTTPDateTests {
    @Test(arguments: ["Sun, 22 Nov 2026 10:40:08 GMT", "Sunday, 22-Nov-26 10:40:08 GMT"])
    func `dates of answers are read`(text: String) { #expect(HTTPDate.seconds(text) == 1_795_344_008) }

    @Test(arguments: [
        "", "yesterday", "Sun, 99 Nov 2026 10:40:08 GMT", "Sun, 22 Nov 99999 10:40:08 GMT", "2026-11-22T10:40:08Z",
    ])
    func `what is no date is none`(text: String) { #expect(HTTPDate.seconds(text) == nil) }
}
