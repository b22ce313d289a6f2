import CivicBytes
import Testing

struct GzipSourceTests {
    static let kinds: [InflaterKind] = [.best, .zlib, .isal]
    let folder = TemporaryFolder()

    func read(_ bytes: [UInt8], _ kind: InflaterKind, block: Int = 1 << 20) -> Reading {
        let reading = Reading(folder.write("a.log.gz", bytes), limits: ReadLimits(block: block), inflater: kind)
        #expect(reading.contradictions() == [])
        return reading
    }

    @Test(arguments: kinds)
    func `a gzip file is known by its content and read whole`(kind: InflaterKind) {
        let text = sampleLines(20_000)
        let bytes = GzipMember(text).bytes
        for name in ["a.log.gz", "a.log"] {
            let reading = Reading(folder.write(name, bytes), inflater: kind)
            #expect(reading.text == text)
            #expect(reading.compression == "gzip")
            #expect(reading.lines == 20_000)
            #expect(reading.storedBytes == bytes.count)
            #expect(reading.decompressedBytes == text.utf8.count)
            #expect(reading.problems.isEmpty)
        }
    }

    @Test(arguments: kinds)
    func `members are read one after the other, empty ones too`(kind: InflaterKind) {
        let (first, second) = (sampleLines(300, seed: 1), sampleLines(400, seed: 2))
        let empty = GzipMember("").bytes
        let bytes = empty + GzipMember(first).bytes + empty + empty + GzipMember(second).bytes + empty
        let reading = read(bytes, kind)
        #expect(reading.text == first + second)
        #expect(reading.memberCount == 6)
        #expect(reading.problems.isEmpty)
    }

    @Test(arguments: kinds)
    func `many tiny members do not need many reads`(kind: InflaterKind) {
        let lines = (0..<3000).map { "line \($0)\n" }
        let reading = read(lines.flatMap { GzipMember($0).bytes }, kind, block: 1000)
        #expect(reading.text == lines.joined())
        #expect(reading.memberCount == 3000)
        #expect(reading.problems.isEmpty)
    }

    @Test(arguments: kinds)
    func `a line may span members`(kind: InflaterKind) {
        let reading = read(GzipMember("one\ntw").bytes + GzipMember("o\nthree").bytes, kind)
        #expect(reading.text == "one\ntwo\nthree")
        #expect(reading.lines == 3)
    }

    @Test(arguments: kinds)
    func `every field that a header may have is skipped`(kind: InflaterKind) {
        var member = GzipMember("one\n")
        member.extra = (0..<700).map { UInt8(truncatingIfNeeded: $0) }
        member.name = "a.log"
        member.comment = String(repeating: "a comment ", count: 100)
        member.hasHeaderSum = true
        member.isText = true
        let reading = read(member.bytes + GzipMember("two\n").bytes + member.bytes, kind)
        #expect(reading.text == "one\ntwo\none\n")
        #expect(reading.problems.isEmpty)
    }

    @Test(arguments: kinds, [0, 1, 6, 9] as [Int32])
    func `stored, fixed and dynamic blocks are read`(kind: InflaterKind, level: Int32) {
        for (count, flush) in [(1, 0), (2, 10), (3000, 0), (3000, 5000)] {
            var member = GzipMember(sampleLines(count))
            (member.level, member.flushEvery) = (level, flush)
            let reading = read(member.bytes, kind, block: 10_000)
            #expect(reading.bytes == member.data)
            #expect(reading.problems.isEmpty)
        }
    }

    @Test(arguments: kinds)
    func `zeros after the last member are padding`(kind: InflaterKind) {
        let reading = read(GzipMember("one\n").bytes + [UInt8](repeating: 0, count: 600_000), kind)
        #expect(reading.text == "one\n")
        #expect(reading.problems.isEmpty)
        let padded = read(GzipMember("one\n").bytes + [0, 0, 0] + GzipMember("two\n").bytes, kind)
        #expect(padded.text == "one\ntwo\n")
        #expect(padded.problems.isEmpty)
    }

