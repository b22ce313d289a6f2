import CivicContract
import CivicModel
import Testing

struct DebtFileTests {
    private static func entry(_ number: Int, service: String = "redis", subject: String = "") -> DebtEntry {
        let digits = String(number, radix: 16)
        return DebtEntry(
            fingerprint: String(repeating: "0", count: 16 - digits.count) + digits, rule: "LOG-004", service: service,
            subject: subject, reason: "it is \"so\"\n::error::", owner: "team", expires: CalendarDate("2026-12-31"),
            since: "2026-11")
    }

    private static func read(_ text: String) throws -> DebtFile { try DebtFile.read(Array(text.utf8), path: "debt.json") }

    @Test func `what is written is read again, one entry a line and sorted`() throws {
        for count in [0, 1, 2, 7] {
            let entries = (0..<count).map { Self.entry($0, service: "s\($0 % 3)", subject: "f\u{202e}\($0)") }
            let text = DebtFile(path: "debt.json", entries: entries).text
            #expect(text == DebtFile(path: "debt.json", entries: entries.reversed()).text)
            #expect(
                text.split(separator: "\n").count == count + 2 && text.hasSuffix("]}\n") && text.utf8.allSatisfy { $0 < 0x7f })
            let again = try Self.read(text)
            #expect(again.text == text)
            #expect(again.entries.map(\.line) == Array(0..<count).map { $0 + 2 })
            #expect(try Self.read(text.split(separator: "\n").joined(separator: "\r\n") + "\r\n\n").entries == again.entries)
        }
        #expect(try Self.read("{\"civicDebt\":1,\"debt\":[]}\n").entries.isEmpty)
    }

    private static let good =
        #"{"fingerprint":"0123456789abcdef","rule":"LOG-004","service":"redis","reason":"x"}"#

    private static func file(_ lines: String...) -> String {
        "{\"civicDebt\":1,\"debt\":[\n" + lines.joined(separator: "\n") + "\n]}\n"
    }

    @Test(arguments: [
        ("", "debt.json: the file is empty"), ("hello\n", "debt.json:1: the first line is not that"),
        ("{\"civicDebt\":2,\"debt\":[\n]}\n", "debt.json:1: the file is of version 2"),
        ("{\"civicDebt\":0,\"debt\":[\n]}\n", "debt.json:1: there is no version 0"),
        ("{\"civicDebt\":1,\"debts\":[\n]}\n", "unknown key \"debts\""), ("{\"debt\":[\n]}\n", "does not say"),
        ("{\"civicDebt\":1,\"debt\":[\n\(good)\n", "debt.json:2: the file ends before it is whole"),
        (file("<<<<<<< HEAD", good, "=======", good, ">>>>>>> x"), "debt.json:2: a merge conflict"),
        (file(good, good), "debt.json:2: there is no comma"),
        (file(good + ","), "debt.json:2: the last finding ends with a comma"),
        (file(good + ",", good), "debt.json:3: line 2 accepts 0123456789abcdef already"),
        (file("nonsense"), "debt.json:2: this line is no JSON object"),
        (file(good.replacing("reason", with: "raeson")), "debt.json:2: unknown key \"raeson\""),
        (file(good.replacing("\"x\"", with: "\"\"")), "debt.json:2: the entry has no reason"),
        (file(good.replacing("\"x\"", with: "\" \"")), "debt.json:2: the entry has no reason"),
        (file(good.replacing("\"x\"", with: "7")), "debt.json:2: \"reason\" must be a text"),
        (file(good.replacing("cdef", with: "CDEF")), "is none: it has 16 hexadecimal digits"),
        (file(good.replacing("\"x\"", with: "\"x\",\"expires\":\"2026-02-30\"")), "expires is no day"),
        (file(good.replacing("\"x\"", with: "\"x\",\"since\":\"2026-13\"")), "since is no month"),
        (file(good.replacing("\"x\"", with: "\"x\",\"reason\":\"y\"")), "stands twice"),
    ])
    func `a faulty file is refused with line and reason`(_ text: String, _ message: String) {
        let error = #expect(throws: ContractFileError.self) { try Self.read(text) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(message), "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `cut and flipped files never trap`() {
        let text = Array(DebtFile(path: "d", entries: (0..<4).map { Self.entry($0) }).text.utf8)
        for end in text.indices { _ = try? DebtFile.read(Array(text[..<end]), path: "d") }
        var state: UInt64 = 7
        for _ in 0..<2000 {
            var bytes = text
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
            }
            _ = try? DebtFile.read(bytes, path: "d")
        }
    }
}
