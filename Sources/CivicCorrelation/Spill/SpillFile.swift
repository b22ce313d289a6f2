import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A temporary file without a name: what is held in it is gone with the process, however that ends.
///
/// Appended to by any worker, read back by position. The file is made in the folder that the user names, else in `TMPDIR`,
/// else in `/tmp`, and loses its name in the same moment, so that not even `kill -9` leaves anything behind.
public final class SpillFile: Sendable {
    private let descriptor: Int32
    private let folder: String
    /// Next free position in bytes.
    private let end = Atomic<Int>(0)

    public init(folder: String?) throws(SpillError) {
        let chosen = folder ?? Self.environment("TMPDIR") ?? "/tmp"
        self.folder = chosen
        var template = Array("\(chosen)/civic-spill-XXXXXX".utf8CString)
        let opened = template.withUnsafeMutableBufferPointer { path in path.baseAddress.map { mkstemp($0) } ?? -1 }
        guard opened >= 0 else {
            throw SpillError(
                "cannot make a temporary file in \(chosen): \(String(cString: strerror(errno)))\n"
                    + "  help: name another folder with --spill-dir, or allow more memory with --memory")
        }
        _ = template.withUnsafeBufferPointer { $0.baseAddress.map { unlink($0) } }
        _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
        descriptor = opened
    }

    deinit { close(descriptor) }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Bytes that were written so far.
    public var size: Int { end.load(ordering: .relaxed) }

    /// Bytes that an unprivileged writer may still put into the folder; nil when the system does not tell.
    public func freeBytes() -> Int? {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return nil }
        let (free, isHuge) = Int(clamping: status.f_bavail).multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
        return isHuge ? .max : free
    }

    /// Throws when the folder has no room for `bytes` more: better at once than after minutes.
    public func require(_ bytes: Int) throws(SpillError) {
        guard let free = freeBytes(), free < bytes else { return }
        throw SpillError(
            "correlation needs about \(Self.mebibytes(bytes)) MiB in \(folder) and \(Self.mebibytes(free)) MiB are free\n"
                + "  help: name another folder with --spill-dir, or allow more memory with --memory")
    }

    private static func mebibytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }

    /// Appends `bytes` and says where they begin.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(SpillError) -> Int {
        let start = reserve(bytes.count)
        try write(bytes, at: start)
        return start
    }

    /// Keeps the next `count` bytes for the caller, and says where they begin.
    func reserve(_ count: Int) -> Int { end.wrappingAdd(count, ordering: .relaxed).oldValue }

    /// Writes to a place that was kept for it.
    func write(_ bytes: UnsafeRawBufferPointer, at start: Int) throws(SpillError) {
        var done = 0
        while done < bytes.count {
            // `done` < `count`: the address lies inside the buffer.
            let count = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(start + done))
            if count < 0 {
                if errno == EINTR { continue }
                throw SpillError(
                    "cannot write temporary data to \(folder): \(String(cString: strerror(errno)))\n"
                        + "  help: name another folder with --spill-dir, or allow more memory with --memory")
            }
            done += count
        }
    }

    /// Fills `buffer` with the bytes from `position` on, all of which were appended before.
    public func read(_ position: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SpillError) {
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(position + done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = count == 0 ? "it ends early" : String(cString: strerror(errno))
                throw SpillError("cannot read temporary data in \(folder): \(reason)")
            }
            done += count
        }
    }
}

extension SpillFile {
    /// Makes this file what the process reads from standard input, from its start.
    public func replaceStandardInput() throws(SpillError) {
        guard dup2(descriptor, STDIN_FILENO) >= 0, lseek(STDIN_FILENO, 0, SEEK_SET) == 0 else {
            throw SpillError("cannot read temporary data again: \(String(cString: strerror(errno)))")
        }
    }
}