    @Test(arguments: kinds)
    func `garbage after a member is named with its size`(kind: InflaterKind) {
        let member = GzipMember("one\ntwo").bytes
        let bytes = member + Array(repeating: 0x41, count: 2000)
        let reading = read(bytes, kind)
        #expect(reading.text == "one\ntwo")
        #expect(reading.codes == ["gzip-trailing-garbage"])
        #expect(reading.problems[0].byte == member.count)
        #expect(reading.problems[0].detail.contains("2,000 bytes after member 1"))
        #expect(reading.storedBytes == bytes.count)
    }

    @Test(arguments: kinds)
    func `a wrong check sum or length is named and the data kept`(kind: InflaterKind) {
        var first = GzipMember("one\n")
        first.sumError = 1
        var second = GzipMember("two\n")
        second.lengthError = 5
        var third = GzipMember("three\n")
        (third.hasHeaderSum, third.headerSumError) = (true, 1)
        let bytes = first.bytes + second.bytes + third.bytes + GzipMember("four\n").bytes
        let reading = read(bytes, kind)
        #expect(reading.text == "one\ntwo\nthree\nfour\n")
        #expect(reading.codes == ["gzip-crc-mismatch", "gzip-length-mismatch", "gzip-crc-mismatch"])
        #expect(reading.problems[0].byte == first.bytes.count - 8)
        #expect(reading.problems[1].detail.contains("4 bytes where its trailer says 9"))
        #expect(reading.memberCount == 4)
    }

    @Test(arguments: kinds)
    func `a truncated gzip member keeps the lines before it`(kind: InflaterKind) {
        let text = sampleLines(3000)
        let bytes = GzipMember(text).bytes
        let reading = read(Array(bytes.prefix(bytes.count * 2 / 3)), kind)
        #expect(reading.codes == ["gzip-truncated"])
        #expect(reading.lines > 1000)
        #expect(text.hasPrefix(reading.text))
        #expect(reading.text.hasSuffix("\n"))
        #expect(reading.lostBytes > 0)
        #expect(reading.problems[0].line == reading.lines + 1)
        #expect(reading.problems[0].byte == reading.bytes.count)
        #expect(reading.problems[0].detail.contains("\(reading.lostBytes) bytes of a cut line dropped"))
    }

    @Test(arguments: kinds)
    func `invalid deflate data ends the reading and names the rest`(kind: InflaterKind) {
        // A final block of the reserved type 3, after a good member.
        let good = GzipMember("one\ntwo\n").bytes
        let bytes = good + GzipMember("").header + [0x07, 1, 2, 3, 4, 5, 6, 7, 8, 9]
        let reading = read(bytes, kind)
        #expect(reading.text == "one\ntwo\n")
        #expect(reading.codes == ["gzip-corrupt"])
        #expect(reading.problems[0].detail.contains("member 2"))
        #expect(reading.storedBytes == bytes.count)
    }

    @Test(arguments: kinds)
    func `a header that cannot be read is named`(kind: InflaterKind) {
        #expect(read([0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0], kind).codes == ["gzip-corrupt"])
        #expect(read([0x1f, 0x8b, 8, 0xe0, 0, 0, 0, 0, 0, 0], kind).codes == ["gzip-corrupt"])
        #expect(read([0x1f, 0x8b], kind).codes == ["gzip-truncated"])
        #expect(read(GzipMember("one\n").bytes + [0x1f, 0x8b, 8], kind).codes == ["gzip-truncated"])
    }

    @Test func `a long line inside a gzip file stays bounded`() {
        let text = "one\n" + String(repeating: "x", count: 3 << 20) + "\nthree\n"
        let path = folder.write("a.gz", GzipMember(text).bytes)
        for kind in GzipSourceTests.kinds {
            let reading = Reading(path, limits: ReadLimits(block: 64 << 10, line: 1 << 20), inflater: kind)
            #expect(reading.text == "one\nthree\n")
            #expect(reading.codes == ["line-too-long"])
            #expect(reading.lostBytes == 3 << 20 + 1)
            #expect(reading.contradictions() == [])
        }
    }

    @Test func `a hostile file cannot list problems without end`() {
        var member = GzipMember("x\n")
        member.sumError = 1
        let one = member.bytes
        let reading = read((0..<1500).flatMap { _ in one }, .best)
        #expect(reading.lines == 1500)
        #expect(reading.problems.count == 1001)
        #expect(reading.codes.last == "more-problems")
        #expect(reading.problems.last?.detail.hasPrefix("500 more") == true)
    }
}
