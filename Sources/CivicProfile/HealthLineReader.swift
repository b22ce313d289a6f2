import CivicBytes
import CivicFormats
import CivicModel

/// Counts the snapshots in blocks of a health source by service and state.
final class HealthLineReader {
    private let reader = HealthEnvelopeReader()

    func read(_ block: Block) -> Profile.SourceTally {
        var tally = Profile.SourceTally()
        let bytes = UnsafeBufferPointer(start: UnsafePointer(block.base), count: block.count)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
            let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
            tally.lines.lines += 1
            if line.allSatisfy({ $0 <= 0x20 }) {
                tally.lines.blank += 1
            } else if let snapshot = reader.read(line) {
                tally.lines.records += 1
                tally.snapshots[snapshot.service, default: [:]][snapshot.status.rawValue, default: 0] += 1
                tally.largestComponentCount = max(tally.largestComponentCount, snapshot.componentCount)
            } else {
                tally.lines.rejected += 1
                tally.rejects[.malformedJSON, default: 0] += 1
            }
            start = end + 1
        }
        tally.healthFormat = "json-envelope"
        return tally
    }
}
