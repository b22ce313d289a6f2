import Foundation
import Testing

/// Compares with a file of `Goldens`. With CIVIC_RECORD=all the file is written instead, and the run fails so that nobody
/// takes a recording for a test.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/\(name)")
    if ProcessInfo.processInfo.environment["CIVIC_RECORD"] == "all" {
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("recorded \(name)", sourceLocation: sourceLocation)
        return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    guard text != expected else { return }
    let (new, old) = (
        text.split(separator: "\n", omittingEmptySubsequences: false),
        expected.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let line = zip(new, old).prefix { $0 == $1 }.count
    let found = line < new.count ? new[line] : "(end)"
    let wanted = line < old.count ? old[line] : "(end)"
    Issue.record("\(name), line \(line + 1): \(found) instead of \(wanted)", sourceLocation: sourceLocation)
}
