import CivicBytes
import Testing

struct PlainSourceTests {
    let folder = TemporaryFolder()

    @Test func `blocks hold whole lines and know their lines and offsets`() {
        let text = sampleLines(2000)
        let reading = Reading(folder.write("a.log", text), limits: ReadLimits(block: 4096))
        #expect(reading.text == text)
        #expect(reading.lines == 2000)
        #expect(reading.cuts.count > 20)
        let bytes = Array(text.utf8)
        for cut in reading.cuts {
            #expect(cut.offset == 0 || bytes[cut.offset - 1] == 0x0a)
            #expect(cut.firstLine == 1 + bytes[..<cut.offset].count { $0 == 0x0a })
        }
        #expect(reading.problems.isEmpty)
        #expect(reading.contradictions() == [])
    }

    @Test func `a last line without a line end is delivered and counted`() {
        let reading = Reading(folder.write("a.log", "one\ntwo"))
        #expect(reading.text == "one\ntwo")
        #expect(reading.lines == 2)
        #expect(reading.storedBytes == 7)
        #expect(reading.decompressedBytes == 7)
    }

    @Test func `an empty file has no blocks and no problems`() {
        let reading = Reading(folder.write("a.log", ""))
        #expect(reading.cuts.isEmpty)
        #expect(reading.lines == 0)
        #expect(reading.problems.isEmpty)
        #expect(reading.compression == "none")
    }

    @Test func `a byte order mark is skipped and stays in the offsets`() {
        let reading = Reading(folder.write("a.log", [0xef, 0xbb, 0xbf] + Array("one\n".utf8)))
        #expect(reading.text == "one\n")
        #expect(reading.hasByteOrderMark)
        #expect(reading.cuts.map(\.offset) == [3])
        #expect(reading.decompressedBytes == 7)
        #expect(reading.problems.isEmpty)
    }

    @Test func `carriage returns are left to the reader of lines`() {
        let reading = Reading(folder.write("a.log", "one\r\ntwo\r\n"))
        #expect(reading.text == "one\r\ntwo\r\n")
        #expect(reading.lines == 2)
    }

