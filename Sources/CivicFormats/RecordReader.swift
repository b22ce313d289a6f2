import CByteScan
public import CivicBytes
public import CivicModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How a reader reads: the same for all workers of a run.
public struct ReadingOptions: Sendable {
    public var times = TimeParser()
    /// Paths that fill a role before any other (`fields:` of civic.yml).
    public var roleOverrides: [Role: [String]] = [:]
    /// Longest fold of lines into one record, in bytes and lines: one bad start must not swallow a file.
    public var foldBytes = 256 << 10
    public var foldLines = 2_000

    public init() {}
}

/// Cuts the lines of a block into records, whatever each line's format. Owns the shape trie of one worker.
///
/// A line's format is decided by the line, in a fixed order that the source's sniffed head may only rearrange, never by
/// what a worker happened to read before: the result must not depend on who reads which block.
public final class RecordReader {
    private let options: ReadingOptions
    private let trie = ShapeTrie()
    private let scanner: JSONScanner
    private let table: ShapeTable
    private let formats: [any LineFormat.Type]
    private var formatRoots: [Int32] = []
    private var plainIndex = -1
    private let jsonRoot: Int32
    private let sink: FieldSink
    private let innerSink: FieldSink
    private var current = SlotBuffer()
    private var waiting = SlotBuffer()
    private var anomalies = ByteAnomalies()
    private var scratch: [ScratchBuffer] = []
    private var scratchUsed = 0

    public init(options: ReadingOptions) {
        self.options = options
        scanner = JSONScanner(trie: trie)
        formats = LineFormats.all
        table = ShapeTable(overrides: options.roleOverrides, lineFormats: formats)
        jsonRoot = trie.addRoot()
        table.register(root: jsonRoot, as: .json)
        sink = FieldSink(times: options.times)
        innerSink = FieldSink(times: options.times)
        for (index, format) in formats.enumerated() {
            let root = trie.addRoot()
            formatRoots.append(root)
            table.register(root: root, as: .line(format))
            if format.id == PlainText.id { plainIndex = index }
        }
    }

    /// Every shape met so far; a record's `shape` is an index into it. Only grows.
    public var shapes: [Shape] { table.shapes }

    // MARK: One block

    /// A record that may yet be continued by the lines after it.
    private struct Pending {
        var node: Int32
        var start: UnsafePointer<UInt8>
        var end: UnsafePointer<UInt8>
        var line: Int
        var continuationCount: Int
        var continuationStart: UnsafePointer<UInt8>?
        var hasStack: Bool
        /// Plain text goes on over no more than indented lines and stack frames.
        var isPlain: Bool
        var isPartial: Bool
    }

    private var pending: Pending?
    private var base = UnsafePointer<UInt8>(bitPattern: 1).unsafelyUnwrapped
    private var baseOffset = 0
    private var placeIndex = 0
    private var counts = LineCounts()

    /// Reads all lines of `block` and hands the records to `consumer`.
    public func read(_ block: Block, of source: SourceSketch, to consumer: any RecordConsumer) -> LineCounts {
        read(
            UnsafeBufferPointer(start: block.base, count: block.count), firstLine: block.firstLine, offset: block.offset,
            of: source, to: consumer)
    }

    /// `bytes` must be followed by a line feed that belongs to nobody and 63 more readable bytes, as in a `Block`.
    func read(
        _ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int, offset: Int, of source: SourceSketch, to consumer: any RecordConsumer
    ) -> LineCounts {
        counts = LineCounts()
        guard let start = bytes.baseAddress, bytes.count > 0 else { return counts }
        base = start
        baseOffset = offset
        placeIndex = 0
        pending = nil
        anomalies.scan(start, bytes.count, atSourceStart: offset == 0)
        let end = start + bytes.count
        var p = start
        var line = firstLine

        while p < end {
            if p.pointee == UInt8(ascii: "{") {
                current.clear()
                if let walk = try? scanner.scan(p, from: jsonRoot, into: current) {
                    var q = walk.end
                    while q.pointee == 0x20 || q.pointee == 0x0d || q.pointee == 0x09 { q += 1 }
                    if q.pointee == 0x0a, q <= end {
                        if pending != nil { flush(to: consumer) }
                        var stop = q
                        while stop > walk.end, stop[-1] == 0x0d { stop -= 1 }
                        let next = q + 1
                        counts.lines += 1
                        if (next >= end || next.pointee == UInt8(ascii: "{")) && !isEnvelope(walk.node) {
                            emit(
                                node: walk.node, buffer: current, start: p, end: stop, line: line, continuations: 0, partial: false,
                                to: consumer)
                        } else {
                            keep(node: walk.node, start: p, end: stop, line: line, isPlain: false, isPartial: false, consumer)
                        }
                        p = next
                        line += 1
                        continue
                    }
                }
            }
            let found = memchr(p, 0x0a, end - p)
            let lineEnd = found.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? end
            let taken = slowLine(from: p, to: lineEnd, blockEnd: end, number: line, source: source, consumer)
            p = taken.next
            line += taken.lines
        }
        flush(to: consumer)
        return counts
    }

