import CivicBytes
import CivicFormats
import CivicModel

@testable import CivicProfile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of made-up logs that goes away with its last owner.
final class ProfileFolder {
    struct Failure: Error {}

    let path: String
    private var files: [String] = []

    init() throws {
        var template = Array("/tmp/civic-profile-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for file in files { unlink(file) }
        rmdir(path)
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        guard let stream = fopen(file, "wb") else { throw Failure() }
        defer { fclose(stream) }
        files.append(file)
        let bytes = Array(text.utf8)
        guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw Failure() }
        return file
    }
}

/// A file of a test cut into blocks, and profiles of any share of them.
struct ProfileBlocks {
    let blocks: [Block]
    let context: SourceContext

    /// Cuts `path` into blocks of about `size` bytes.
    init(_ path: String, size: Int, source: Int = 0) {
        let reader = RecordReader(options: ReadingOptions())
        let sketch = SourceReader(path: path).head { reader.sketch(head: $0) }
        context = SourceContext(index: source, sketch: sketch, fallback: ("fallback", .path))
        var limits = ReadLimits()
        limits.block = size
        let input = SourceReader(path: path, limits: limits)
        var blocks: [Block] = []
        while true {
            let block = Block(capacity: size)
            guard input.next(into: block, isRecordStart: { reader.isRecordStart($0, $1, of: sketch) }) else { break }
            blocks.append(block)
        }
        self.blocks = blocks
    }

    /// What one worker that reads the blocks with these numbers, in this order, counts. Not yet finished.
    func profile(of numbers: [Int], judge: (any RecordJudge)? = nil) -> Profile {
        let options = ReadingOptions()
        let builder = ProfileBuilder(reader: RecordReader(options: options), times: options.times, judge: judge)
        for number in numbers { builder.add(blocks[number], of: context) }
        return builder.profile()
    }

    func whole(judge: (any RecordJudge)? = nil) -> Profile { profile(of: Array(blocks.indices), judge: judge) }
}
