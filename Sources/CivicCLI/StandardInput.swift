import CivicCorrelation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Lets standard input be read more than once: what comes from a pipe is put into a temporary file without a name first.
enum StandardInput {
    /// Call before the first reading. The position that every reading starts at, for `rewind`.
    static func makeRereadable(spillFolder: String?) throws(CommandFailure) -> Int {
        let start = lseek(STDIN_FILENO, 0, SEEK_CUR)
        if start >= 0 { return Int(start) }
        do {
            let file = try SpillFile(folder: spillFolder)
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                if count < 0 {
                    throw CommandFailure(
                        status: .usage, message: "cannot read standard input: \(String(cString: strerror(errno)))")
                }
                if count == 0 { break }
                try append(buffer, count, to: file)
            }
            try file.replaceStandardInput()
            return 0
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(status: .usage, message: "\(error)")
        }
    }

    private static func append(_ buffer: [UInt8], _ count: Int, to file: SpillFile) throws(SpillError) {
        let outcome = buffer.withUnsafeBytes { bytes -> Result<Int, SpillError> in
            do throws(SpillError) {
                return .success(try file.append(UnsafeRawBufferPointer(rebasing: bytes[..<count])))
            } catch {
                return .failure(error)
            }
        }
        _ = try outcome.get()
    }

    /// Call before every further reading.
    static func rewind(to start: Int) { _ = lseek(STDIN_FILENO, off_t(start), SEEK_SET) }
}
