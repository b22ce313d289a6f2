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
    /// Paths that rules name: kept also where a record has so many other keys that only well-known ones are.
    public var relevantPaths: Set<String> = []

    public init() {}
}

/// Cuts the lines of a block into records, whatever each line's format. Owns the shape trie of one worker.
///
/// A line's format is decided by the line, in a fixed order that the source's sniffed head may only rearrange, never by
/// what a worker happened to read before: the result must not depend on who reads which block.
public final class RecordReader {
    private let options: ReadingOptions
    private let trie: ShapeTrie
    private let scanner: JSONScanner
    private let table: ShapeTable
    private let formats: [any LineFormat.Type]
    private var formatRoots: [Int32] = []
    private let places: FormatPlaces
    private var plainIndex: Int { places.plain }
    private let jsonRoot: Int32
    /// Root of objects that are read by well-known keys alone.
    private let sparseRoot: Int32
    private let otlpRoot: Int32
    private let sink: FieldSink
    private let innerSink: FieldSink
    private lazy var relevance = FieldRelevance(overrides: options.roleOverrides, others: options.relevantPaths)
    /// Slots of the lines that the fast path reads: a constant, so that no line pays for a reference to it.
    private let direct = SlotBuffer()
    // Unchecked, here and below: a reader belongs to one worker, and no access calls back.
    @exclusivity(unchecked) private var current = SlotBuffer()
    @exclusivity(unchecked) private var waiting = SlotBuffer()
    @exclusivity(unchecked) private var anomalies = ByteAnomalies()
    /// What `current` and `waiting` point into beside the block.
    private var scratch = ScratchPool()
    private var waitingScratch = ScratchPool()
    private var stripped: [UInt8] = []

    public convenience init(options: ReadingOptions) {
        self.init(options: options, maximumNodes: 1 << 18, maximumShapes: 1 << 14)
    }

    /// - Parameters:
    ///   - maximumNodes: steps of shapes that are learnt before further ones are read by well-known keys alone.
    ///   - maximumShapes: the same for whole shapes.
    init(options: ReadingOptions, maximumNodes: Int, maximumShapes: Int) {
        self.options = options
        trie = ShapeTrie(maximumNodes: maximumNodes)
        scanner = JSONScanner(trie: trie)
        formats = LineFormats.all
        places = FormatPlaces(formats)
        table = ShapeTable(overrides: options.roleOverrides, lineFormats: formats, maximumShapes: maximumShapes)
        jsonRoot = trie.addRoot()
        sparseRoot = trie.addRoot()
        otlpRoot = trie.addRoot()
        for root in [jsonRoot, sparseRoot, otlpRoot] { table.register(root: root, as: .json) }
        sink = FieldSink(times: options.times)
        innerSink = FieldSink(times: options.times)
        for format in formats {
            let root = trie.addRoot()
            formatRoots.append(root)
            table.register(root: root, as: .line(format))
        }
    }

    /// Where formats that the reader treats in a way of their own stand in the list.
    private struct FormatPlaces {
        var plain = -1
        var cri = -1
        var levelText = -1
        var w3c = -1
        var slowLog = -1
        var dotNet = -1

        init(_ formats: [any LineFormat.Type]) {
            for (index, format) in formats.enumerated() {
                switch format.id {
                case PlainText.id: plain = index
                case CRI.id: cri = index
                case LevelText.id: levelText = index
                case W3CExtended.id: w3c = index
                case MySQLSlow.id: slowLog = index
                case DotNetConsole.id: dotNet = index
                default: break
                }
            }
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
        var kind: PendingKind
        var isPartial: Bool
    }

    /// How far a record may go on in the lines after it.
    private enum PendingKind {
        /// A header, an object: over whatever is no record itself.
        case headed
        /// A header without text behind it: the text follows.
        case headerAlone
        /// Plain text: over no more than indented lines and stack frames.
        case plain
        /// A block of lines that is read as a whole when it is complete: of a slow query, over all that starts no other, or of
        /// .NET's console, over indented lines.
        case block(format: Int, startsWithTime: Bool)
    }

    /// The start of a record that a container runtime cut into several lines.
    private struct Piece {
        var stream: [UInt8]
        var time: [UInt8]
        var start: UnsafePointer<UInt8>
        var end: UnsafePointer<UInt8>
        var line: Int
        var lines: Int
        var text: [UInt8]
    }

    private var pieces: [Piece] = []

    @exclusivity(unchecked) private var pending: Pending?
    private var base = UnsafePointer<UInt8>(bitPattern: 1).unsafelyUnwrapped
    private var baseOffset = 0
    @exclusivity(unchecked) private var placeIndex = 0
    @exclusivity(unchecked) private var counts = LineCounts()

    /// Reads all lines of `block` and hands the records to `consumer`.
    public func read(_ block: Block, of source: SourceSketch, to consumer: any RecordConsumer) -> LineCounts {
        read(
            UnsafeBufferPointer(start: block.base, count: block.count), firstLine: block.firstLine, offset: block.offset,
            of: source, to: consumer)
    }

