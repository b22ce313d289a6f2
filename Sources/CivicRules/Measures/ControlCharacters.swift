import CivicFormats
import CivicModel
import CivicProfile

/// Whether values hold control characters: C0 but tab, DEL, ESC, or a bidirectional override, raw or as JSON escapes.
/// Line ends at the end of a value are no part of it; stack traces and the messages of exceptions, which libraries write,
/// may hold line ends.
struct ControlCharacters: RecordMeasure {
    static let id = "control-characters"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func bind(to shape: Shape) -> BoundMeasure {
        // loguru's `text` is the whole record once more as text, with the stack trace where there is one.
        let mayBreakLines = shape.fields.map { Self.mayBreakLines($0.path) || shape.format == "loguru" && $0.path == "text" }
        let errors = [Role.errorStack, .errorMessage].compactMap { shape.index(of: $0) }
        let isDocker = shape.envelopes.contains("docker-json") || shape.format == "docker-json"
        return .judged(levels: BoundMeasure.allLevels, onlyOdd: true) { record, _ in
            if !record.notes.isDisjoint(with: [.control, .bidiOverride]) { return .broken }
            for i in 0..<record.slotCount where record.slots[i].hasEscapes {
                let allowsLines =
                    errors.contains(i) || i < mayBreakLines.count && mayBreakLines[i]
                    || isDocker && i < shape.envelopeFieldCount
                if Self.isBroken(record.slots[i].bytes, allowsLines: allowsLines) { return .broken }
            }
            return .kept
        }
    }

    /// Fields that hold stack traces or whole sources of text, whatever role they fill.
    private static func mayBreakLines(_ path: String) -> Bool {
        let last = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return [
            "stack", "stacktrace", "stack_trace", "traceback", "exception", "backtrace", "exc_info", "errorverbose", "exc_text",
            "@x", "statement", "query", "sql",
        ]
        .contains(last)
    }

    private static func isBroken(_ raw: UnsafeBufferPointer<UInt8>, allowsLines: Bool) -> Bool {
        var end = raw.count
        // Line ends at the end.
        while end >= 2, raw[end - 2] == UInt8(ascii: "\\"),
            raw[end - 1] == UInt8(ascii: "n") || raw[end - 1] == UInt8(ascii: "r"),
            end < 3 || raw[end - 3] != UInt8(ascii: "\\")
        {
            end -= 2
        }
        return EscapeScan.contains(UnsafeBufferPointer(rebasing: raw[..<end])) { unit in
            if unit == 0x0a || unit == 0x0d { return !allowsLines }
            return unit < 0x20 && unit != 0x09 || unit == 0x7f || (0x202a...0x202e).contains(unit)
                || (0x2066...0x2069).contains(unit)
        }
    }
}
