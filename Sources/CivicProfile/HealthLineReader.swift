import CivicBytes
import CivicFormats
import CivicModel

/// Reads the answers in blocks of a health source that has one a line, and counts them by service and state.
final class HealthLineReader {
    private let bodies = HealthBodies()
    private let rejects: RejectCollector?

    /// - Parameter rejects: takes the lines that could not be read.
    init(rejects: RejectCollector?) { self.rejects = rejects }

    /// What was read.
    var log: HealthLog { bodies.log }

    func read(_ block: Block, source: Int, window: ClosedRange<Int64>?) -> Profile.SourceTally {
        var tally = Profile.SourceTally()
        let bytes = UnsafeBufferPointer(start: UnsafePointer(block.base), count: block.count)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
            let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
            if line.allSatisfy({ $0 <= 0x20 }) {
                tally.lines.blank += 1
            } else if let tree = Self.tree(line), RecordedLine.belongs(tree) {
                tally.healthFormat = max(tally.healthFormat, RecordedLine.format(tree))
                if var answer = RecordedLine.read(tree) {
                    answer.observation.source = source
                    answer.observation.line = block.firstLine + tally.lines.lines
                    answer.observation.byte = block.offset + start
                    tally.lines.records += 1
                    bodies.add(answer, window: window, tally: &tally)
                } else {
                    // A line of the recording that tells of no answer.
                    tally.lines.continuations += 1
                }
            } else {
                tally.lines.rejected += 1
                let why = Self.tree(line) == nil ? RejectReason.malformedJSON : .noAnswer
                tally.rejects[why, default: 0] += 1
                rejects?.append(source: source, byte: block.offset + start, text: line)
                if tally.firstReject == nil {
                    tally.firstReject = (block.firstLine + tally.lines.lines, block.offset + start)
                }
            }
            tally.lines.lines += 1
            start = end + 1
        }
        return tally
    }

    /// The object that a line is; nil when it is cut or damaged beyond a comma too many.
    private static func tree(_ line: UnsafeBufferPointer<UInt8>) -> JSONTree? {
        guard let (tree, flaws, end) = JSONTreeReader.read(line), tree.isObject, !tree.members.isEmpty,
            flaws.isDisjoint(with: [.truncated, .malformed]), line[end...].allSatisfy({ $0 <= 0x20 || $0 == UInt8(ascii: ",") })
        else { return nil }
        return tree
    }
}