    /// `bytes` must be followed by a line feed that belongs to nobody and 63 more readable bytes, as in a `Block`.
    func read(
        _ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int, offset: Int, of source: SourceSketch,
        to consumer: any RecordConsumer
    ) -> LineCounts {
        counts = LineCounts()
        guard let start = bytes.baseAddress, bytes.count > 0 else { return counts }
        base = start
        baseOffset = offset
        placeIndex = 0
        pending = nil
        sink.columns = source.columns
        pieces.removeAll(keepingCapacity: true)
        anomalies.scan(start, bytes.count, atSourceStart: offset == 0)
        let end = start + bytes.count
        var p = start
        var line = firstLine

        while p < end {
            if p.pointee == UInt8(ascii: "{") {
                direct.clear()
                if let walk = try? scanner.scan(p, from: jsonRoot, into: direct) {
                    var q = walk.end
                    while q.pointee == 0x20 || q.pointee == 0x0d || q.pointee == 0x09 { q += 1 }
                    let shape = shapeIndex(walk.node)
                    if q.pointee == 0x0a, q <= end, shape >= 0 {
                        if pending != nil { flush(to: consumer) }
                        var stop = q
                        while stop > walk.end, stop[-1] == 0x0d { stop -= 1 }
                        let next = q + 1
                        counts.lines += 1
                        if table.payload(of: Int(shape)) != nil {
                            scratch.reset()
                            current.exchange(with: direct)
                            keepObject(walk.node, Span(start: p, end: stop, line: line), consumer)
                        } else if next >= end || next.pointee == UInt8(ascii: "{") {
                            emit(shape, buffer: direct, start: p, end: stop, line: line, to: consumer)
                        } else {
                            current.exchange(with: direct)
                            keep(node: walk.node, start: p, end: stop, line: line, kind: .headed, isPartial: false, consumer)
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
        flushPieces(to: consumer)
        return counts
    }

    /// Whether a line at `p` (of which `n` bytes are readable, perhaps not all) starts a record of `source`: where a block
    /// may be cut.
    public func isRecordStart(_ p: UnsafePointer<UInt8>, _ n: Int, of source: SourceSketch) -> Bool {
        guard n > 0 else { return false }
        if let indent = source.elementIndent {
            return indent < n && p[indent] == UInt8(ascii: "{") && (0..<indent).allSatisfy { p[$0].isBlank }
        }
        switch p.pointee {
        // Where most lines have a header, a brace may as well open what a record goes on with.
        case UInt8(ascii: "{"): if source.layout == .json { return true }
        // What is indented goes on with the record before it, whatever format it looks like.
        case 0x20, 0x09: return false
        default: break
        }
        let end = memchr(p, 0x0a, n).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? p + n
        var text = trimmed(p, end)
        guard text.count > 0 else { return false }
        scratch.reset()
        text = cleaned(text, mayHoldEscapes: true)
        guard text.count > 0 else { return false }
        if text[0] == UInt8(ascii: "{"), source.layout == .json { return true }
        if source.layout == .lines { return !Continuation.looksLikeContinuation(text) }
        sink.columns = source.columns
        let format = match(text, source: source, into: sink)
        if format == places.slowLog { return text.starts(with: "# Time:") }
        return format != plainIndex
    }

    // MARK: Sniffing

    /// Calls `body` with each whole line of `head` (at most 400), followed by a line feed and slack.
    func forEachLine(of head: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let pool = ScratchPool()
        let copy = pool.take(head.count + 1)
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
    }

    /// What a line of a head is. `columns`: those that a directive before it has named; replaced by those that it names.
    func look(at line: UnsafeBufferPointer<UInt8>, columns: inout W3CColumns?) -> HeadTally.Look {
        scratch.reset()
        let text = cleaned(line, mayHoldEscapes: true)
        guard let start = text.baseAddress, !text.isEmpty else { return .plain(opensObject: false) }
        if let named = W3CColumns(directive: text) {
            columns = named
            return .directive
        }
        sink.columns = columns
        if columns != nil, W3CColumns.isDirective(text) { return .directive }
        if text[0] == UInt8(ascii: "["), opensList(text, at: 0) { return .plain(opensObject: true) }
        if text[0] == UInt8(ascii: "{") {
            current.clear()
            guard let walk = try? object(at: start, from: jsonRoot) else { return .plain(opensObject: true) }
            let paths = Set(shape(at: walk.node).fields.map(\.path))
            let isSnapshot =
                RecordedLine.mayRecognise(paths) && JSONTreeReader.read(text).map { RecordedLine.recognises($0.tree) } ?? false
            return .json(isSnapshot: isSnapshot)
        }
        let format = match(text, source: .unknown, into: sink)
        return format == plainIndex ? .plain(opensObject: false) : .format(format)
    }

    // MARK: Lines that are not a whole JSON object

    /// Bytes of the block that a record takes up.
    private struct Span {
        var start: UnsafePointer<UInt8>
        /// Without the last line end.
        var end: UnsafePointer<UInt8>
        var line: Int
        /// Where a copy of the bytes from `start` on lies whose values the record points to: the same bytes, but for line ends.
        var copy: UnsafePointer<UInt8>?
        var continuations = 0

        init(start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, line: Int) {
            (self.start, self.end, self.line) = (start, end, line)
        }

        /// The place in the block of a place in the record; nil when it lies in other memory.
        func original(_ p: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
            let at = copy.map { start + (p - $0) } ?? p
            return at >= start && at <= end ? at : nil
        }
    }

    private func trimmed(_ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var e = end
        while e > p, e[-1] == 0x0d { e -= 1 }
        return UnsafeBufferPointer(start: p, count: e - p)
    }

    /// The line without a byte order mark, which may stand at the start of any file that was joined with others, and without
    /// the escape sequences of a terminal.
    private func cleaned(_ line: UnsafeBufferPointer<UInt8>, mayHoldEscapes: Bool) -> UnsafeBufferPointer<UInt8> {
        var text = line
        if text.count > 2, text[0] == 0xef, text[1] == 0xbb, text[2] == 0xbf { text = text.from(3) }
        guard mayHoldEscapes, ANSI.strip(text, into: &stripped) else { return text }
        return stripped.withUnsafeBufferPointer { scratch.copy($0) }
    }

    /// Whether the scan of the block saw an escape in this line.
    private func holdsEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let places = anomalies.places
        guard placeIndex < places.count, let start = text.baseAddress else { return false }
        let from = start - base
        var i = placeIndex
        while i < places.count, places[i].offset < from { i += 1 }
        while i < places.count, places[i].offset < from + text.count {
            if places[i].note.contains(.escape) { return true }
            i += 1
        }
        return false
    }

    private func slowLine(
        from p: UnsafePointer<UInt8>, to lineEnd: UnsafePointer<UInt8>, blockEnd: UnsafePointer<UInt8>, number: Int,
        source: SourceSketch, _ consumer: any RecordConsumer
    ) -> (next: UnsafePointer<UInt8>, lines: Int) {
        let next = lineEnd < blockEnd ? lineEnd + 1 : blockEnd
        let raw = trimmed(p, lineEnd)
        counts.lines += 1
        scratch.reset()
        let text = cleaned(raw, mayHoldEscapes: holdsEscape(raw))
        guard let first = text.firstIndex(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0c }) else {
            counts.blank += 1
            return (next, 1)
        }
        let span = Span(start: p, end: p + raw.count, line: number)

        switch text[first] {
        case UInt8(ascii: "{"):
            if pending == nil || first == 0 || source.layout == .json || looksLikeObject(text, at: first) {
                return objectLine(text, first: first, span, next: next, blockEnd: blockEnd, source: source, consumer)
            }
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","):
            if text[first] == UInt8(ascii: "["), opensList(text, at: first), pending == nil || first == 0 {
                return objectLine(text, first: first, span, next: next, blockEnd: blockEnd, source: source, consumer)
            }
            if source.layout == .json, isFrame(text) {
                // The brackets around a list of objects, each of which is a record.
                counts.continuations += 1
                return (next, 1)
            }
        case UInt8(ascii: "#"), UInt8(ascii: "/"):
            if isRemark(text, first: first, source: source) {
                counts.blank += 1
                return (next, 1)
            }
        default: break
        }
        if first > 0 {
            // An indented line continues what is before it, unless that is whole and the line holds an object of its own.
            innerSink.reset()
            let isRecord = pending.map { shape(at: $0.node).isStructured } ?? true && PrefixedJSON.parse(text, into: innerSink)
            if !isRecord, extend(by: text, span, format: plainIndex, source: source) { return (next, 1) }
        }

        let format = match(text, source: source, into: sink)
        if extend(by: text, span, format: format, source: source) { return (next, 1) }
        if format == plainIndex, pending == nil, source.layout == .headed, Continuation.looksLikeContinuation(text) {
            // The head of a rotated file may start inside a record: its lines belong to a record that is not here.
            counts.continuations += 1
            return (next, 1)
        }
        if format == places.cri, takePiece(span, consumer) { return (next, 1) }
        flush(to: consumer)
        if !pieces.isEmpty, format != places.cri { flushPieces(to: consumer) }
        keepText(format, text, span, source: source, consumer)
        return (next, 1)
    }

    /// Keeps the line that `sink` holds the fields of.
    private func keepText(
        _ format: Int, _ text: UnsafeBufferPointer<UInt8>, _ span: Span, source: SourceSketch, _ consumer: any RecordConsumer
    ) {
        current.clear()
        // The time of such a line lies in the sink's memory, and the next line comes before this record is handed over.
        if format == places.w3c, let time = sink.fields.first, time.name.equals("time") {
            sink.move(0, to: scratch.copy(time.value))
        }
        let node = walk(sink, from: formatRoots[format], depth: 0)
        if expand(node, span, to: consumer) { return }
        let kind: PendingKind
        if format == plainIndex {
            kind = .plain
        } else if format == places.slowLog || format == places.dotNet {
            kind = .block(format: format, startsWithTime: text.starts(with: "# Time:"))
        } else if sink.payload == nil, sink.fields.contains(where: { $0.kind == .emptyString && $0.name.equals("message") }) {
            kind = .headerAlone
        } else {
            kind = .headed
        }
        keep(
            node: node, start: span.start, end: span.end, line: span.line, kind: kind, isPartial: sink.isPartial, consumer)
    }

    private func looksLikeObject(_ text: UnsafeBufferPointer<UInt8>, at first: Int) -> Bool {
        first + 1 < text.count && text[first + 1] == UInt8(ascii: "\"") && text[text.count - 1] == UInt8(ascii: "}")
    }

    /// `[{"…`: a list of objects starts here.
    private func opensList(_ text: UnsafeBufferPointer<UInt8>, at first: Int) -> Bool {
        let rest = text.from(first + 1).trimmed
        guard rest.byte(0) == UInt8(ascii: "{") else { return false }
        let inner = rest.from(1).trimmed
        return inner.isEmpty || inner.byte(0) == UInt8(ascii: "\"")
    }

    /// Nothing but brackets, braces and commas.
    private func isFrame(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.allSatisfy {
            switch $0 {
            case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), 0x20, 0x09: true
            default: false
            }
        }
    }

    /// A comment between objects, or a directive of the W3C's format, which may name the columns from here on.
    private func isRemark(_ text: UnsafeBufferPointer<UInt8>, first: Int, source: SourceSketch) -> Bool {
        if first == 0, let named = W3CColumns(directive: text) {
            sink.columns = named
            return true
        }
        if sink.columns != nil { return W3CColumns.isDirective(text) }
        guard source.layout == .json else { return false }
        let rest = text.from(first)
        return rest.starts(with: "//") || (rest[0] == UInt8(ascii: "#") && !Continuation.looksLikeContinuation(rest))
    }

    /// A line that starts an object (or a list of objects) which the fast path did not take: leading blanks, several objects,
    /// an object over several lines, a shape too many, or no object at all.
    private func objectLine(
        _ text: UnsafeBufferPointer<UInt8>, first: Int, _ span: Span, next: UnsafePointer<UInt8>,
        blockEnd: UnsafePointer<UInt8>, source: SourceSketch, _ consumer: any RecordConsumer
    ) -> (next: UnsafePointer<UInt8>, lines: Int) {
        guard let line = text.baseAddress else { return (next, 1) }
        let isOriginal = line >= span.start && line <= span.end
        var textEnd = line + text.count
        var q = line + first
        while q.pointee == UInt8(ascii: "[") || q.pointee.isBlank { q += 1 }
        var place = span
        var next = next
        var lines = 1
        var taken = 0
        while true {
            current.clear()
            var object = place
            var reason = RejectReason.malformedJSON
            var after: UnsafePointer<UInt8>?
            var node: Int32 = -1
            do {
                let walk = try self.object(at: q, from: jsonRoot)
                (node, after) = (walk.node, walk.end)
            } catch .incomplete {
                reason = .cutJSON
                if isOriginal, let folded = foldedObject(from: q, blockEnd: blockEnd) {
                    (node, after) = (folded.node, folded.end)
                    lines += folded.lines
                    counts.lines += folded.lines
                    counts.continuations += folded.lines
                    object.continuations = folded.lines
                    object.copy = folded.copy - (q - place.start)
                    let stop = memchr(folded.end, 0x0a, blockEnd - folded.end).map {
                        UnsafePointer($0.assumingMemoryBound(to: UInt8.self))
                    }
                    textEnd = stop ?? blockEnd
                    while textEnd > folded.end, textEnd[-1] == 0x0d { textEnd -= 1 }
                    next = stop.map { $0 + 1 } ?? blockEnd
                }
            } catch {}
            var rest = after ?? q
            while rest < textEnd,
                rest.pointee.isBlank || rest.pointee == UInt8(ascii: ",") || rest.pointee == UInt8(ascii: "]")
                    || rest.pointee == 0x0d
            {
                rest += 1
            }
            let isLast = rest >= textEnd
            if let after, isLast || rest.pointee == UInt8(ascii: "{") {
                if taken > 0 { counts.extraRecords += 1 }
                taken += 1
                if isOriginal { object.end = isLast ? textEnd : after }
                if isLast, taken == 1, object.copy == nil {
                    flush(to: consumer)
                    keepObject(node, object, consumer)
                    return (next, lines)
                }
                flush(to: consumer)
                emitObject(node, object, to: consumer)
                if isLast { return (next, lines) }
                if isOriginal {
                    place.line = object.line + object.continuations
                    place.start = rest
                    place.end = textEnd
                }
                q = rest
                continue
            }
            // No object, or one with something behind it.
            if taken > 0 {
                counts.extraRecords += 1
            } else if source.layout != .json, object.copy == nil {
                // Text that happens to start with a brace, not a broken record.
                let format = match(text, source: source, into: sink)
                if extend(by: text, span, format: format, source: source) { return (next, lines) }
                if format != plainIndex || source.layout == .lines {
                    flush(to: consumer)
                    keepText(format, text, span, source: source, consumer)
                    return (next, lines)
                }
            }
            flush(to: consumer)
            counts.rejected += 1
            let start = isOriginal ? place.start : span.start
            let end = isOriginal ? textEnd : span.end
            consumer.reject(
                line: place.line, byte: baseOffset + (start - base),
                text: UnsafeBufferPointer(start: start, count: end - start), why: reason)
            return (next, lines)
        }
    }

    /// An object that ends in a later line of the block, as a walk over a copy without line ends.
    private func foldedObject(
        from start: UnsafePointer<UInt8>, blockEnd: UnsafePointer<UInt8>
    ) -> (node: Int32, end: UnsafePointer<UInt8>, lines: Int, copy: UnsafePointer<UInt8>)? {
        guard let object = objectOverLines(from: start, blockEnd: blockEnd) else { return nil }
        let copy = scratch.take(object.count + 1)
        var inString = false
        var i = 0
        while i < object.count {
            let c = object[i]
            copy[i] = (c == 0x0a || c == 0x0d) && !inString ? 0x20 : c == 0x0a ? 0x0b : c
            if c == UInt8(ascii: "\\"), inString, i + 1 < object.count {
                i += 1
                copy[i] = object[i] == 0x0a ? 0x0b : object[i]
            } else if c == UInt8(ascii: "\"") {
                inString.toggle()
            }
            i += 1
        }
        copy[object.count] = 0x0a
        current.clear()
        guard let walk = try? self.object(at: UnsafePointer(copy), from: jsonRoot) else { return nil }
        return (walk.node, start + object.count, Int(civic_count_lines(start, object.count)), UnsafePointer(copy))
    }

    /// The bytes from `start` to the brace that closes its object, when that lies within the fold limits and the lines
    /// between do not look like records of their own.
    private func objectOverLines(
        from start: UnsafePointer<UInt8>, blockEnd: UnsafePointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8>? {
        let limit = blockEnd - start > 4 * options.foldBytes ? start + 4 * options.foldBytes : blockEnd
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

    /// Adds a line, of which `match` has said that it is of `format`, to the record before it, when it continues one.
    private func extend(by text: UnsafeBufferPointer<UInt8>, _ span: Span, format: Int, source: SourceSketch) -> Bool {
        guard var record = pending else { return false }
        guard record.continuationCount < options.foldLines, span.end - record.start < options.foldBytes else { return false }
        switch record.kind {
        case .headed:
            guard format == plainIndex, source.layout == .headed || Continuation.looksLikeContinuation(text) else {
                return false
            }
        case .plain:
            guard format == plainIndex, Continuation.looksLikeContinuation(text) else { return false }
        case .headerAlone:
            // A line of its own header, with a time in it, is the next record; a bare level word may be part of the text.
            guard format == plainIndex || (format == places.levelText && source.layout == .headed && !sinkHasTime) else {
                return false
            }
            guard source.layout == .headed || Continuation.looksLikeContinuation(text) else { return false }
        case .block(places.dotNet, _):
            guard format == plainIndex, Continuation.looksLikeContinuation(text) else { return false }
        case .block(let own, let startsWithTime):
            // `# User@Host:` belongs to the `# Time:` right before it; a statement is text, whatever it looks like.
            guard format != own || (startsWithTime && record.continuationCount == 0 && text.starts(with: "# User@Host:")) else {
                return false
            }
        }
        if record.continuationStart == nil { record.continuationStart = span.start }
        record.continuationCount += 1
        record.end = span.end
        if !record.hasStack, StackTrace.isFrame(text) { record.hasStack = true }
        pending = record
        counts.continuations += 1
        return true
    }

    private var sinkHasTime: Bool { sink.fields.contains { $0.name.equals("time") } }

    /// Index of the format that reads `text`, which leaves its fields in `sink`: the one that most of the source is in when
    /// it does, else the first of the list.
    private func match(_ text: UnsafeBufferPointer<UInt8>, source: SourceSketch, into sink: FieldSink) -> Int {
        if sink.columns != nil {
            sink.reset()
            if W3CExtended.parse(text, into: sink) { return places.w3c }
        }
        if let preferred = source.preferredFormat, preferred != plainIndex {
            sink.reset()
            if formats[preferred].parse(text, into: sink) { return preferred }
        }
        return LineFormats.read(text, into: sink)
    }

    /// Walks the trie over what a line format found, and into the record inside it when the format is an envelope.
    private func walk(_ sink: FieldSink, from root: Int32, depth: Int) -> Int32 {
        let mark = current.count
        var node = root
        for field in sink.fields {
            node = trie.step(from: node, name: field.name, kind: field.kind)
            if node < 0 { break }
            append(field)
        }
        let payload = sink.payload.flatMap { $0.count > 0 && depth < 4 ? $0 : nil }
        if node < 0 || payload == nil && shapeIndex(node) < 0 {
            current.cut(to: mark)
            node = root
            for field in sink.fields where relevance.matters(String(decoding: field.name, as: UTF8.self)) {
                let step = trie.step(from: node, name: field.name, kind: field.kind, .essential)
                if step < 0 { break }
                node = step
                append(field)
            }
            node = settled(node, root: root, mark: mark)
        }
        guard let payload else { return node }
        return payloadNode(payload, from: node, depth: depth)
    }

    private func append(_ field: FieldSink.Field) {
        if let start = field.value.baseAddress {
            current.append(Slot(start: start, count: field.value.count, hasEscapes: field.hasEscapes))
            if field.hasEscapes { current.hasEscapes = true }
        } else {
            current.append(Slot(start: base, count: 0, hasEscapes: false))
        }
    }

    private func payloadNode(_ payload: UnsafeBufferPointer<UInt8>, from node: Int32, depth: Int) -> Int32 {
        let mark = current.count
        if payload[0] == UInt8(ascii: "{"), let start = payload.baseAddress {
            let root = ShapeTable.jsonPayload.withUnsafeBufferPointer { trie.step(from: node, name: $0, kind: .object, .mark) }
            if let walk = try? object(at: start, from: root) {
                var q = walk.end
                while q.pointee == 0x20 || q.pointee == 0x0d { q += 1 }
                if q >= start + payload.count { return walk.node }
            }
            current.cut(to: mark)
        }
        let inner = match(payload, source: .unknown, into: innerSink)
        let name = [ShapeTable.payloadMark] + Array(formats[inner].id.utf8)
        let root = name.withUnsafeBufferPointer { trie.step(from: node, name: $0, kind: .object, .mark) }
        return walk(innerSink, from: root, depth: depth + 1)
    }

    // MARK: Records inside objects

    /// The walk into the record inside a member of an enveloping object (docker's `log`, journald's `MESSAGE`), or nil when
    /// there is none.
    private func unwrap(_ node: Int32) -> Int32? {
        guard case .text(let index, let takesPlainText)? = table.payload(of: Int(shapeIndex(node))) else { return nil }
        let slot = current.slots[index]
        var text: [UInt8] = []
        if slot.hasEscapes { JSONText.decode(slot.bytes, into: &text) } else { text = Array(slot.bytes) }
        while let last = text.last, last == 0x0a || last == 0x0d { text.removeLast() }
        if text.contains(0x1b), text.withUnsafeBufferPointer({ ANSI.strip($0, into: &stripped) }) { text = stripped }
        guard let first = text.first, !text.contains(0x0a) else { return nil }
        let inner = text.withUnsafeBufferPointer { scratch.copy($0) }
        if !takesPlainText, first != UInt8(ascii: "{"), match(inner, source: .unknown, into: innerSink) == plainIndex {
            return nil
        }
        let mark = current.count
        let walked = payloadNode(inner, from: node, depth: 1)
        if !takesPlainText, shape(at: walked).format == PlainText.id {
            current.cut(to: mark)
            return nil
        }
        return walked
    }

    /// Hands over an object that may be an envelope or a batch.
    private func emitObject(_ node: Int32, _ span: Span, to consumer: any RecordConsumer) {
        if expand(node, span, to: consumer) { return }
        emit(
            shapeIndex(unwrap(node) ?? node), buffer: current, start: span.start, end: span.end, line: span.line,
            continuations: span.continuations, to: consumer)
    }

    /// Keeps an object that may be an envelope, or hands over its records when it is a batch.
    private func keepObject(_ node: Int32, _ span: Span, _ consumer: any RecordConsumer) {
        if expand(node, span, to: consumer) { return }
        keep(
            node: node, start: span.start, end: span.end, line: span.line, kind: .headed, isPartial: false, consumer)
    }

    /// Hands over each record of a batch; false when the object at `node` is none.
    private func expand(_ node: Int32, _ span: Span, to consumer: any RecordConsumer) -> Bool {
        guard case .batch(let index, let kind)? = table.payload(of: Int(shapeIndex(node))) else { return false }
        let array = current.slots[index]
        // Records of a batch in a string that was decoded have no place of their own.
        guard span.original(array.start) != nil else { return false }
        switch kind {
        case .otlp:
            guard let entries = OTLPBatch.entries(of: array) else { return false }
            hand(entries.map(\.record), of: span, to: consumer) { number in
                current.clear()
                sink.reset()
                do throws(JSONScanner.Failure) {
                    try OTLPBatch(into: sink, names: scratch).add(entries[number])
                } catch { return nil }
                return walk(sink, from: otlpRoot, depth: 0)
            }
        case .elements:
            guard let elements = RecordBatch.elements(of: array) else { return false }
            // What stands beside the list belongs to each of its records; the list itself to none.
            let fieldCount = table.shapes[Int(shapeIndex(node))].fields.count
            let isBare = fieldCount == 1
            let root =
                isBare
                ? jsonRoot
                : ShapeTable.jsonPayload.withUnsafeBufferPointer { trie.step(from: node, name: $0, kind: .object, .mark) }
            let hadEscapes = current.hasEscapes
            current.replace(index, by: Self.emptyList)
            let mark = isBare ? 0 : current.count
            func read(_ element: Slot) -> Int32? {
                current.cut(to: mark)
                current.hasEscapes = hadEscapes
                return (try? object(at: element.start, from: root))?.node
            }
            guard let probe = read(elements[0]), RecordBatch.isRecord(shape(at: probe)) else {
                // A probe that failed half way has written over the one slot of a bare list.
                current.cut(to: isBare ? 0 : fieldCount)
                if isBare { current.append(array) }
                current.hasEscapes = hadEscapes
                current.replace(index, by: array)
                return false
            }
            hand(elements, of: span, to: consumer) { number in read(elements[number]) }
        }
        return true
    }

    private static var emptyList: Slot {
        let text: StaticString = "[]"
        return Slot(start: text.utf8Start, count: 2, hasEscapes: false)
    }

    /// Hands over the records of a batch, each of which `read` leaves in `current`. They share the bytes of the batch: what
    /// stands in front of the first belongs to it, and what stands behind one to the one before.
    private func hand(
        _ records: [Slot], of span: Span, to consumer: any RecordConsumer, read: (Int) -> Int32?
    ) {
        flush(to: consumer)
        counts.extraRecords += records.count - 1
        let mark = scratch.mark
        var start = span.start
        var line = span.line
        for (number, record) in records.enumerated() {
            scratch.cut(to: mark)
            let node = read(number)
            let isLast = number + 1 == records.count
            let end = isLast ? span.end : span.original(record.start + Int(record.count)) ?? span.end
            let own = number == 0 ? start : span.original(record.start) ?? start
            line += Int(civic_count_lines(start, own - start))
            if let node {
                emit(
                    shapeIndex(unwrap(node) ?? node), buffer: current, start: own, end: end, line: line,
                    continuations: Int(civic_count_lines(own, end - own)), to: consumer)
            } else {
                counts.rejected += 1
                consumer.reject(
                    line: line, byte: baseOffset + (own - base), text: UnsafeBufferPointer(start: own, count: end - own),
                    why: .malformedJSON)
            }
            start = own
        }
    }

    // MARK: More shapes than are learnt

    /// Reads the object at `start` into `current`. Where there is no room for its shape only fields that a role, a schema or a
    /// rule may ask for are kept, so that what is counted stays the same while memory stays bounded.
    private func object(
        at start: UnsafePointer<UInt8>, from root: Int32
    ) throws(JSONScanner.Failure) -> (node: Int32, end: UnsafePointer<UInt8>) {
        let mark = current.count
        do {
            let walk = try scanner.scan(start, from: root, into: current)
            if shapeIndex(walk.node) >= 0 { return (walk.node, walk.end) }
        } catch .unknownShape {
        } catch {
            throw error
        }
        current.cut(to: mark)
        let sparse = root == jsonRoot ? sparseRoot : root
        var node = sparse
        let end = try relevantMembers(of: start, under: "", node: &node, depth: 0)
        return (settled(node, root: sparse, mark: mark), end)
    }

    /// Adds the fields of the object at `start` that may matter, and gives the place after its brace.
    private func relevantMembers(
        of start: UnsafePointer<UInt8>, under parent: String, node: inout Int32, depth: Int
    ) throws(JSONScanner.Failure) -> UnsafePointer<UInt8> {
        var members = JSONMembers(start)
        while let member = try members.next() {
            let path = parent + JSONText.string(member.key, hasEscapes: member.key.holds(UInt8(ascii: "\\")))
            if member.value.kind == .object {
                if depth < 8, relevance.mayHold(path) {
                    _ = try relevantMembers(of: member.value.slot.start, under: path + ".", node: &node, depth: depth + 1)
                }
                continue
            }
            guard relevance.matters(path) else { continue }
            var name = path
            let step = name.withUTF8 { trie.step(from: node, name: $0, kind: member.value.kind, .essential) }
            guard step >= 0 else { continue }
            node = step
            current.append(member.value.slot)
            if member.value.slot.hasEscapes { current.hasEscapes = true }
        }
        return members.end
    }

    /// A node whose shape there is room for: `node`, or at worst the root, with nothing known.
    private func settled(_ node: Int32, root: Int32, mark: Int) -> Int32 {
        if shapeIndex(node, limit: 2 * table.maximumShapes) >= 0 { return node }
        current.cut(to: mark)
        _ = shapeIndex(root, limit: .max)
        return root
    }

    // MARK: Records that were cut into lines

    /// Takes a line of a container runtime that `sink` holds the fields of, when it is a piece of a record, or the last.
    private func takePiece(_ span: Span, _ consumer: any RecordConsumer) -> Bool {
        guard sink.fields.count >= 2 else { return false }
        let stream = sink.fields[1].value
        let at = pieces.firstIndex { $0.stream.elementsEqual(stream) }
        let text = sink.payload ?? UnsafeBufferPointer(start: nil, count: 0)
        if let at, pieces[at].text.count + text.count > options.foldBytes {
            // Longer than any record: what was put together stands for itself.
            flush(to: consumer)
            flushPieces(to: consumer)
            return takePiece(span, consumer)
        }
        if sink.isPartial {
            if let at {
                pieces[at].text += text
                pieces[at].lines += 1
                pieces[at].end = span.end
            } else {
                flush(to: consumer)
                pieces.append(
                    Piece(
                        stream: Array(stream), time: Array(sink.fields[0].value), start: span.start, end: span.end,
                        line: span.line,
                        lines: 1, text: Array(text)))
            }
            counts.continuations += 1
            return true
        }
        guard let at else { return false }
        flush(to: consumer)
        var piece = pieces.remove(at: at)
        piece.text += text
        // Where lines of the other stream stand between, only the last line is the record's own.
        let isWhole = piece.end < span.start && civic_count_lines(piece.end, span.start - piece.end) == 1
        keep(
            piece, start: isWhole ? piece.start : span.start, end: span.end, line: isWhole ? piece.line : span.line,
            isPartial: false, consumer)
        return true
    }

    /// Keeps the record that was put together.
    private func keep(
        _ piece: Piece, start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, line: Int, isPartial: Bool,
        _ consumer: any RecordConsumer
    ) {
        sink.reset()
        sink.text("time", piece.time.withUnsafeBufferPointer { scratch.copy($0) })
        sink.text("stream", piece.stream.withUnsafeBufferPointer { scratch.copy($0) })
        let text = piece.text.withUnsafeBufferPointer { scratch.copy($0) }
        if text.isEmpty { sink.text("message", text) } else { sink.payload = text }
        current.clear()
        let node = walk(sink, from: formatRoots[places.cri], depth: 0)
        keep(node: node, start: start, end: end, line: line, kind: .headed, isPartial: isPartial, consumer)
    }

    /// Hands over the beginnings of records whose ends did not come.
    private func flushPieces(to consumer: any RecordConsumer) {
        guard !pieces.isEmpty else { return }
        let rest = pieces
        pieces.removeAll(keepingCapacity: true)
        // The fields of the line at hand are in `sink`, its text perhaps in `scratch`.
        let (fields, payload, isPartial) = (sink.fields, sink.payload, sink.isPartial)
        for piece in rest {
            // The first of its lines is the record.
            counts.continuations -= 1
            keep(piece, start: piece.start, end: piece.end, line: piece.line, isPartial: true, consumer)
            flush(to: consumer)
        }
        // Every piece has swapped the two.
        if rest.count % 2 == 1 { swap(&scratch, &waitingScratch) }
        sink.restore(fields: fields, payload: payload, isPartial: isPartial)
    }

    // MARK: Handing over

    /// Keeps what `current` holds until it is known whether the next line continues it.
    private func keep(
        node: Int32, start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, line: Int, kind: PendingKind, isPartial: Bool,
        _ consumer: any RecordConsumer
    ) {
        let node = unwrap(node) ?? node
        swap(&current, &waiting)
        swap(&scratch, &waitingScratch)
        pending = Pending(
            node: node, start: start, end: end, line: line, continuationCount: 0, continuationStart: nil,
            hasStack: false, kind: kind, isPartial: isPartial)
    }

    private func flush(to consumer: any RecordConsumer) {
        guard let record = pending else { return }
        pending = nil
        var node = record.node
        if case .block(let format, _) = record.kind, record.continuationCount > 0 {
            node = reread(record, as: format)
        } else if record.hasStack, let from = record.continuationStart {
            node = ShapeTable.joinedStack.withUnsafeBufferPointer { trie.step(from: node, name: $0, kind: .string, .mark) }
            waiting.append(Slot(start: from, count: record.end - from, hasEscapes: false))
        }
        emit(
            shapeIndex(node, limit: .max), buffer: waiting, start: record.start, end: record.end, line: record.line,
            continuations: record.continuationCount, partial: record.isPartial, to: consumer)
    }

    /// Reads all lines of a record that its format reads as a whole.
    private func reread(_ record: Pending, as format: Int) -> Int32 {
        let text = UnsafeBufferPointer(start: record.start, count: record.end - record.start)
        innerSink.reset()
        guard formats[format].parse(text, into: innerSink) else { return record.node }
        swap(&current, &waiting)
        current.clear()
        let node = walk(innerSink, from: formatRoots[format], depth: 0)
        swap(&current, &waiting)
        return node
    }

    /// In two steps: the list may grow while the number is looked up.
    private func shape(at node: Int32) -> Shape {
        let index = Int(shapeIndex(node, limit: .max))
        return table.shapes[index]
    }

    /// The number of the shape at `node`; -1 when it is new and there are too many already.
    @inline(__always)
    private func shapeIndex(_ node: Int32) -> Int32 {
        let known = trie.nodes[Int(node)].shape
        return known >= 0 ? known : shapeIndex(node, limit: table.maximumShapes)
    }

    @inline(never)
    private func shapeIndex(_ node: Int32, limit: Int) -> Int32 {
        let known = trie.nodes[Int(node)].shape
        if known >= 0 { return known }
        let made = table.shape(at: node, of: trie, limit: limit)
        if made >= 0 { trie.setShape(made, at: node) }
        return made
    }

    @inline(__always)
    private func emit(
        _ shape: Int32, buffer: SlotBuffer, start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, line: Int,
        continuations: Int = 0, partial: Bool = false, to consumer: any RecordConsumer
    ) {
        counts.records += 1
        var notes: ByteNotes = partial ? .partial : []
        if placeIndex < anomalies.places.count { notes.formUnion(anomalyNotes(from: start - base, to: end - base)) }
        consumer.take(
            RecordView(
                shape: Int(shape), slots: UnsafePointer(buffer.slots), slotCount: buffer.count, start: start,
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
}
