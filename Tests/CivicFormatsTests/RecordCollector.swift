import CivicBytes
import CivicModel

@testable import CivicFormats

/// A record as a test compares it: copied out of the block, so that it outlives the call.
struct CollectedRecord: Equatable {
    var line: Int
    var byte: Int
    var text: String
    var format: String
    var envelopes: [String]
    /// `path:kind=value` in the order of the shape; string kinds without `:kind`.
    var fields: [String]
    var roles: [Role: String]
    var notes: ByteNotes
    var continuations: Int
    var shapeKey: String
    var hasDuplicateKeys: Bool
    var hasJoinedStack: Bool

    func field(_ path: String) -> String? {
        fields.first { $0.hasPrefix("\(path)=") || $0.hasPrefix("\(path):") }.map { String($0.drop { $0 != "=" }.dropFirst()) }
    }
}

/// Takes what a reader finds and keeps copies.
final class RecordCollector: RecordConsumer {
    struct Reject: Equatable {
        var line: Int
        var byte: Int
        var text: String
        var why: RejectReason
    }

    let reader: RecordReader
    private(set) var records: [CollectedRecord] = []
    private(set) var rejects: [Reject] = []

    init(_ reader: RecordReader) { self.reader = reader }

    func take(_ record: RecordView) {
        let shape = reader.shapes[record.shape]
        let values = (0..<record.slotCount).map { index -> String in
            let slot = record.slots[index]
            return JSONText.string(slot.bytes, hasEscapes: slot.hasEscapes)
        }
        var roles: [Role: String] = [:]
        for role in Role.allCases { if let index = shape.index(of: role), index < values.count { roles[role] = values[index] } }
        records.append(
            CollectedRecord(
                line: record.line, byte: record.byte,
                text: String(decoding: UnsafeBufferPointer(start: record.start, count: record.count), as: UTF8.self),
                format: shape.format, envelopes: shape.envelopes,
                fields: zip(shape.fields, values).map { field, value in
                    field.kind == .string ? "\(field.path)=\(value)" : "\(field.path):\(field.kind)=\(value)"
                } + (shape.fields.count == values.count ? [] : ["\(shape.fields.count) fields, \(values.count) slots"]),
                roles: roles, notes: record.notes, continuations: record.continuationCount, shapeKey: shape.key,
                hasDuplicateKeys: shape.hasDuplicateKeys, hasJoinedStack: shape.hasJoinedStack))
    }

    func reject(line: Int, byte: Int, text: UnsafeBufferPointer<UInt8>, why: RejectReason) {
        rejects.append(Reject(line: line, byte: byte, text: String(decoding: text, as: UTF8.self), why: why))
    }
}

/// What a reader makes of some text.
struct RecordReading {
    var records: [CollectedRecord]
    var rejects: [RecordCollector.Reject]
    var counts: LineCounts

    /// Lines that are in no column of the account; 0 when it is right.
    var unaccounted: Int {
        counts.lines + counts.extraRecords - counts.records - counts.rejected - counts.blank - counts.continuations
    }

    /// Reads `bytes` as one block. `layout`: as if the head of the source had said so; sniffed unless given.
    init(_ bytes: [UInt8], layout: SourceSketch.Layout? = nil, with given: RecordReader? = nil) {
        let reader = given ?? RecordReader(options: ReadingOptions())
        let collector = RecordCollector(reader)
        // As in a block: a line feed that belongs to nobody, and 63 more bytes; hostile ones, so that a scan that goes
        // beyond its end is seen in what it finds.
        var padded = bytes
        padded.append(0x0a)
        padded += Array(repeating: UInt8(ascii: "7"), count: 63)
        counts = padded.withUnsafeBufferPointer { padded in
            let text = UnsafeBufferPointer(rebasing: padded[..<bytes.count])
            var sketch = reader.sketch(head: UnsafeBufferPointer(rebasing: text.prefix(64 << 10)))
            if let layout { sketch.layout = layout }
            return reader.read(text, firstLine: 1, offset: 0, of: sketch, to: collector)
        }
        records = collector.records
        rejects = collector.rejects
    }

    init(_ text: String, layout: SourceSketch.Layout? = nil, with reader: RecordReader? = nil) {
        self.init(Array(text.utf8), layout: layout, with: reader)
    }
}

/// The same numbers on every machine.
struct RecordRandom: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }

    mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &self)] }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
