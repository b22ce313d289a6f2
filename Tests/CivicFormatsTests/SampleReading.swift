import CivicBytes
import CivicModel

@testable import CivicFormats

/// What a reader makes of a text, copied out of its memory.
final class SampleReading: RecordConsumer {
    struct Record {
        var format = ""
        var envelopes: [String] = []
        var fields: [String: String] = [:]
        var time: String?
        var level = Level.none
        var message: String?
        var service: String?
        var line = 0
        var byte = 0
        var text = ""
        var continuations = 0
        var notes: ByteNotes = []

        /// `time level service: message`, for comparing many at once.
        var summary: String { "\(time ?? "-") \(level) \(service ?? "-"): \(message ?? "-")" }
    }

    private let reader: RecordReader
    private let times = TimeParser()
    private(set) var records: [Record] = []
    private(set) var rejects: [(line: Int, byte: Int, text: String, why: RejectReason)] = []
    private(set) var counts = LineCounts()
    private(set) var sketch = SourceSketch.unknown

    var shapeCount: Int { reader.shapes.count }
    var summaries: [String] { records.map(\.summary) }
    var messages: [String?] { records.map(\.message) }
    /// Every line is accounted for, and what was handed over is what was counted.
    var isBalanced: Bool {
        counts.lines + counts.extraRecords == counts.records + counts.rejected + counts.blank + counts.continuations
            && counts.records == records.count && counts.rejected == rejects.count
    }

    init(reader: RecordReader) { self.reader = reader }

    convenience init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    convenience init(bytes: [UInt8]) {
        self.init(reader: RecordReader(options: ReadingOptions()))
        read(bytes)
    }

    /// Reads `bytes` as one source in one block.
    func read(_ bytes: [UInt8], sketchedFrom head: [UInt8]? = nil) {
        sketch = (head ?? bytes).withUnsafeBufferPointer { reader.sketch(head: $0) }
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 64)
        defer { memory.deallocate() }
        memory.initialize(repeating: 0x0a, count: bytes.count + 64)
        memory.update(from: bytes, count: bytes.count)
        counts = reader.read(
            UnsafeBufferPointer(start: UnsafePointer(memory), count: bytes.count), firstLine: 1, offset: 0, of: sketch, to: self
        )
    }

    func take(_ view: RecordView) {
        let shape = reader.shapes[view.shape]
        var record = Record()
        record.format = shape.format
        record.envelopes = shape.envelopes
        func text(_ index: Int) -> String {
            let slot = view.slots[index]
            return JSONText.string(slot.bytes, hasEscapes: slot.hasEscapes)
        }
        precondition(shape.fields.count == view.slotCount, "a slot for every field")
        for (index, field) in shape.fields.enumerated() { record.fields[field.path] = text(index) }
        if let index = shape.index(of: .time) {
            let slot = view.slots[index]
            let parsed = times.parse(slot.start, Int(slot.count))
            if parsed.shape.isReadable {
                record.time = Instant(nanoseconds: parsed.nanoseconds).formatted(digits: parsed.shape.digits)
            }
        }
        if let index = shape.index(of: .level) {
            record.level = LevelReader.level(word: view.slots[index].bytes, scale: shape.levelScale) ?? .none
        }
        record.message = shape.index(of: .message).map(text)
        record.service = shape.index(of: .service).map(text)
        record.line = view.line
        record.byte = view.byte
        record.text = String(decoding: UnsafeBufferPointer(start: view.start, count: view.count), as: UTF8.self)
        record.continuations = view.continuationCount
        record.notes = view.notes
        records.append(record)
    }

    func reject(line: Int, byte: Int, text: UnsafeBufferPointer<UInt8>, why: RejectReason) {
        rejects.append((line, byte, String(decoding: text, as: UTF8.self), why))
    }
}
