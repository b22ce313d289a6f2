public import CivicCorrelation

/// Masks secrets in texts that are about to be shown: what any detector of the rules finds is never repeated.
public struct SecretMasks: Sendable {
    private let programs: ScanPrograms

    /// - Parameter rules: all that are declared, whether they are on or off.
    public init(_ rules: [RuleDeclaration]) throws(RuleSetError) {
        do {
            programs = try ScanPrograms(table: PatternTable(rules: rules).detectorsAlone)
        } catch {
            throw RuleSetError(location: "rules", message: "\(error)", help: nil)
        }
    }

    /// The mask of one worker.
    public func mask() -> any TextMask { SecretMask(programs) }
}

private final class SecretMask: TextMask {
    private let scanner: BlockScanner
    private let detectors: DetectorSet
    /// Some detector cannot say beforehand where it finds nothing.
    private let looksAlways: Bool

    init(_ programs: ScanPrograms) {
        scanner = BlockScanner(programs)
        detectors = DetectorSet(programs.detectors)
        looksAlways = programs.detectors.detectors.indices.contains { programs.needsEveryValue(detector: $0) }
    }

    func append(_ text: UnsafeBufferPointer<UInt8>, limit: Int, to out: inout [UInt8]) {
        scanner.scan(text)
        guard scanner.hasHits || looksAlways else { return plain(text, limit: limit, to: &out) }
        let spans = detectors.everyMatch(in: text).map(\.span)
        if spans.isEmpty { return plain(text, limit: limit, to: &out) }
        out += Redaction.mask(sample: text, spans: spans, limit: limit).utf8
    }

    /// Cut at a character; as many bytes as characters are asked for are surely not too few for ASCII.
    private func plain(_ text: UnsafeBufferPointer<UInt8>, limit: Int, to out: inout [UInt8]) {
        guard text.count > limit else {
            out += text
            return
        }
        var end = limit
        while end > 0, text[end] & 0xc0 == 0x80 { end -= 1 }
        out += text[..<end]
        out += "…".utf8
    }
}
