#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Small files that are read whole: contracts and accepted debt.
enum TextInput {
    /// Largest file, in bytes: a contract of a thousand services has a few megabytes.
    static let limit = 64 << 20

    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        func failure() -> CommandFailure {
            CommandFailure(
                status: .usage,
                message: "cannot read \(path): \(String(cString: strerror(errno)))\n  help: name a file that may be read")
        }
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { unsafeBuffer in
                unsafeBuffer.baseAddress.map { systemRead(descriptor, $0, unsafeBuffer.count) } ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure()
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw CommandFailure(
                    status: .usage, message: "\(path) is larger than \(limit >> 20) MiB\n  help: name the right file")
            }
        }
    }

    private static func systemRead(_ descriptor: Int32, _ into: UnsafeMutableRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, into, count)
        #elseif canImport(Musl)
            Musl.read(descriptor, into, count)
        #else
            Darwin.read(descriptor, into, count)
        #endif
    }
}
