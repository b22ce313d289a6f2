public import CivicModel

/// What the first bytes of a source say about all of it. Worked out from those bytes alone, so that every worker that
/// reads a block of the source reads it the same way.
public struct SourceSketch: Sendable {
    public enum Layout: Sendable {
        /// One object a line (or over several).
        case json
        /// Records start with a recognisable header; other lines continue them.
        case headed
        /// No line has a header: each is a record.
        case lines
    }

    public var kind: SourceSummary.Kind = .logs
    public var layout: Layout = .lines
    /// A health source that is read whole: a body, a capture, an export; else it has one answer a line.
    public var isHealthDocument = false
    /// Of a journal: it says what was to be done, and nothing of what was.
    public var isPlan = false
    /// Index of the line format to try first.
    var preferredFormat: Int?
    /// Columns that the head names for the lines after it (W3C).
    var columns: W3CColumns?
    /// The source is a list of objects over several lines each, which start this many blanks from the left.
    var elementIndent: Int?

    public static let unknown = SourceSketch()
}

extension RecordReader {
    /// Sniffs a source from its first decompressed bytes.
    /// - Parameter path: where the source is; says whether a single word is the answer of a health endpoint.
    public func sketch(head: UnsafeBufferPointer<UInt8>, path: String = "") -> SourceSketch {
        var sketch = SourceSketch()
        // A file that was truncated while its writer kept its place starts with a hole; what follows is a log all the same.
        let head = UnsafeBufferPointer(rebasing: head[(head.firstIndex { $0 != 0 } ?? 0)...])
        // A hole as long as a whole head: what follows is not seen, so every format is tried on every line.
        if head.count >= 1 << 16, head.allSatisfy({ $0 == 0 }) {
            sketch.layout = .headed
            return sketch
        }
        let nuls = head.prefix(4096).count { $0 == 0 }
        if nuls * 10 > min(head.count, 4096) {
            sketch.kind = .unknown
            return sketch
        }
        guard head.contains(where: { $0 > 0x20 }) else {
            sketch.kind = head.isEmpty ? .empty : .logs
            return sketch
        }
        var tally = HeadTally()
        forEachLine(of: head) { text in tally.add(look(at: text, columns: &sketch.columns)) }
        if let isPlan = Self.journal(head) {
            (sketch.kind, sketch.isPlan) = (.journal, isPlan)
        } else if tally.snapshots > 0, tally.snapshots * 2 >= tally.json {
            sketch.kind = .health
        } else if HealthRecording.recognises(head: head, path: path) {
            sketch.kind = .health
            sketch.isHealthDocument = true
        }
        let known = tally.json + tally.byFormat.values.reduce(0, +)
        if sketch.kind == .logs, known * 20 < tally.lines, Self.isBinary(head) {
            sketch.kind = .unknown
            return sketch
        }
        let best = tally.byFormat.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        let headed = tally.byFormat.values.reduce(0, +)
        sketch.preferredFormat = best?.key
        if tally.json > 0, tally.json >= headed {
            sketch.layout = .json
        } else if headed > 0, headed * 20 >= tally.lines || tally.firstIsHeaded {
            sketch.layout = .headed
        } else if tally.opensObject {
            sketch.layout = .json
        }
        if let list = Self.list(head) {
            sketch.layout = .json
            sketch.elementIndent = list.indent
        }
        return sketch
    }

    /// Whether these bytes are no text in any encoding: control characters that text does without are more than one in twenty (of random
    /// bytes they are one in ten). Zeros are looked at elsewhere: a log may have holes.
    private static func isBinary(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var (controls, others) = (0, 0)
        for byte in head {
            switch byte {
            case 0: break
            // Tab to carriage return, and the escape that colours begin with.
            case 0x01...0x08, 0x0e...0x1a, 0x1c...0x1f, 0x7f: controls += 1
            default: others += 1
            }
        }
        return controls * 19 > others
    }

    /// Whether the source is a list of objects, and how many blanks are in front of its elements when each starts a line.
    private static func list(_ head: UnsafeBufferPointer<UInt8>) -> HeadList? {
        // A byte order mark may come first.
        var i = head.firstIndex { $0 > 0x20 && $0 < 0x80 } ?? head.count
        guard head.byte(i) == UInt8(ascii: "[") else { return nil }
        var lineStart: Int?
        i += 1
        while i < head.count, head[i] <= 0x20 {
            if head[i] == 0x0a { lineStart = i + 1 }
            i += 1
        }
        guard head.byte(i) == UInt8(ascii: "{") else { return nil }
        let indent = lineStart.map { i - $0 }
        i += 1
        while i < head.count, head[i] <= 0x20 { i += 1 }
        return head.byte(i) == UInt8(ascii: "\"") ? HeadList(indent: indent) : nil
    }

    /// Whether the source is what Chaos Toolkit was told (true), or its journal or a list of faults by hand (false), written as
    /// one value, indented or not; nil: none of these.
    private static func journal(_ head: UnsafeBufferPointer<UInt8>) -> Bool? {
        let first = head.first { $0 > 0x20 }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
        let text = String(decoding: head.prefix(4096), as: UTF8.self)
        if first == UInt8(ascii: "{"), text.contains("\"chaoslib-version\"") { return false }
        if FaultList.recognises(head) { return false }
        return text.contains("\"steady-state-hypothesis\"") && text.contains("\"provider\"") ? true : nil
    }
}

/// A list of objects that a source starts with.
private struct HeadList {
    /// Blanks in front of its first element when that starts a line.
    var indent: Int?
}

/// What the lines of a head look like, by kind.
struct HeadTally {
    enum Look {
        case json(isSnapshot: Bool)
        case format(Int)
        case plain(opensObject: Bool)
        /// Tells about the lines after it, and is none of them.
        case directive
    }

    var lines = 0
    var json = 0
    var snapshots = 0
    var byFormat: [Int: Int] = [:]
    var firstIsHeaded = false
    var opensObject = false

    mutating func add(_ look: Look) {
        lines += 1
        switch look {
        case .json(let isSnapshot):
            json += 1
            if isSnapshot { snapshots += 1 }
        case .format(let index):
            byFormat[index, default: 0] += 1
            if lines == 1 { firstIsHeaded = true }
        case .plain(let opens):
            if opens, lines == 1 { opensObject = true }
        case .directive: lines -= 1
        }
    }
}
