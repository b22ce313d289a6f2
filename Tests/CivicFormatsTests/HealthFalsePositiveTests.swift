import CivicModel
import Foundation
import Testing

@testable import CivicFormats

struct HealthFalsePositiveTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures/false-positives").path

    @Test func `nothing among the false positives is taken for health`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(names.count > 10)
        for name in names {
            let bytes = try #require(FileManager.default.contents(atPath: Self.folder + "/" + name)).prefix(64 << 10)
            let sketch = Array(bytes).withUnsafeBufferPointer {
                RecordReader(options: ReadingOptions()).sketch(head: $0, path: name)
            }
            #expect(sketch.kind == .logs, "\(name)")
        }
    }
}
