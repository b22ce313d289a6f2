import CivicBytes
import CivicModel
import Testing

@testable import CivicFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What must hold for any text and any cut of it.
struct RecordPropertyTests {
    /// The records of `text` as read from a file in blocks of `block` bytes, each block by one of `workers` readers.
    private func read(
        _ text: [UInt8], block size: Int, workers: Int = 1
    ) throws -> (records: [CollectedRecord], rejects: [RecordCollector.Reject], counts: LineCounts) {
        var template = Array("/tmp/civic-records-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        var done = 0
        while done < text.count {
            let count = text[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(count > 0)
            done += count
        }
        close(descriptor)

        let readers = (0..<workers).map { _ in RecordReader(options: ReadingOptions()) }
        let sketch = text.withUnsafeBufferPointer {
            readers[0].sketch(head: UnsafeBufferPointer(rebasing: $0.prefix(64 << 10)))
        }
        var limits = ReadLimits()
        limits.block = size
        let source = SourceReader(path: path, limits: limits)
        let block = Block(capacity: size)
        var counts = LineCounts()
        var records: [CollectedRecord] = []
        var rejects: [RecordCollector.Reject] = []
        while source.next(into: block, isRecordStart: { readers[0].isRecordStart($0, $1, of: sketch) }) {
            let collector = RecordCollector(readers[block.index % workers])
            counts.add(collector.reader.read(block, of: sketch, to: collector))
            records += collector.records
            rejects += collector.rejects
        }
        #expect(counts.lines == source.lines)
        return (records, rejects, counts)
    }

    @Test(arguments: 0..<12)
    func `blocks of any size hold the same single-line records`(_ seed: Int) throws {
        let text = Array(RecordText.singleLines(400, seed: UInt64(seed)).utf8)
        let whole = try read(text, block: 1 << 20)
        #expect(whole.counts.records == 400)
        var random = RecordRandom(UInt64(seed) &* 77)
        for size in [64, 65, 100, 333, 1024, 4096, 1 << 16, Int.random(in: 64...20_000, using: &random)] {
            let cut = try read(text, block: size, workers: 3)
            #expect(cut.counts == whole.counts, "blocks of \(size)")
            #expect(cut.records == whole.records, "blocks of \(size)")
        }
    }

    @Test(arguments: 0..<16)
    func `a cut never parts a record, whatever goes on over several lines`(_ seed: Int) throws {
        // Room for the longest record here, and for what a cut looks ahead.
        let text = Array(RecordText.mixed(500, seed: UInt64(seed)).utf8)
        let whole = try read(text, block: 1 << 20)
        #expect(whole.counts.records >= 450)
        var random = RecordRandom(UInt64(seed) &* 99)
        for size in [3000, 4096, 7777, 1 << 14, Int.random(in: 3000...40_000, using: &random)] {
            let cut = try read(text, block: size, workers: 2)
            #expect(cut.counts == whole.counts, "blocks of \(size)")
            #expect(cut.rejects == whole.rejects, "blocks of \(size)")
            let difference = zip(cut.records, whole.records).first { $0 != $1 }
            #expect(difference == nil, "blocks of \(size)")
        }
    }

    @Test(arguments: 0..<12)
    func `the account holds for mixed text in blocks of any size`(_ seed: Int) throws {
        let text = Array(RecordText.mixed(150, seed: UInt64(seed)).utf8)
        for size in [64, 100, 500, 2000, 1 << 20] {
            let counts = try read(text, block: size).counts
            #expect(
                counts.lines + counts.extraRecords == counts.records + counts.rejected + counts.blank + counts.continuations)
            #expect(counts.lines == text.count { $0 == 0x0a })
        }
    }

    /// What every reading owes: each line in one column, records in the order of their bytes, lines and bytes that point
    /// to where they say.
    private func check(_ bytes: [UInt8], _ layout: SourceSketch.Layout?, with reader: RecordReader? = nil) {
        let reading = RecordReading(bytes, layout: layout, with: reader)
        let lines = bytes.count { $0 == 0x0a } + (bytes.isEmpty || bytes.last == 0x0a ? 0 : 1)
        #expect(reading.counts.lines == lines)
        #expect(reading.unaccounted == 0)
        #expect(reading.records.count == reading.counts.records)
        #expect(reading.rejects.count == reading.counts.rejected)
        #expect(zip(reading.records, reading.records.dropFirst()).allSatisfy { $0.byte < $1.byte && $0.line <= $1.line })
        for record in reading.records {
            #expect(bytes[..<record.byte].count { $0 == 0x0a } + 1 == record.line)
        }
        for reject in reading.rejects { #expect(bytes[..<reject.byte].count { $0 == 0x0a } + 1 == reject.line) }
    }

    @Test(arguments: 0..<20)
    func `damaged lines of every format crash nothing and are all accounted for`(_ seed: Int) {
        let reader = RecordReader(options: ReadingOptions())
        for layout in [nil, SourceSketch.Layout.json, .headed, .lines] {
            check(RecordText.damaged(60, seed: UInt64(seed)), layout, with: reader)
        }
    }

    @Test(arguments: 0..<10)
    func `random bytes crash nothing and are all accounted for`(_ seed: Int) {
        var random = RecordRandom(UInt64(seed) &+ 500)
        let reader = RecordReader(options: ReadingOptions())
        for alphabet in [Array(0...255), Array("{}[]\",:\\u0019eE+-.tfn \t\r\n".utf8), Array("=\" \n{}ab<>[]|12:-TZ".utf8)]
            as [[UInt8]]
        {
            for layout in [nil, SourceSketch.Layout.json, .headed, .lines] {
                let bytes = (0..<2500).map { _ in random.pick(alphabet) }
                check(bytes, layout, with: reader)
            }
        }
    }

    @Test func `every prefix of a record is read without a crash`() {
        let reader = RecordReader(options: ReadingOptions())
        for sample in RecordText.samples {
            for count in 0...sample.count { check(Array(sample[..<count]), .json, with: reader) }
        }
    }
}
