import CivicModel
import CivicProfile

/// Turns samples of records into evidence that is safe to print: every detector of the rule set has looked at it, and
/// what any found is masked.
struct EvidenceWriter {
    private let detectors: DetectorSet
    private let paths: [String]

    init(programs: ScanPrograms, paths: [String]) {
        detectors = DetectorSet(programs.detectors)
        self.paths = paths
    }

    /// Sorted by path and byte.
    func evidence(_ samples: SampleSet) -> [Evidence] {
        samples.samples.map { sample in
            Evidence(
                path: sample.source < paths.count ? paths[sample.source] : "", line: sample.line, byte: sample.byte,
                sample: text(sample.text), statement: StatementSearch.location(in: sample.text))
        }.sorted()
    }

    /// Addresses that come with a sentence of our own, which may quote the input. Sorted by path and byte.
    func evidence(_ notes: [MeasureCount.Note]) -> [Evidence] {
        notes.map { note in
            Evidence(
                path: paths.indices.contains(note.source) ? paths[note.source] : "", line: note.line, byte: note.byte,
                sample: text(Array(note.text.utf8)))
        }.sorted()
    }

    private func text(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { record in
            let spans = detectors.everyMatch(in: record).map(\.span)
            return Redaction.mask(sample: record, spans: spans)
        }
    }
}
