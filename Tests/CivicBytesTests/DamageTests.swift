import CivicBytes
import Testing

/// Both inflaters say the same about damaged files, and nothing is lost without a name.
struct DamageTests {
    let folder = TemporaryFolder()

    /// Reads `bytes` with every inflater and expects one and the same answer.
    @discardableResult
    func readAlike(_ bytes: [UInt8], block: Int = 1 << 20, line: Int = 16 << 20, _ what: String) -> Reading {
        let path = folder.write("damaged", bytes)
        let limits = ReadLimits(block: block, line: line)
        let reference = Reading(path, limits: limits, inflater: .zlib)
        let fast = Reading(path, limits: limits, inflater: .isal)
        #expect(fast == reference, "\(what): zlib \(reference.problems), ISA-L \(fast.problems)")
        #expect(reference.contradictions() == [], "\(what)")
        #expect(reference.storedBytes == bytes.count, "\(what)")
        return reference
    }

    @Test func `a file cut off at any byte keeps its whole lines`() {
        var first = GzipMember(sampleLines(12, seed: 3))
        (first.name, first.hasHeaderSum) = ("a.log", true)
        var second = GzipMember(sampleLines(30, seed: 4))
        second.flushEvery = 700
        let text = String(decoding: first.data + second.data, as: UTF8.self)
        let bytes = first.bytes + second.bytes
        var before = 0
        for length in 3..<bytes.count {
            let reading = readAlike(Array(bytes.prefix(length)), "cut at \(length)")
            let atBorder = length == first.bytes.count
            #expect(reading.codes == (atBorder ? [] : ["gzip-truncated"]))
            #expect(text.hasPrefix(reading.text))
            // A longer file never gives less.
            #expect(reading.bytes.count >= before)
            before = reading.bytes.count
            #expect(reading.lines == reading.bytes.count { $0 == 0x0a })
        }
        #expect(before == text.utf8.count)
    }

    @Test func `every flipped bit of a small file is read alike`() {
        var member = GzipMember(sampleLines(8, seed: 5))
        member.name = "b.log"
        let bytes = member.bytes + GzipMember("last\n").bytes
        // The first three bytes make it a gzip file.
        for bit in 24..<(bytes.count * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            readAlike(damaged, "bit \(bit)")
        }
    }

    @Test func `thousands of damaged files are read alike and add up`() {
        var random = SplitMix64(seed: 20_261_122)
        let parts: [[UInt8]] = [
            GzipMember(sampleLines(700, seed: 11)).bytes,
            GzipMember("").bytes,
            {
                var member = GzipMember(sampleLines(400, seed: 12))
                (member.flushEvery, member.comment) = (3000, "flushed")
                return member.bytes
            }(),
            {
                var member = GzipMember(sampleLines(40, seed: 13))
                member.level = 0
                return member.bytes
            }(),
            {
                var member = GzipMember(Array(repeating: 0x78, count: 200_000))
                member.level = 1
                return member.bytes
            }(),
        ]
        for round in 0..<2500 {
            var bytes = (0..<(1 + random.next() % 3)).flatMap { _ in parts[Int(random.next() % UInt64(parts.count))] }
            for _ in 0..<(1 + random.next() % 3) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 6 {
                case 0: bytes = Array(bytes.prefix(max(3, place)))
                case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + Int(random.next() % 100)))
                case 3: bytes.insert(contentsOf: [UInt8](repeating: 0, count: Int(random.next() % 50)), at: place)
                case 4: bytes.append(contentsOf: (0..<(random.next() % 20)).map { UInt8(truncatingIfNeeded: $0) })
                default: bytes[place] ^= 1 << UInt8(random.next() % 8)
                }
                if bytes.count < 3 { bytes = [0x1f, 0x8b, 8] }
            }
            bytes.replaceSubrange(0..<3, with: [0x1f, 0x8b, 8])
            let block = [777, 20_000, 1 << 20][Int(random.next() % 3)]
            let line = [500, 16 << 20][Int(random.next() % 2)]
            readAlike(bytes, block: block, line: line, "round \(round)")
        }
    }

    @Test func `a pipe gives the same as the file, damaged or not`() {
        var random = SplitMix64(seed: 99)
        let good = GzipMember(sampleLines(300, seed: 21)).bytes + GzipMember(sampleLines(100, seed: 22)).bytes
        for round in 0..<40 {
            var bytes = good
            if round > 0 { bytes[3 + Int(random.next() % UInt64(bytes.count - 3))] ^= 1 << UInt8(random.next() % 8) }
            let fromFile = Reading(folder.write("damaged", bytes))
            let pipe = FilledPipe(bytes, seed: UInt64(round))
            var fromPipe = Reading(pipe.path)
            pipe.finish()
            for index in fromPipe.problems.indices { fromPipe.problems[index].path = "\(folder.path)/damaged" }
            #expect(fromPipe == fromFile, "round \(round)")
        }
    }
}
