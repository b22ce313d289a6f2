import CivicBytes
public import CivicFormats
public import CivicModel

/// An input that is read whole before anything else: the journal of an experiment says what to look for in the logs.
public enum WholeDocument {
    /// All bytes, decompressed, up to `LogScan.documentLimit`, and what was lost of them.
    public static func read(path: String) -> (bytes: [UInt8], problems: [InputProblem]) {
        let source = SourceReader(path: path)
        let block = Block()
        var bytes: [UInt8] = []
        while bytes.count < LogScan.documentLimit, source.next(into: block, isRecordStart: { _, _ in true }) {
            bytes.append(contentsOf: UnsafeBufferPointer(start: UnsafePointer(block.base), count: block.count))
        }
        return (bytes, source.problems)
    }

    /// Whether the first bytes of the input are those of a journal. Standard input can be read only once and is none.
    public static func isJournal(path: String, reader: RecordReader) -> Bool {
        guard path != "-" else { return false }
        let source = SourceReader(path: path)
        return source.head { head in
            let first = head.first { $0 > 0x20 }
            guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
            let sketch = reader.sketch(head: head)
            return sketch.kind == .journal && !sketch.isPlan
        }
    }
}
