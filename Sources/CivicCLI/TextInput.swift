import CivicContract

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
        func failure(_ code: Int32) -> CommandFailure {
            CommandFailure(
                status: .usage,
                message: "cannot read \(path): \(String(cString: strerror(code)))\n  help: name a file that may be read")
        }
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        let (bytes, code) = all(of: descriptor, limit: limit)
        guard code == 0 else { throw failure(code) }
        guard bytes.count <= limit else {
            throw CommandFailure(
                status: .usage, message: "\(path) is larger than \(limit >> 20) MiB\n  help: name the right file")
        }
        return bytes
    }

    /// Reads a file of Civic's own.
    static func parsed<File>(
        _ path: String, _ parse: ([UInt8]) throws(ContractFileError) -> File
    ) throws(CommandFailure) -> File {
        let bytes = try read(path)
        do {
            return try parse(bytes)
        } catch {
            throw CommandFailure(status: .usage, message: "\(error)")
        }
    }

    /// All that a descriptor gives, until its end or a little over `limit` bytes, and what stopped it before; 0 for nothing.
    static func all(of descriptor: Int32, limit: Int = .max) -> (bytes: [UInt8], code: Int32) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return (bytes, errno)
            }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return (bytes, 0)
    }

    private static func systemRead(_ descriptor: Int32, _ into: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, into, count)
        #elseif canImport(Musl)
            Musl.read(descriptor, into, count)
        #else
            Darwin.read(descriptor, into, count)
        #endif
    }
}
