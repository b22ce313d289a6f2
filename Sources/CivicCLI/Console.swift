#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output and standard error, by file descriptor: no buffering that a crash could lose.
enum Console {
    /// Writes all of `text` to standard output.
    static func write(_ text: String) throws(CommandFailure) { try write(text, to: STDOUT_FILENO, name: "standard output") }

    /// One message on standard error, with a line end.
    static func error(_ text: String) {
        try? write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO, name: "standard error")
    }

    static func write(_ text: String, to descriptor: Int32, name: String) throws(CommandFailure) {
        try write(Array(text.utf8), to: descriptor, name: name)
    }

    /// Writes all of `bytes`; false when there was a reader that has gone (`| head -1`), which is no fault: what it did not
    /// want to read is dropped.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(CommandFailure) -> Bool {
        let (done, code) = put(bytes, to: descriptor)
        if code == EPIPE { return false }
        guard code == 0 else {
            throw CommandFailure(
                status: .usage,
                message: "cannot write \(name): \(String(cString: strerror(code))) after \(done) of \(bytes.count) bytes")
        }
        return true
    }

    /// Has a write into a pipe that nobody reads any more fail, rather than end the process wherever it is: whether such a
    /// write happens at all is a matter of timing, and the exit status must not be.
    static func outliveReaders() { signal(SIGPIPE, SIG_IGN) }

    /// How many bytes were written, and what stopped it; 0 for nothing.
    private static func put(_ bytes: [UInt8], to descriptor: Int32) -> (done: Int, code: Int32) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return (done, errno)
            }
            done += count
        }
        return (done, 0)
    }

    private static func systemWrite(_ descriptor: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, from, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, from, count)
        #else
            Darwin.write(descriptor, from, count)
        #endif
    }

    static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal on standard output, or nil when there is none.
    static var terminalWidth: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Processors that this process may run on: what the scheduler allows where Linux tells it, else those that are there.
    static var processorCount: Int {
        #if os(Linux)
            let descriptor = open("/proc/self/status", O_RDONLY)
            if descriptor >= 0 {
                defer { close(descriptor) }
                var bytes = [UInt8](repeating: 0, count: 16_384)
                let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
                let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
                if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") }) {
                    let mask = line.dropFirst("Cpus_allowed:".count)
                    let allowed = mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
                    if allowed > 0 { return min(allowed, 256) }
                }
            }
        #endif
        return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }
}
