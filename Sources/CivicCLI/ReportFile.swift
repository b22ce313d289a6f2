#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A report on its way to a file: written under a temporary name beside it and renamed, so that a reader never sees half
/// of it and a full disk leaves what was there before. What is no regular file (a device, a pipe) is written in place.
enum ReportFile {
    static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
        let part = try Part(path)
        try Console.write(bytes, to: part.descriptor, name: path)
        try part.finish()
    }

    /// A file that is being written; what was there before goes when it is whole.
    final class Part {
        let path: String
        let descriptor: Int32
        /// The file that a link leads to is replaced, not the link.
        private let target: String
        /// Nil: written in place.
        private let temporary: String?
        private var isDone = false

        init(_ path: String) throws(CommandFailure) {
            self.path = path
            var status = stat()
            let exists = stat(path, &status) == 0
            if exists, status.st_mode & S_IFMT == S_IFDIR { throw failure(path, EISDIR, help: "name a file in it") }
            if exists, status.st_mode & S_IFMT != S_IFREG {
                // A rename would replace the device itself: `--format json=/dev/null` as root must not take it away.
                (target, temporary) = (path, nil)
                descriptor = open(path, O_WRONLY)
                guard descriptor >= 0 else { throw failure(path, errno, help: "the file must be writable") }
                return
            }
            target = exists ? resolved(path) : path
            let name = "\(target).\(getpid()).part"
            temporary = name
            descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            guard descriptor >= 0 else { throw failure(path, errno, help: "the folder must exist and be writable") }
        }

        deinit {
            guard !isDone else { return }
            close(descriptor)
            if let temporary { unlink(temporary) }
        }

        func finish() throws(CommandFailure) {
            isDone = true
            guard let temporary else {
                close(descriptor)
                return
            }
            // A full disk may show only when the file is closed.
            let flushed = fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS
            let closed = close(descriptor) == 0
            guard flushed, closed, rename(temporary, target) == 0 else {
                let reason = String(cString: strerror(errno))
                unlink(temporary)
                throw CommandFailure(
                    status: .usage, message: "cannot write \(path): \(reason); what was there before is unchanged")
            }
        }
    }

    /// Refuses to write where an input is: a report must not replace the log that it is about.
    /// - Parameter option: how the user said it, for the message.
    static func refuse(_ path: String, option: String, amongst inputs: [String]) throws(CommandFailure) {
        var target = stat()
        guard stat(path, &target) == 0, target.st_mode & S_IFMT == S_IFREG else { return }
        for input in inputs where input != "-" {
            var status = stat()
            guard stat(input, &status) == 0, status.st_dev == target.st_dev, status.st_ino == target.st_ino else { continue }
            throw CommandFailure(
                status: .usage,
                message: "\(option): \(path) is one of the inputs\n  help: write to a file outside of them")
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func failure(_ path: String, _ code: Int32, help: String) -> CommandFailure {
        CommandFailure(status: .usage, message: "cannot write \(path): \(String(cString: strerror(code)))\n  help: \(help)")
    }
}
