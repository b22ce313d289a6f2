import CByteScan
public import CivicModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One input, opened and read front to back, decompressed by its content and cut into blocks of whole lines.
///
/// Every byte is accounted for: the bytes of all blocks, plus `lostBytes`, plus the byte order mark are
/// `decompressedBytes`; every loss is in `problems`. Blocks depend on the bytes alone, not on the sizes of reads or on the
/// library that inflates. Not thread-safe: the caller locks.
public final class SourceReader {
    /// As given; `-` is standard input.
    public let path: String
    /// `none` or `gzip`, by content.
    public private(set) var compression = "none"
    /// A UTF-8 byte order mark stood in front; it is skipped, and counted in offsets.
    public private(set) var hasByteOrderMark = false
    /// Lines seen so far, lost ones included. A last line without a line end counts.
    public private(set) var lines = 0
    /// Lines that were too long to keep.
    public private(set) var lostLines = 0
    /// Bytes of the decompressed stream that no block holds, the byte order mark not counted.
    public private(set) var lostBytes = 0
    public private(set) var problems: [InputProblem] = []

    /// Problems that are listed one by one; what comes on top is only counted, so that a hostile file cannot fill memory.
    private static let problemLimit = 1000
    /// Bytes that are inflated before the first block, to know what the stream is.
    private static let headSize = 64 << 10
    /// Bytes after a cut that `isRecordStart` may look at. For gzip the length of a detour that damaged data may take
    /// before an inflater notices, so that it is noticed before those bytes are handed out.
    private static let lookahead = 1 << 10
    private static let gzipLookahead = 64 << 10

    private let limits: ReadLimits
    /// Bytes of the longest line and one more: its line feed, or the proof that it is too long. No buffer is larger.
    private let most: Int
    private var input: StoredInput?
    private var gzip: GzipDecoder?
    private var transcoder: UTF16Transcoder?
    /// Bytes of the stream that were read before it was known to need a transcoder.
    private var rawHead: ArraySlice<UInt8> = []
    /// Inflated and not yet in a block; starts at a line start.
    private let pending = Block(capacity: SourceReader.headSize)
    /// Offset in the decompressed stream of the first byte that is not yet in a block or lost.
    private var offset = 0
    private var index = 0
    /// The stream has ended, pending bytes apart.
    private var isDrained = false
    private var isFinished = false
    private var unlistedProblems = 0
    private var storedSize = 0

    /// Opens `path` (`-` is standard input) and looks at its first bytes. An input that cannot be read is a problem of
    /// code `unreadable` and has no blocks.
    public init(path: String, limits: ReadLimits = .init(), inflater: InflaterKind = .best) {
        self.path = path
        self.limits = limits
        most = max(64, limits.line) + 1
        do {
            try open(inflater)
        } catch {
            report("unreadable", byte: 0, "cannot be opened: \(error.text)")
            isDrained = true
            isFinished = true
        }
    }

    /// Bytes as stored, read so far.
    public var storedBytes: Int { max(storedSize, input?.offset ?? 0) }
    /// Bytes inflated so far.
    public var decompressedBytes: Int { offset + pending.count }
    /// Gzip members whose header was read so far.
    public private(set) var memberCount = 0

