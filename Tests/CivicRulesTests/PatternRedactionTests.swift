import Testing

@testable import CivicRules

@Suite struct PatternRedactionTests {
    @Test func `a secret is shown by its first four characters, its length and a mark`() {
        let line = Array("key=AKIA0123456789ABCDEF rejected".utf8)
        let text = Redaction.mask(sample: line, spans: [4..<24])
        #expect(text.hasPrefix("key=AKIA…(20 chars, #"))
        #expect(text.hasSuffix(") rejected"))
        #expect(text == Redaction.mask(sample: line, spans: [4..<24]))
        let other = Redaction.mask(sample: Array("key=AKIA0123456789ABCDEG rejected".utf8), spans: [4..<24])
        #expect(text != other)
    }

    @Test func `overlapping spans are one secret`() {
        let line = Array("Bearer abcdefghijklmnopqrst end".utf8)
        let text = Redaction.mask(sample: line, spans: [10..<27, 7..<15, 9..<12])
        #expect(text.hasPrefix("Bearer abcd…(20 chars, #") && text.hasSuffix(") end"))
    }

    @Test func `what goes on behind a span is hidden with it`() {
        let text = Redaction.mask(sample: Array("t=abcdefgh12345678tail-of-it, ok".utf8), spans: [2..<18])
        #expect(text.hasPrefix("t=abcd…(26 chars, #") && text.hasSuffix("), ok"))
    }

    @Test func `a secret of a few characters shows one`() {
        #expect(Redaction.mask(sample: Array("pw=s3cr3t;".utf8), spans: [3..<9]).hasPrefix("pw=s…(6 chars, #"))
    }

    @Test func `a long line is cut, and the secret is still in what is shown`() {
        let line = Array(
            (String(repeating: "x ", count: 5_000) + "key=SECRETSECRET1 " + String(repeating: "y ", count: 5_000)).utf8)
        let text = Redaction.mask(sample: line, spans: [10_004..<10_017])
        #expect(text.unicodeScalars.count <= Redaction.limit + 40)
        #expect(text.contains("key=SECR…(13 chars, #"))
        #expect(text.hasPrefix("…") && text.hasSuffix("…"))
        #expect(Redaction.mask(sample: Array("short".utf8), spans: []) == "short")
    }

    @Test func `no five characters of a secret are ever shown, wherever the sample is cut`() {
        var seed = PatternSeed(99)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.".utf8)
        for _ in 0..<150 {
            func random(_ count: Int, _ set: [UInt8]) -> [UInt8] { (0..<count).map { _ in set.randomElement(using: &seed)! } }
            var line = random(Int.random(in: 0...400, using: &seed), Array("    ,;:\"{}é".utf8))
            var secrets: [[UInt8]] = []
            var spans: [Range<Int>] = []
            for _ in 0..<Int.random(in: 1...3, using: &seed) {
                let secret = random(Int.random(in: 1...120, using: &seed), alphabet)
                line += Array(" k=".utf8)
                let start = line.count
                line += secret + random(Int.random(in: 1...60, using: &seed), Array("  ,;\"".utf8))
                secrets.append(secret)
                spans.append(start..<start + secret.count)
                // Another detector saw a part of it, and the line says it again.
                if secret.count > 12 {
                    spans.append(start + 3..<start + secret.count - 2)
                    if Bool.random(using: &seed) { line += Array(" again: ".utf8) + secret + Array(" ".utf8) }
                }
            }
            let cut = Array(line.prefix(Bool.random(using: &seed) ? line.count : Int.random(in: 0...line.count, using: &seed)))
            let text = Array(Redaction.mask(sample: cut, spans: spans).utf8)
            for secret in secrets where secret.count >= 5 {
                for at in 0...(secret.count - 5) {
                    let part = Array(secret[at..<at + 5])
                    #expect(!text.indices.contains { text[$0...].starts(with: part) })
                }
            }
        }
    }
}