    /// Whether a line at `p` (of which `n` bytes are readable, perhaps not all) starts a record of `source`: where a block
    /// may be cut.
    public func isRecordStart(_ p: UnsafePointer<UInt8>, _ n: Int, of source: SourceSketch) -> Bool {
        guard n > 0 else { return false }
        if p.pointee == UInt8(ascii: "{") { return true }
        let end = memchr(p, 0x0a, n).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? p + n
        let text = trimmed(p, end)
        guard text.count > 0 else { return false }
        if source.layout == .lines { return !Continuation.looksLikeContinuation(text) }
        return match(text, source: source, into: sink) != plainIndex
    }

    // MARK: Sniffing

    /// Calls `body` with each whole line of `head` (at most 400), followed by a line feed and slack.
    func forEachLine(of head: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        scratchUsed = 0
        let copy = takeScratch(head.count + 1)
        if let from = head.baseAddress { copy.update(from: from, count: head.count) }
        copy[head.count] = 0x0a
        let end = UnsafePointer(copy) + head.count
        var p = UnsafePointer(copy)
        if head.count > 3, p[0] == 0xef, p[1] == 0xbb, p[2] == 0xbf { p += 3 }
        var lines = 0
        while p < end, lines < 400 {
            let found = memchr(p, 0x0a, end - p).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
            // A cut last line would look like damage.
            if found == nil, lines > 0 { break }
            let text = trimmed(p, found ?? end)
            if text.contains(where: { $0 > 0x20 }) {
                lines += 1
                body(text)
            }
            p = (found ?? end) + 1
        }
        scratchUsed = 0
    }

    func look(at text: UnsafeBufferPointer<UInt8>) -> HeadTally.Look {
        guard let start = text.baseAddress else { return .plain(opensObject: false) }
        if text[0] == UInt8(ascii: "{") {
            current.clear()
            guard let walk = try? scanner.scan(start, from: jsonRoot, into: current) else { return .plain(opensObject: true) }
            let paths = Set(shape(at: walk.node).fields.map(\.path))
            let isSnapshot =
                paths.contains("observedAt") && (paths.contains("url") || paths.contains("endpoint"))
                && (paths.contains("status") || paths.contains("body") || paths.contains("error"))
            return .json(isSnapshot: isSnapshot)
        }
        let format = match(text, source: .unknown, into: sink)
        return format == plainIndex ? .plain(opensObject: false) : .format(format)
    }

    // MARK: Lines that are not a whole JSON object

    private func trimmed(_ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var e = end
        while e > p, e[-1] == 0x0d { e -= 1 }
        return UnsafeBufferPointer(start: p, count: e - p)
    }

