import Testing

@testable import CivicRules

@Suite struct DetectorNumberTests {
    /// A number of the brand and length with the right checksum.
    static func card(_ prefix: String, _ length: Int, _ seed: inout PatternSeed) -> String {
        var digits = prefix.utf8.map { $0 - 0x30 }
        let given = digits
        while true {
            while digits.count < length - 1 { digits.append(UInt8.random(in: 0...9, using: &seed)) }
            digits.append((0...9 as ClosedRange<UInt8>).first { PaymentCard.passesLuhn(digits + [$0]) }!)
            // Some of 13 digits are article numbers as well.
            if length != 13 || PaymentCard.hasBrand(digits) { return digits.map(String.init).joined() }
            digits = given
        }
    }

    private func cards(_ text: String) -> [Int] {
        var hits: [UInt32] = []
        let bytes = Array(text.utf8)
        bytes.withUnsafeBufferPointer { PaymentCard.scanCards($0.baseAddress!, $0.count, hits: &hits) }
        return hits.map(Int.init)
    }

    @Test(arguments: [
        ("4", 13), ("4", 16), ("4", 19), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15), ("37", 15),
        ("6011", 16),
        ("65", 16), ("644", 16), ("649", 16), ("3528", 16), ("3589", 16), ("36", 14), ("38", 14), ("300", 14), ("305", 14),
    ])
    func `numbers of every brand are found where they may stand`(prefix: String, length: Int) {
        var seed = PatternSeed(UInt64(length) * 1_000 + UInt64(prefix)!)
        for _ in 0..<5 {
            let number = Self.card(prefix, length, &seed)
            for (before, after) in [
                ("card ", " declined"), ("{\"card\":\"", "\"}"), ("{\"card\":", ",\"x\":1}"), ("pan=", "&x=1"), ("", ""),
                ("a\n", "\nb"),
                ("(", ")"), ("{\"message\":\"first\\n", "\\n\"}"), ("paid with ", ". Done"), ("[", ", "),
            ] {
                #expect(cards(before + number + after) == [before.utf8.count], "\(before)\(number)\(after)")
            }
        }
    }

    @Test func `numbers that are part of something else are not found`() {
        var seed = PatternSeed(3)
        for _ in 0..<20 {
            let number = Self.card("4", 16, &seed)
            for (before, after) in [
                ("0.", ""), ("", ".5"), ("a", ""), ("", "a"), ("_", ""), ("", "_"), ("-", ""), ("", "-1"), ("/", ""),
                ("https://x/cards/", "/y"),
                ("", "/"), ("urn:x:", ""), ("", ":80"), ("9", ""), ("", "9"), ("ord-", ""), ("{\"dd.trace_id\":\"", "\"}"),
                ("span_id=", " "),
            ] {
                #expect(cards(before + number + after).isEmpty, "\(before)\(number)\(after)")
            }
            let wrong = number.dropLast() + String((Int(String(number.last!))! + 1) % 10)
            #expect(cards("card \(wrong) declined").isEmpty)
        }
    }

    @Test func `13 digits with the check digit of an article number are an article`() {
        // Both checksums hold.
        #expect(PaymentCard.passesLuhn([4, 6, 2, 2, 4, 6, 3, 9, 0, 7, 6, 5, 6]))
        #expect(cards("bought 4622463907656 twice").isEmpty)
    }

    @Test func `ids of 19 digits are no cards, others are`() {
        var seed = PatternSeed(9)
        let number = Self.card("4", 19, &seed)
        #expect(cards("{\"order_id\":\(number)}").isEmpty)
        #expect(cards("{\"card\":\(number)}") == [8])
    }

    @Test func `groups with one kind of separator are found`() {
        var seed = PatternSeed(4)
        let visa = Array(Self.card("4", 16, &seed))
        let amex = Array(Self.card("37", 15, &seed))
        func grouped(_ digits: [Character], _ groups: [Int], _ separator: String) -> String {
            var start = 0
            return groups.map { length in
                defer { start += length }
                return String(digits[start..<start + length])
            }.joined(separator: separator)
        }
        for separator in [" ", "-"] {
            #expect(cards("card \(grouped(visa, [4, 4, 4, 4], separator)) declined") == [5])
            #expect(cards("card \(grouped(visa, [4, 4, 4, 4], separator)) 2026") == [5])
            #expect(cards("card \(grouped(amex, [4, 6, 5], separator)).") == [5])
        }
        #expect(cards("card \(grouped(visa, [4, 4, 4, 4], "  "))").isEmpty)
        #expect(cards("card \(grouped(visa, [4, 4, 4, 4], "."))").isEmpty)
        let mixed = grouped(visa, [4, 4, 4, 4], " ").split(separator: " ").enumerated().map {
            ($0.offset == 2 ? "-" : " ") + $0.element
        }.joined()
        #expect(cards("card\(mixed)").isEmpty)
    }

    @Test func `a number is found at every alignment of a block`() {
        var seed = PatternSeed(6)
        let number = Self.card("4", 16, &seed)
        for lead in 0..<140 {
            for tail in [0, 1, 70] {
                let text =
                    String(repeating: ".", count: max(0, lead - 1)) + (lead > 0 ? " " : "") + number
                    + String(repeating: " ", count: tail)
                #expect(cards(text) == [lead], "\(lead) \(tail)")
            }
        }
    }

    @Test func `random digits and separators give what a look at every offset gives`() {
        var seed = PatternSeed(8)
        var found = 0
        for _ in 0..<400 {
            let bytes = (0..<400).map { _ in Array("0123456789444455 - ,".utf8).randomElement(using: &seed)! }
            var hits: [UInt32] = []
            let expected = bytes.withUnsafeBufferPointer { block in
                PaymentCard.scanCards(block.baseAddress!, block.count, hits: &hits)
                return block.indices.filter { at in
                    (at == 0 || !(0x30...0x39).contains(block[at - 1])) && PaymentCard.number(at: at, in: block) != nil
                }
            }
            #expect(hits.map(Int.init) == expected)
            found += hits.count
        }
        #expect(found > 5)
    }

    @Test func `bank account numbers need the length of their country and the checksum`() {
        func accounts(_ text: String) -> [Int] {
            var hits: [UInt32] = []
            let bytes = Array(text.utf8)
            bytes.withUnsafeBufferPointer { BankAccount.scanIBANs($0.baseAddress!, $0.count, hits: &hits) }
            return hits.map(Int.init)
        }
        // The examples of the registry.
        for number in [
            "DE89370400440532013000", "GB29NWBK60161331926819", "NO9386011117947", "MT84MALT011000012345MTLCAST001S",
        ] {
            #expect(accounts("to \(number) done") == [3])
            #expect(accounts("{\"iban\":\"\(number)\"}") == [9])
            let spaced = String(
                number.enumerated().flatMap { $0.offset % 4 == 0 && $0.offset > 0 ? [" ", $0.element] : [$0.element] })
            #expect(accounts("to \(spaced)") == [3])
            #expect(accounts("x\(number)").isEmpty)
            #expect(accounts("\(number)0").isEmpty)
            #expect(accounts(String(number.dropLast()) + (number.last == "0" ? "1" : "0")).isEmpty)
        }
        #expect(accounts("ZZ89370400440532013000").isEmpty)
    }
}