    @Test func `a cut falls before the start of a record when one is near`() {
        let record = "start of a record\n" + String(repeating: "  at a frame of a stack\n", count: 9)
        let text = String(repeating: record, count: 200)
        let reading = Reading(
            folder.write("a.log", text), limits: ReadLimits(block: 8192), isRecordStart: { line, _ in line[0] == 0x73 })
        #expect(reading.text == text)
        let bytes = Array(text.utf8)
        #expect(reading.cuts.count > 3)
        for cut in reading.cuts { #expect(bytes[cut.offset] == 0x73) }
    }

    @Test func `a cut that looks too far back falls at the last line end`() {
        let text = "start\n" + String(repeating: "  more of it\n", count: 3000)
        let reading = Reading(
            folder.write("a.log", text), limits: ReadLimits(block: 4096, fold: 512),
            isRecordStart: { line, _ in line[0] == 0x73 })
        #expect(reading.text == text)
        for cut in reading.cuts.dropLast() { #expect(cut.count > 4096 - 1024 - 64) }
    }

    @Test func `a line longer than a block is read whole`() {
        let text = "short\n" + String(repeating: "x", count: 300_000) + "\nshort again\n"
        let reading = Reading(folder.write("a.log", text), limits: ReadLimits(block: 1024))
        #expect(reading.text == text)
        #expect(reading.lines == 3)
        #expect(reading.contradictions() == [])
    }

    @Test func `a line over the limit is a named loss and the lines after it keep their numbers`() {
        let long = String(repeating: "x", count: 5000)
        let text = "one\n\(long)\nthree\n"
        let reading = Reading(folder.write("a.log", text), limits: ReadLimits(block: 256, line: 1000))
        #expect(reading.text == "one\nthree\n")
        #expect(reading.codes == ["line-too-long"])
        #expect(reading.problems.map(\.line) == [2])
        #expect(reading.problems.map(\.byte) == [4])
        #expect(reading.problems[0].detail.contains("5,001 bytes"))
        #expect(reading.lines == 3)
        #expect(reading.lostLines == 1)
        #expect(reading.lostBytes == 5001)
        #expect(reading.cuts.last?.firstLine == 3)
        #expect(reading.cuts.last?.offset == 5005)
        #expect(reading.contradictions() == [])
    }

    @Test(arguments: [998, 999, 1000, 1001, 1002])
    func `the limit of a line is exact`(length: Int) {
        for ending in ["\n", ""] {
            for block in [64, 1000, 1001, 1 << 20] {
                let line = String(repeating: "x", count: length)
                let text = "a\n\(line)\(ending)"
                let reading = Reading(folder.write("a.log", text), limits: ReadLimits(block: block, line: 1000))
                #expect(reading.text == (length <= 1000 ? text : "a\n"))
                #expect(reading.lines == 2)
                #expect(reading.lostLines == (length <= 1000 ? 0 : 1))
                #expect(reading.contradictions() == [])
            }
        }
    }

    @Test func `short reads from a pipe give the same blocks as the file`() {
        let text = sampleLines(500)
        let pipe = FilledPipe(Array(text.utf8), seed: 7)
        let limits = ReadLimits(block: 4096)
        let fromPipe = Reading(pipe.path, limits: limits)
        pipe.finish()
        let fromFile = Reading(folder.write("a.log", text), limits: limits)
        #expect(fromPipe.problems.isEmpty)
        #expect(fromPipe == fromFile)
    }

    @Test func `the head is seen before the first block and is not consumed`() {
        let text = sampleLines(2000)
        let reader = SourceReader(path: folder.write("a.log", text))
        let head = reader.head { Array($0) }
        #expect(head.count == 64 << 10)
        #expect(head == Array(text.utf8.prefix(64 << 10)))
        let block = Block()
        #expect(reader.next(into: block, isRecordStart: { _, _ in true }))
        #expect(block.offset == 0)
        #expect(Array(UnsafeBufferPointer(start: block.base, count: 1000)) == Array(head.prefix(1000)))
    }

    @Test func `a file that is not there is a problem, not a crash`() {
        let reading = Reading("\(folder.path)/nothing.log")
        #expect(reading.codes == ["unreadable"])
        #expect(reading.problems[0].detail == "cannot be opened: no such file or directory")
        #expect(reading.cuts.isEmpty)
    }

    @Test func `a directory read as a file is a read error`() {
        let reading = Reading(folder.path)
        #expect(reading.codes == ["read-error"])
        #expect(reading.cuts.isEmpty)
    }

    @Test(
        arguments: [
            ("zstd", [0x28, 0xb5, 0x2f, 0xfd, 0, 0]), ("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0]),
            ("bzip2", [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 1, 2]),
            ("zip", [0x50, 0x4b, 3, 4, 1, 2]),
        ] as [(String, [UInt8])])
    func `a file packed otherwise is named and not read as text`(name: String, bytes: [UInt8]) {
        let reading = Reading(folder.write("a.log", bytes))
        #expect(reading.codes == ["unsupported-compression"])
        #expect(reading.problems[0].detail.contains(name))
        #expect(reading.cuts.isEmpty)
        #expect(reading.storedBytes == bytes.count)
    }

    @Test func `text that starts like bzip2 is text`() {
        #expect(Reading(folder.write("a.log", "BZhello\n")).text == "BZhello\n")
    }

    @Test(arguments: [true, false], [false, true])
    func `UTF-16 text is read as UTF-8 and named`(isBigEndian: Bool, isPacked: Bool) {
        let text = "\u{feff}" + String(repeating: "grün 😀 bestätigt\nzweite Zeile\n", count: 3000)
        var bytes = text.utf16.flatMap { unit in
            isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
        }
        if isPacked { bytes = GzipMember(bytes).bytes }
        let reading = Reading(folder.write("a.log", bytes), limits: ReadLimits(block: 5000))
        #expect(reading.text == String(text.dropFirst()))
        #expect(reading.codes == ["utf-16"])
        #expect(reading.lines == 6000)
        #expect(reading.hasByteOrderMark)
        #expect(reading.storedBytes == bytes.count)
        #expect(reading.contradictions() == [])
    }

    @Test func `what is not UTF-16 becomes a replacement character`() {
        let bytes: [UInt8] = [0xff, 0xfe, 0x41, 0, 0x00, 0xd8, 0x42, 0, 0x00, 0xdc, 0x0a, 0, 0x43]
        #expect(Reading(folder.write("a.log", bytes)).text == "A\u{fffd}B\u{fffd}\n\u{fffd}")
    }
}