    /// The first bytes of the stream, up to 64 KiB and up to a block, a byte order mark not among them. Only before the first `next`; does
    /// not consume.
    public func head<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        body(UnsafeBufferPointer(start: pending.base, count: pending.count))
    }

    /// Reads the next block. It is cut after the last line end such that `isRecordStart` accepts the line that follows
    /// (its start, and the bytes readable from there; the line may be incomplete); `limits.fold` bounds how far back that
    /// goes, and when no line is accepted the last line end counts. False at the end.
    public func next(into block: Block, isRecordStart: (UnsafePointer<UInt8>, Int) -> Bool) -> Bool {
        guard !isFinished else { return false }
        let target = min(max(1, limits.block), most)
        var capacity = roomFor(pending.count, from: target)
        block.reserve(capacity, keeping: 0)
        block.base.update(from: pending.base, count: pending.count)
        var fill = pending.count
        pending.count = 0
        while true {
            produce(block.base, fill: &fill, capacity: capacity)
            if isDrained {
                let whole = wholeLines(block.base, fill)
                if whole == most, findLineEnd(block.base, before: whole) == nil {
                    _ = skipLine(block.base, whole, target)
                    finish(cutLine: 0)
                    return false
                }
                if whole > 0 { deliver(block, cut: whole) }
                finish(cutLine: fill - whole)
                return whole > 0
            }
            if let cut = cut(block.base, fill, isRecordStart) {
                pending.reserve(fill - cut, keeping: 0)
                pending.base.update(from: block.base + cut, count: fill - cut)
                pending.count = fill - cut
                deliver(block, cut: cut)
                return true
            }
            if capacity < most {
                capacity = roomFor(fill, from: capacity)
                block.reserve(capacity, keeping: fill)
            } else {
                fill = skipLine(block.base, fill, target)
                capacity = roomFor(fill, from: target)
            }
        }
    }

    /// The smallest doubling of `size` that is more than `count`, at most `most`.
    private func roomFor(_ count: Int, from size: Int) -> Int {
        var room = size
        while room <= count, room < most { room = min(room * 2, most) }
        return room
    }

    // MARK: Opening

    private func open(_ kind: InflaterKind) throws(SystemError) {
        let input = try StoredInput(path: path)
        self.input = input
        input.gather(16)
        let magic = UnsafeBufferPointer(start: input.current, count: input.available)
        if let foreign = ForeignCompression.detect(magic) {
            report(
                "unsupported-compression", byte: 0,
                "packed with \(foreign.rawValue), which is not read; unpack it first: \(foreign.unpacker)")
            _ = input.drain()
            storedSize = input.offset
            (isDrained, isFinished) = (true, true)
            return
        }
        if magic.starts(with: [0x1f, 0x8b]) {
            compression = "gzip"
            startGzip(input, kind)
        }
        fillHead()
        if pending.count >= 2, let order = byteOrder(pending.base[0], pending.base[1]) {
            startTranscoding(input, isBigEndian: order)
        }
        if pending.count >= 3, pending.base[0] == 0xef, pending.base[1] == 0xbb, pending.base[2] == 0xbf {
            hasByteOrderMark = true
            offset = 3
            pending.count -= 3
            memmove(pending.base, pending.base + 3, pending.count)
        }
    }

    private func fillHead() {
        var fill = pending.count
        produce(pending.base, fill: &fill, capacity: min(SourceReader.headSize, most, max(64, limits.block)))
        pending.count = fill
    }

    private func startGzip(_ input: StoredInput, _ kind: InflaterKind) {
        gzip = GzipDecoder(input, kind: kind) { [unowned self] code, byte, detail in
            report(code, byte: byte, detail)
        }
    }

    /// True for big-endian UTF-16, false for little-endian, nil when the bytes are no mark of either.
    private func byteOrder(_ first: UInt8, _ second: UInt8) -> Bool? {
        switch (first, second) {
        case (0xfe, 0xff): true
        case (0xff, 0xfe): false
        default: nil
        }
    }

    /// Puts a transcoder between the stream and the blocks, and reads the head again through it.
    private func startTranscoding(_ input: StoredInput, isBigEndian: Bool) {
        if gzip != nil, input.rewind(to: 0) {
            // Bytes behind a transcoder cannot be taken back, so zlib, which never asks for that, does all of it.
            (problems, unlistedProblems) = ([], 0)
            startGzip(input, .zlib)
        } else {
            rawHead = Array(UnsafeBufferPointer(start: pending.base, count: pending.count))[...]
        }
        report("utf-16", byte: 0, "UTF-16 text, read as UTF-8; lines and offsets are those of the UTF-8 text")
        transcoder = UTF16Transcoder(isBigEndian: isBigEndian)
        pending.count = 0
        isDrained = false
        fillHead()
    }

    // MARK: Filling

    /// Fills the buffer up to `capacity`; less only at the end of the stream, which sets `isDrained`.
    private func produce(_ base: UnsafeMutablePointer<UInt8>, fill: inout Int, capacity: Int) {
        guard !isDrained, fill < capacity else { return }
        if let transcoder {
            transcoder.produce(base, fill: &fill, capacity: capacity) { output, room in
                var count = 0
                produceBytes(output, fill: &count, capacity: room)
                return count
            }
        } else {
            produceBytes(base, fill: &fill, capacity: capacity)
        }
        if fill < capacity { isDrained = true }
        memberCount = gzip?.memberCount ?? 0
    }

    private func produceBytes(_ base: UnsafeMutablePointer<UInt8>, fill: inout Int, capacity: Int) {
        if !rawHead.isEmpty {
            let count = min(rawHead.count, capacity - fill)
            for byte in rawHead.prefix(count) {
                base[fill] = byte
                fill += 1
            }
            rawHead.removeFirst(count)
        }
        if let gzip {
            gzip.produce(base, fill: &fill, capacity: capacity)
            return
        }
        while fill < capacity, let count = input?.read(into: base + fill, capacity: capacity - fill), count > 0 {
            fill += count
        }
    }

    // MARK: Cutting

    /// Index after the last line feed before `end`, or nil.
    private func findLineEnd(_ base: UnsafeMutablePointer<UInt8>, before end: Int) -> Int? {
        // Backwards and byte by byte: a line end is mostly near, and not every C library has memrchr.
        var index = end
        while index > 0 {
            if base[index - 1] == 0x0a { return index }
            index -= 1
        }
        return nil
    }

    /// Where the block ends; nil when there is no line end.
    private func cut(
        _ base: UnsafeMutablePointer<UInt8>, _ fill: Int, _ isRecordStart: (UnsafePointer<UInt8>, Int) -> Bool
    ) -> Int? {
        let ahead = gzip == nil ? SourceReader.lookahead : SourceReader.gzipLookahead
        guard let last = findLineEnd(base, before: fill - ahead) ?? findLineEnd(base, before: fill) else { return nil }
        var candidate = last
        while candidate > last - limits.fold {
            if candidate < fill, isRecordStart(base + candidate, fill - candidate) { return candidate }
            guard let earlier = findLineEnd(base, before: candidate - 1) else { break }
            candidate = earlier
        }
        return last
    }

    private func deliver(_ block: Block, cut: Int) {
        block.count = cut
        block.firstLine = lines + 1
        block.offset = offset
        block.index = index
        lines += Int(civic_count_lines(block.base, cut))
        if block.base[cut - 1] != 0x0a { lines += 1 }
        // The buffer has slack after its capacity, so `cut` is a valid index.
        block.base[cut] = 0x0a
        offset += cut
        index += 1
    }

    // MARK: Losses

    /// The buffer starts with a line that is too long: drops it up to and with its line feed. Answers how many bytes that
    /// follow it are then at the start of the buffer.
    private func skipLine(_ base: UnsafeMutablePointer<UInt8>, _ fill: Int, _ capacity: Int) -> Int {
        let start = offset
        var fill = fill
        while fill > 0 {
            if let found = memchr(base, 0x0a, fill) {
                let length = found - UnsafeMutableRawPointer(base) + 1
                offset += length
                fill -= length
                memmove(base, base + length, fill)
                break
            }
            offset += fill
            fill = 0
            produce(base, fill: &fill, capacity: capacity)
        }
        let lost = offset - start
        lines += 1
        lostLines += 1
        lostBytes += lost
        report(
            "line-too-long", line: lines, byte: start,
            "longer than \(grouped(limits.line)) bytes: the whole line is dropped, \(grouped(lost)) bytes with its line end")
        return fill
    }

    /// Bytes of the last `fill` that may be handed out: all, but at the end of a damaged gzip file not the start of a line
    /// whose rest is missing.
    private func wholeLines(_ base: UnsafeMutablePointer<UInt8>, _ fill: Int) -> Int {
        guard let stop = gzip?.stop, stop.cutsData else { return fill }
        return findLineEnd(base, before: fill) ?? 0
    }

    /// Names what ended the stream, and closes the input.
    private func finish(cutLine: Int) {
        isFinished = true
        guard let input else { return }
        if let failure = input.failure {
            report(
                "read-error", byte: input.offset,
                "reading stopped: \(SystemError(code: failure).text); what was read before is kept"
                    + " (byte offset in the file as stored)")
        }
        if let stop = gzip?.stop {
            let rest = input.drain()
            var detail = "\(stop.what), at byte \(grouped(stop.offset)) of the file as stored: "
            detail += "\(grouped(lines)) whole lines read"
            if cutLine > 0 { detail += ", \(grouped(cutLine)) bytes of a cut line dropped" }
            if rest > 0 { detail += ", \(grouped(rest)) stored bytes after it are lost" }
            if cutLine > 0 {
                report(stop.code, line: lines + 1, byte: offset, detail)
            } else {
                report(stop.code, byte: stop.offset, detail)
            }
        }
        offset += cutLine
        lostBytes += cutLine
        if unlistedProblems > 0 {
            problems.append(
                InputProblem(
                    path: path, code: "more-problems", line: 0, byte: 0,
                    detail: "\(grouped(unlistedProblems)) more problems of this input are not listed"))
        }
        storedSize = input.offset
        memberCount = gzip?.memberCount ?? 0
        (self.input, gzip, transcoder) = (nil, nil, nil)
    }

    private func report(_ code: String, line: Int = 0, byte: Int, _ detail: String) {
        guard problems.count < SourceReader.problemLimit else {
            unlistedProblems += 1
            return
        }
        problems.append(InputProblem(path: path, code: code, line: line, byte: byte, detail: detail))
    }
}
