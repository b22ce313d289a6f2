import CivicBytes
import CivicModel
import Testing

/// Everything that a reader said about one input. Two readings are equal when all of it is.
struct Reading: Equatable {
    struct Cut: Equatable {
        var firstLine: Int
        var offset: Int
        var index: Int
        var count: Int
    }

    var bytes: [UInt8] = []
    var cuts: [Cut] = []
    var compression = ""
    var hasByteOrderMark = false
    var lines = 0
    var lostLines = 0
    var lostBytes = 0
    var storedBytes = 0
    var decompressedBytes = 0
    var memberCount = 0
    var problems: [InputProblem] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var codes: [String] { problems.map(\.code) }

    /// Reads `path` to its end.
    init(
        _ path: String, limits: ReadLimits = .init(), inflater: InflaterKind = .best,
        isRecordStart: (UnsafePointer<UInt8>, Int) -> Bool = { _, _ in true }
    ) {
        let reader = SourceReader(path: path, limits: limits, inflater: inflater)
        let block = Block(capacity: 16)
        while reader.next(into: block, isRecordStart: isRecordStart) {
            bytes += UnsafeBufferPointer(start: block.base, count: block.count)
            cuts.append(Cut(firstLine: block.firstLine, offset: block.offset, index: block.index, count: block.count))
            #expect(block.base[block.count] == 0x0a)
        }
        compression = reader.compression
        hasByteOrderMark = reader.hasByteOrderMark
        (lines, lostLines, lostBytes) = (reader.lines, reader.lostLines, reader.lostBytes)
        (storedBytes, decompressedBytes) = (reader.storedBytes, reader.decompressedBytes)
        (memberCount, problems) = (reader.memberCount, reader.problems)
    }

    /// What does not add up; empty when all does.
    func contradictions() -> [String] {
        var found: [String] = []
        let mark = hasByteOrderMark ? 3 : 0
        if bytes.count + lostBytes + mark != decompressedBytes {
            found.append("\(bytes.count) bytes + \(lostBytes) lost + \(mark) of a mark are not \(decompressedBytes)")
        }
        var delivered = bytes.count { $0 == 0x0a }
        if let last = bytes.last, last != 0x0a { delivered += 1 }
        if delivered + lostLines != lines { found.append("\(delivered) lines + \(lostLines) lost are not \(lines)") }
        var start = 0
        for (index, cut) in cuts.enumerated() {
            if cut.index != index { found.append("block \(index) says \(cut.index)") }
            if cut.count == 0 { found.append("block \(index) is empty") }
            if index < cuts.count - 1, bytes[start + cut.count - 1] != 0x0a {
                found.append("block \(index) ends inside a line")
            }
            start += cut.count
        }
        if lostBytes > 0, problems.isEmpty { found.append("\(lostBytes) bytes are lost in silence") }
        return found
    }
}

extension ReadLimits {
    init(block: Int, line: Int = 16 << 20, fold: Int = 256 << 10) {
        self.init()
        (self.block, self.line, self.fold) = (block, line, fold)
    }
}

/// Lines like those of a service: alike, and not the same.
func sampleLines(_ count: Int, seed: UInt64 = 1) -> String {
    var random = SplitMix64(seed: seed)
    let levels = ["DEBUG", "INFO", "WARN", "ERROR"]
    var text = ""
    for line in 0..<count {
        let level = levels[Int(random.next() % 4)]
        text += "{\"time\":\"2026-01-01T00:00:\(10 + line % 50).\(random.next() % 1000)Z\",\"level\":\"\(level)\","
        text += "\"trace\":\"\(String(random.next(), radix: 16))\",\"message\":\"order \(line) placed\"}\n"
    }
    return text
}
