import CivicContract
import Testing

struct ContractFileTests {
    private static let sound = """
        {"civicContract":1,"mode":"forward","facts":[
        {"s":"billing","f":"service","fmt":"json","vol":"1e5"},
        {"s":"billing","f":"field","card":"enum","closed":true,"enum":["debug","info"],"p":"level","pres":"always","t":["string"]},
        {"s":"billing","f":"gone","p":"card_no","since":"2026-11","why":"PII, #123"},
        {"s":"billing","f":"tpl","id":"7f3a9c21","lvl":"info","rate":"1e-2","x":"charged * for order *"}
        ]}

        """

    private static func read(_ text: String) throws -> ContractFile {
        try ContractReader.read(Array(text.utf8), path: "c.json")
    }

    private static func failure(_ text: String) -> ContractFileError? {
        do {
            _ = try read(text)
            return nil
        } catch { return error as? ContractFileError }
    }

    @Test func `a contract is written as it was read`() throws {
        let file = try Self.read(Self.sound)
        #expect(file.contract.facts.count == 4)
        #expect(file.text == Self.sound)
        #expect(file.contract.fact(of: "billing", .gone, "card_no")?.line == 4)
    }

    @Test(arguments: [
        ("<<<<<<< HEAD", "merge conflict"), ("=======", "merge conflict"), (">>>>>>> branch", "merge conflict"),
        (#"{"s":"billing","f":"wish","p":"x"},"#, "kind of fact"),
        (#"{"s":"billing","f":"field","p":"x","pres":"sometimes"},"#, "\"pres\" must be"),
        (#"{"s":"billing","f":"tpl","id":"00000000","rate":"2e0","x":"x"},"#, "\"rate\" must be a magnitude of 1e0 at most"),
        (#"{"s":"billing","f":"field","p":"x","sort":"y"},"#, "unknown key \"sort\""),
        (#"{"s":"billing","f":"field","p":"x""#, "no comma"),
        (#"{"s":"billing","f":"field"},"#, "does not say what it is about"), (#"{"f":"field","p":"x"},"#, "names no service"),
        (#"{"s":"billing","f":"field","p":"level","pres":"rare"},"#, "says the same"), ("nonsense,", "no JSON object"),
        (#"{"s":"billing","f":"field","p":"x","p":"y"},"#, "stands twice"),
    ])
    func `what is no fact is refused with its line`(_ line: String, _ reason: String) throws {
        var lines = Self.sound.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.insert(line, at: 3)
        let failure = try #require(Self.failure(lines.joined(separator: "\n")))
        #expect(failure.line == 4 && failure.reason.contains(reason), "\(failure)")
        #expect(!failure.help.isEmpty)
    }

    @Test(arguments: [
        ("{\"civicContract\":2,\"mode\":\"forward\",\"facts\":[", "of version 2"),
        ("{\"civicContract\":1,\"mode\":\"sideways\",\"facts\":[", "mode"),
        ("{\"facts\":[", "does not say"), ("[]", "first line"),
        ("{\"civicContract\":1,\"mode\":\"off\",\"extra\":1,\"facts\":[", "unknown key"),
    ])
    func `a head of another version or of nothing is refused`(_ head: String, _ reason: String) throws {
        var lines = Self.sound.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[0] = head
        let failure = try #require(Self.failure(lines.joined(separator: "\n")))
        #expect(failure.line == 1 && failure.reason.contains(reason), "\(failure)")
    }

    @Test func `a contract that is cut off anywhere is refused, and never trapped on`() throws {
        let bytes = Array(Self.sound.utf8)
        for end in 0..<(bytes.count - 2) {
            #expect(throws: ContractFileError.self) { try ContractReader.read(Array(bytes[..<end]), path: "c.json") }
        }
    }

    @Test func `garbage at any place is an error or another contract, and never a crash`() {
        let bytes = Array(Self.sound.utf8)
        var state: UInt64 = 7
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                damaged[Int(state >> 33) % damaged.count] = UInt8(truncatingIfNeeded: state >> 20)
            }
            _ = try? ContractReader.read(damaged, path: "c.json")
        }
    }

    @Test func `what a log said cannot act in a contract`() throws {
        let hostile = "\u{1b}[31m \u{202e}x\u{0}\n]}\n<<<<<<< \"quoted\" \\ \u{1F600}"
        let fact = ContractFact(service: hostile, kind: .template, subject: "00000000", attributes: ["x": .text(hostile)])
        let file = ContractFile(path: "c.json", contract: Contract(facts: [fact]))
        #expect(file.text.utf8.allSatisfy { $0 == 0x0a || (0x20..<0x7f).contains($0) })
        #expect(file.text.split(separator: "\n").count == 3)
        let back = try Self.read(file.text)
        #expect(back.contract.facts[0].text("x") == hostile && back.contract.facts[0].service == hostile)
    }

    @Test func `a change touches the lines of its facts alone`() throws {
        var file = try Self.read(Self.sound)
        var fact = try #require(file.contract.fact(of: "billing", .template, "7f3a9c21"))
        fact.attributes["lvl"] = .text("warn")
        file.contract.put(fact)
        let patch = UnifiedDiff.text(from: Self.sound, to: file.text, path: ".civic/contract.json")
        let changed = patch.split(separator: "\n").filter {
            "+-".contains($0.first ?? " ") && !$0.hasPrefix("---") && !$0.hasPrefix("+++")
        }
        #expect(changed.count == 2)
        #expect(patch.hasPrefix("--- a/.civic/contract.json\n+++ b/.civic/contract.json\n@@ -2,5 +2,5 @@\n"))
    }
}