    private func slowLine(
        from p: UnsafePointer<UInt8>, to lineEnd: UnsafePointer<UInt8>, blockEnd: UnsafePointer<UInt8>, number: Int,
        source: SourceSketch, _ consumer: any RecordConsumer
    ) -> (next: UnsafePointer<UInt8>, lines: Int) {
        let next = lineEnd < blockEnd ? lineEnd + 1 : blockEnd
        var text = trimmed(p, lineEnd)
        counts.lines += 1
        if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0c }) {
            counts.blank += 1
            return (next, 1)
        }
        // A byte order mark, at the start or after files were joined, is not part of the line.
        if text.count > 3, text[0] == 0xef, text[1] == 0xbb, text[2] == 0xbf { text = UnsafeBufferPointer(rebasing: text[3...]) }
        guard let first = text.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return (next, 1) }

        if text[first] == UInt8(ascii: "{"), pending == nil || first == 0 || looksLikeObject(text, at: first) {
            return jsonLine(text, first: first, next: next, blockEnd: blockEnd, number: number, source: source, consumer)
        }
        if first > 0, extend(by: text, source: source) { return (next, 1) }

        let format = match(text, source: source, into: sink)
        if format == plainIndex, extend(by: text, source: source) { return (next, 1) }
        if format == plainIndex, pending == nil, source.layout == .headed, Continuation.looksLikeContinuation(text) {
            // The head of a rotated file may start inside a record: its lines belong to a record that is not here.
            counts.continuations += 1
            return (next, 1)
        }
        flush(to: consumer)
        current.clear()
        let node = walk(format: format, sink: sink, from: formatRoots[format], source: source, depth: 0)
        keep(
            node: node, start: p, end: text.baseAddress.map { $0 + text.count } ?? lineEnd, line: number,
            isPlain: format == plainIndex, isPartial: sink.isPartial, consumer)
        return (next, 1)
    }

    private func looksLikeObject(_ text: UnsafeBufferPointer<UInt8>, at first: Int) -> Bool {
        first + 1 < text.count && text[first + 1] == UInt8(ascii: "\"") && text[text.count - 1] == UInt8(ascii: "}")
    }

    /// A line that starts an object which the fast path did not take: leading blanks, an object over several lines, a
    /// shape too many, or no object at all.
    private func jsonLine(
        _ text: UnsafeBufferPointer<UInt8>, first: Int, next: UnsafePointer<UInt8>, blockEnd: UnsafePointer<UInt8>, number: Int,
        source: SourceSketch, _ consumer: any RecordConsumer
    ) -> (next: UnsafePointer<UInt8>, lines: Int) {
        guard let line = text.baseAddress else { return (next, 1) }
        let start = line + first
        current.clear()
        var reason = RejectReason.malformedJSON
        do {
            let walk = try scanner.scan(start, from: jsonRoot, into: current)
            var q = walk.end
            while q.pointee == 0x20 || q.pointee == 0x0d || q.pointee == 0x09 || q.pointee == UInt8(ascii: ",") { q += 1 }
            if q >= line + text.count {
                flush(to: consumer)
                keep(node: walk.node, start: line, end: line + text.count, line: number, isPlain: false, isPartial: false, consumer)
                return (next, 1)
            }
        } catch .incomplete {
            reason = .cutJSON
            if let object = objectOverLines(from: start, next: next, blockEnd: blockEnd) {
                let lines = civic_count_lines(start, object.count)
                let copy = takeScratch(object.count + 1)
                var inString = false
                for i in 0..<object.count {
                    let c = object[i]
                    if c == UInt8(ascii: "\""), i == 0 || !isEscaped(object, i) { inString.toggle() }
                    copy[i] = (c == 0x0a || c == 0x0d) && !inString ? 0x20 : c == 0x0a ? 0x0b : c
                }
                copy[object.count] = 0x0a
                current.clear()
                if let walk = try? scanner.scan(UnsafePointer(copy), from: jsonRoot, into: current) {
                    flush(to: consumer)
                    counts.lines += lines
                    counts.continuations += lines
                    let end = start + object.count
                    let node = isEnvelope(walk.node) ? unwrap(walk.node) ?? walk.node : walk.node
                    emit(
                        node: node, buffer: current, start: line, end: end, line: number, continuations: lines,
                        partial: false, to: consumer)
                    let stop = memchr(end, 0x0a, blockEnd - end).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) + 1 }
                    return (stop ?? blockEnd, lines + 1)
                }
            }
        } catch .unknownShape {
            flush(to: consumer)
            current.clear()
            if let node = overflow(text, source: source) {
                keep(node: node, start: line, end: line + text.count, line: number, isPlain: false, isPartial: false, consumer)
                return (next, 1)
            }
        } catch {}
        if source.layout != .json {
            // Text that happens to start with a brace, not a broken record.
            let format = match(text, source: source, into: sink)
            if format == plainIndex, extend(by: text, source: source) { return (next, 1) }
            if format != plainIndex || source.layout == .lines {
                flush(to: consumer)
                current.clear()
                let node = walk(format: format, sink: sink, from: formatRoots[format], source: source, depth: 0)
                keep(node: node, start: line, end: line + text.count, line: number, isPlain: true, isPartial: false, consumer)
                return (next, 1)
            }
        }
        flush(to: consumer)
        counts.rejected += 1
        consumer.reject(line: number, byte: baseOffset + (line - base), text: text, why: reason)
        return (next, 1)
    }

    private func isEscaped(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        var i = at
        while i > 0, bytes[i - 1] == UInt8(ascii: "\\") { i -= 1 }
        return (at - i) % 2 == 1
    }

    /// The bytes from `start` to the brace that closes its object, when that lies within the fold limits and the lines
    /// between do not look like records of their own.
    private func objectOverLines(
        from start: UnsafePointer<UInt8>, next: UnsafePointer<UInt8>, blockEnd: UnsafePointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8>? {
        let limit = min(blockEnd, start + options.foldBytes)
        var p = start
        var depth = 0
        var inString = false
        while p < limit {
            let c = p.pointee
            if inString {
                if c == UInt8(ascii: "\\") {
                    p += 1
                } else if c == UInt8(ascii: "\"") {
                    inString = false
                }
            } else {
                switch c {
                case UInt8(ascii: "\""): inString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { return UnsafeBufferPointer(start: start, count: p + 1 - start) }
                default: break
                }
            }
            if c == 0x0a, p + 1 < limit {
                // A line that starts with an opening brace at column 0 is the next record, unless an array opened.
                if p[1] == UInt8(ascii: "{"), depth <= 1 { return nil }
            }
            p += 1
        }
        return nil
    }

    /// Adds `text` to the record before it, when it continues one.
    private func extend(by text: UnsafeBufferPointer<UInt8>, source: SourceSketch) -> Bool {
        guard var record = pending, let start = text.baseAddress else { return false }
        let end = start + text.count
        guard record.continuationCount < options.foldLines, end - record.start < options.foldBytes else { return false }
        let continues =
            source.layout == .headed && !record.isPlain || Continuation.looksLikeContinuation(text)
        guard continues else { return false }
        if record.continuationStart == nil { record.continuationStart = start }
        record.continuationCount += 1
        record.end = end
        if !record.hasStack, StackTrace.isFrame(text) { record.hasStack = true }
        pending = record
        counts.continuations += 1
        return true
    }

    /// Index of the format that reads `text`, which leaves its fields in `sink`: the one that most of the source is in when
    /// it does, else the first of the list.
    private func match(_ text: UnsafeBufferPointer<UInt8>, source: SourceSketch, into sink: FieldSink) -> Int {
        if let preferred = source.preferredFormat, preferred != plainIndex {
            sink.reset()
            if formats[preferred].parse(text, into: sink) { return preferred }
        }
        return LineFormats.read(text, into: sink)
    }

    /// Walks the trie over what a line format found, and into the record inside it when the format is an envelope.
    private func walk(format: Int, sink: FieldSink, from root: Int32, source: SourceSketch, depth: Int) -> Int32 {
        var node = root
        for field in sink.fields {
            node = trie.step(from: node, name: field.name, kind: field.kind)
            if let start = field.value.baseAddress {
                current.append(Slot(start: start, count: field.value.count, hasEscapes: field.hasEscapes))
                if field.hasEscapes { current.hasEscapes = true }
            } else {
                current.append(Slot(start: base, count: 0, hasEscapes: false))
            }
        }
        guard let payload = sink.payload, payload.count > 0, depth < 4 else { return node }
        return payloadNode(payload, from: node, source: source, depth: depth)
    }

    private func payloadNode(
        _ payload: UnsafeBufferPointer<UInt8>, from node: Int32, source: SourceSketch, depth: Int
    ) -> Int32 {
        if payload[0] == UInt8(ascii: "{"), let start = payload.baseAddress {
            let mark = current.count
            let root = ShapeTable.jsonPayload.withUnsafeBufferPointer { trie.step(from: node, name: $0, kind: .object) }
            if let walk = try? scanner.scan(start, from: root, into: current) {
                var q = walk.end
                while q.pointee == 0x20 || q.pointee == 0x0d { q += 1 }
                if q >= start + payload.count { return walk.node }
            }
            current.cut(to: mark)
        }
        let inner = match(payload, source: .unknown, into: innerSink)
        let name = [ShapeTable.payloadMark] + Array(formats[inner].id.utf8)
        let root = name.withUnsafeBufferPointer { trie.step(from: node, name: $0, kind: .object) }
        return walk(format: inner, sink: innerSink, from: root, source: source, depth: depth + 1)
    }

    // MARK: Records inside members of JSON envelopes

    private func isEnvelope(_ node: Int32) -> Bool {
        let index = Int(shapeIndex(node))
        return table.payload(of: index) != nil
    }

    /// The walk into the record inside a member of an enveloping object (docker's `log`, journald's `MESSAGE`), or nil when
    /// there is none.
    private func unwrap(_ node: Int32) -> Int32? {
        let index = Int(shapeIndex(node))
        guard let payload = table.payload(of: index) else { return nil }
        let slot = current.slots[payload.index]
        var text: [UInt8] = []
        if slot.hasEscapes { JSONText.decode(slot.bytes, into: &text) } else { text = Array(slot.bytes) }
        while let last = text.last, last == 0x0a || last == 0x0d { text.removeLast() }
        guard let first = text.first, !text.contains(0x0a) else { return nil }
        let copy = takeScratch(text.count + 1)
        copy.update(from: text, count: text.count)
        copy[text.count] = 0x0a
        let inner = UnsafeBufferPointer(start: UnsafePointer(copy), count: text.count)
        if !payload.takesPlainText, first != UInt8(ascii: "{"), match(inner, source: .unknown, into: innerSink) == plainIndex { return nil }
        let mark = current.count
        let walked = payloadNode(inner, from: node, source: .unknown, depth: 1)
        if !payload.takesPlainText, shape(at: walked).format == PlainText.id {
            current.cut(to: mark)
            return nil
        }
        return walked
    }

    // MARK: More shapes than are learnt

    /// Reads an object whose shape the trie has no room for: only fields that a role or a rule may ask for are kept, so
    /// that what is counted stays the same while memory stays bounded.
    private func overflow(_ text: UnsafeBufferPointer<UInt8>, source: SourceSketch) -> Int32? {
        let plain = plainIndex
        sink.reset()
        guard formats[plain].parse(text, into: sink) else { return nil }
        return walk(format: plain, sink: sink, from: formatRoots[plain], source: source, depth: 0)
    }

    // MARK: Handing over

    private func keep(
        node: Int32, start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, line: Int, isPlain: Bool, isPartial: Bool,
        _ consumer: any RecordConsumer
    ) {
        var node = node
        if isEnvelope(node), let inner = unwrap(node) { node = inner }
        swap(&current, &waiting)
        pending = Pending(
            node: node, start: start, end: end, line: line, continuationCount: 0, continuationStart: nil, hasStack: false,
            isPlain: isPlain, isPartial: isPartial)
    }

    private func flush(to consumer: any RecordConsumer) {
        guard let record = pending else { return }
        pending = nil
        var node = record.node
        if record.hasStack, let from = record.continuationStart {
            node = ShapeTable.joinedStack.withUnsafeBufferPointer { trie.step(from: node, name: $0, kind: .string) }
            waiting.append(Slot(start: from, count: record.end - from, hasEscapes: false))
        }
        emit(
            node: node, buffer: waiting, start: record.start, end: record.end, line: record.line,
            continuations: record.continuationCount, partial: record.isPartial, to: consumer)
        scratchUsed = 0
    }

    /// In two steps: the list may grow while the number is looked up.
    private func shape(at node: Int32) -> Shape {
        let index = Int(shapeIndex(node))
        return table.shapes[index]
    }

    @inline(__always)
    private func shapeIndex(_ node: Int32) -> Int32 {
        let known = trie.nodes[Int(node)].shape
        if known >= 0 { return known }
        let made = table.shape(at: node, of: trie)
        trie.setShape(made, at: node)
        return made
    }

    @inline(__always)
    private func emit(
        node: Int32, buffer: SlotBuffer, start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, line: Int, continuations: Int,
        partial: Bool, to consumer: any RecordConsumer
    ) {
        counts.records += 1
        var notes: ByteNotes = partial ? .partial : []
        if placeIndex < anomalies.places.count { notes.formUnion(anomalyNotes(from: start - base, to: end - base)) }
        consumer.take(
            RecordView(
                shape: Int(shapeIndex(node)), slots: UnsafePointer(buffer.slots), slotCount: buffer.count, start: start,
                count: end - start, line: line, byte: baseOffset + (start - base), notes: notes,
                hasEscapes: buffer.hasEscapes, continuationCount: continuations))
    }

    @inline(never)
    private func anomalyNotes(from start: Int, to end: Int) -> ByteNotes {
        var notes: ByteNotes = []
        let places = anomalies.places
        while placeIndex < places.count, places[placeIndex].offset < end {
            if places[placeIndex].offset >= start { notes.formUnion(places[placeIndex].note) }
            placeIndex += 1
        }
        return notes
    }

    // MARK: Copies that records point into

    /// Memory that stays until the record which points into it has been handed over.
    private final class ScratchBuffer {
        let bytes: UnsafeMutablePointer<UInt8>
        let capacity: Int
        init(capacity: Int) {
            self.capacity = capacity
            bytes = .allocate(capacity: capacity)
            bytes.initialize(repeating: 0x0a, count: capacity)
        }
        deinit { bytes.deallocate() }
    }

    private func takeScratch(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        let needed = count + 64
        if scratchUsed < scratch.count, scratch[scratchUsed].capacity < needed {
            scratch[scratchUsed] = ScratchBuffer(capacity: needed * 2)
        } else if scratchUsed == scratch.count {
            scratch.append(ScratchBuffer(capacity: max(4096, needed * 2)))
        }
        scratchUsed += 1
        return scratch[scratchUsed - 1].bytes
    }
}
