import Testing

@testable import CivicReports

@Suite struct TextLayoutTests {
    @Test func `wide characters take two columns and marks none`() {
        #expect(DisplayWidth.of("abc") == 3)
        #expect(DisplayWidth.of("表a") == 3)
        #expect(DisplayWidth.of("e\u{301}") == 1)
        #expect(DisplayWidth.pad("表", to: 4, right: true) == "  表")
        #expect(DisplayWidth.cut("表表表", to: 5) == "表表…")
        #expect(DisplayWidth.cutStart("logs/orders/a.log", to: 6) == "…a.log")
        #expect(DisplayWidth.cut("abc", to: 0) == "")
    }

    @Test func `text is broken at blanks, and in words only when it must`() {
        #expect(DisplayWidth.wrap("one two three four", to: 9) == ["one two", "three", "four"])
        #expect(DisplayWidth.wrap("abcdefghijkl mn", to: 8) == ["abcdefgh", "ijkl mn"])
        #expect(DisplayWidth.wrap("", to: 9) == [""])
    }

    @Test func `evidence without room for its sample takes two lines`() {
        var page = TextPage(width: 40, color: false)
        page.evidence("a/long/path/to/some/service.log:311", "card declined", indent: 4)
        page.evidence("a.log:1", "card declined", indent: 4)
        #expect(
            page.text.split(separator: "\n") == [
                "    a/long/path/to/some/service.log:311", "      card declined", "    a.log:1  card declined",
            ])
    }
}
