#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A pipe that another thread fills in pieces of random size.
final class FilledPipe {
    let path: String
    private let readEnd: Int32
    private var writer = pthread_t()

    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    init(_ bytes: [UInt8], seed: UInt64) {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0)
        let writeEnd = ends[1]
        readEnd = ends[0]
        path = "/dev/fd/\(ends[0])"
        let work = Work {
            var random = SplitMix64(seed: seed)
            var start = 0
            while start < bytes.count {
                let count = min(bytes.count - start, 1 + Int(random.next() % 700))
                start += bytes.withUnsafeBytes { systemWrite(writeEnd, $0.baseAddress! + start, count) }
            }
            close(writeEnd)
        }
        let result = pthread_create(
            &writer, nil,
            { argument in
                Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        precondition(result == 0)
    }

    /// Waits for the writer; everything must have been read.
    func finish() {
        pthread_join(writer, nil)
        close(readEnd)
    }
}
