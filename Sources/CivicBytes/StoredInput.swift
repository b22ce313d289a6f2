#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of one input as stored, in pieces of at most 256 KiB.
final class StoredInput {
    static let pieceSize = 256 << 10
    /// Bytes of the piece before that stay in front of the current piece, so that an inflater can give bytes back.
    private static let kept = 16

    /// What went wrong with a read, as `errno`; reading stops there.
    private(set) var failure: Int32?
    private(set) var isAtEnd = false
    /// Whether the bytes can be read a second time.
    let isRewindable: Bool

    private let descriptor: Int32
    private let closes: Bool
    /// Offset of the first byte of this input in its file; not 0 for a redirected standard input that was read before.
    private let origin: Int
    private let buffer: UnsafeMutablePointer<UInt8>
    private var position: Int
    private var end: Int
    /// Offset of `end` in the input.
    private var endOffset = 0

    /// Opens `path`, or takes standard input for `-`. Fails with `errno`.
    init(path: String) throws(SystemError) {
        if path == "-" {
            (descriptor, closes) = (0, false)
        } else {
            var opened: Int32
            repeat { opened = open(path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
            guard opened >= 0 else { throw SystemError(code: errno) }
            (descriptor, closes) = (opened, true)
        }
        var status = stat()
        let isFile = fstat(descriptor, &status) == 0 && (status.st_mode & S_IFMT) == S_IFREG
        let start = isFile ? Int(lseek(descriptor, 0, SEEK_CUR)) : 0
        isRewindable = isFile && start >= 0
        origin = max(0, start)
        #if !canImport(Darwin)
            if isFile { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
        #endif
        buffer = .allocate(capacity: StoredInput.kept + StoredInput.pieceSize)
        buffer.initialize(repeating: 0, count: StoredInput.kept)
        position = StoredInput.kept
        end = StoredInput.kept
    }

    deinit {
        if closes { close(descriptor) }
        buffer.deallocate()
    }

    /// Bytes that can be taken without a read.
    var available: Int { end - position }
    /// The next byte; `available` bytes are readable there.
    var current: UnsafeMutablePointer<UInt8> { buffer + position }
    /// Offset of the next byte in the input as stored.
    var offset: Int { endOffset - available }

    /// Moves by `count` bytes: at most `available` forward, at most 16 back.
    func advance(_ count: Int) {
        position += count
    }

    /// Reads the next piece when the current one is used up. False at the end, and after an error.
    func refill() -> Bool {
        guard available == 0 else { return true }
        // `end` is at least `kept`, so the bytes before it are inside the buffer.
        memmove(buffer, buffer + end - StoredInput.kept, StoredInput.kept)
        position = StoredInput.kept
        end = StoredInput.kept
        return append()
    }

    /// Reads on until `count` bytes (at most a piece) are available, or the input ends.
    func gather(_ count: Int) {
        while available < count, append() {}
    }

    /// The next byte, or nil at the end.
    func nextByte() -> UInt8? {
        guard available > 0 || refill() else { return nil }
        defer { position += 1 }
        return buffer[position]
    }

    /// Copies or reads up to `capacity` bytes to `output`; 0 at the end. Reads past the piece buffer when that is empty.
    func read(into output: UnsafeMutablePointer<UInt8>, capacity: Int) -> Int {
        if available > 0 {
            let count = min(available, capacity)
            output.update(from: current, count: count)
            position += count
            return count
        }
        let count = readOnce(output, capacity)
        endOffset += count
        return count
    }

    /// Goes back to `offset`, to read from there again. False when the input cannot.
    func rewind(to offset: Int) -> Bool {
        guard isRewindable, lseek(descriptor, off_t(origin + offset), SEEK_SET) >= 0 else { return false }
        position = StoredInput.kept
        end = StoredInput.kept
        endOffset = offset
        isAtEnd = false
        failure = nil
        return true
    }

    /// Takes what is left without looking at it; answers how much that was.
    func drain() -> Int {
        let start = offset
        if isRewindable, failure == nil {
            let last = lseek(descriptor, 0, SEEK_END)
            if last >= off_t(origin + endOffset) {
                position = end
                endOffset = Int(last) - origin
                isAtEnd = true
                return offset - start
            }
        }
        repeat { position = end } while refill()
        return offset - start
    }

    private func append() -> Bool {
        let count = readOnce(buffer + end, StoredInput.kept + StoredInput.pieceSize - end)
        end += count
        endOffset += count
        return count > 0
    }

    /// One read(2); 0 at the end or after an error.
    private func readOnce(_ output: UnsafeMutablePointer<UInt8>, _ capacity: Int) -> Int {
        guard !isAtEnd, capacity > 0 else { return 0 }
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, output, capacity)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, output, capacity)
            #else
                let count = Glibc.read(descriptor, output, capacity)
            #endif
            if count > 0 { return count }
            if count < 0, errno == EINTR { continue }
            if count < 0 { failure = errno }
            isAtEnd = true
            return 0
        }
    }
}

/// An error number of the operating system.
struct SystemError: Error {
    var code: Int32

    /// In lower case, as messages are.
    var text: String { String(cString: strerror(code)).lowercased() }
}
