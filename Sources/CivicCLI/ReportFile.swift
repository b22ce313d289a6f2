#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A report on its way to a file: written under a temporary name beside it and renamed, so that a reader never sees half
/// of it and a full disk leaves what was there before.
enum ReportFile {
    static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
        let temporary = "\(path).\(getpid()).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure(
                status: .usage,
                message:
                    "cannot write \(path): \(String(cString: strerror(errno)))\n  help: the folder must exist and be writable")
        }
        do throws(CommandFailure) {
            try Console.write(bytes, to: descriptor, name: path)
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        // A full disk may show only when the file is closed.
        let flushed = fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS
        let closed = close(descriptor) == 0
        guard flushed, closed, rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw CommandFailure(status: .usage, message: "cannot write \(path): \(reason); what was there before is unchanged")
        }
    }
}
