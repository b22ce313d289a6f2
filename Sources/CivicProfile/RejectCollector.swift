import Synchronization

/// Gathers the lines that could not be read, for `--rejects FILE`: every worker adds, the result is in the order of the
/// input. Bounded: a file that is all garbage must not fill the memory.
public final class RejectCollector: Sendable {
    /// Bytes that are kept at most.
    public static let limit = 256 << 20

    private struct Line {
        var source: Int
        var byte: Int
        var text: [UInt8]
    }

    private struct State {
        var lines: [Line] = []
        var bytes = 0
        var droppedCount = 0
    }

    private let state = Mutex(State())

    public init() {}

    func append(source: Int, byte: Int, text: UnsafeBufferPointer<UInt8>) {
        let copy = Array(text)
        state.withLock { state in
            guard state.bytes + copy.count <= Self.limit else {
                state.droppedCount += 1
                return
            }
            state.bytes += copy.count
            state.lines.append(Line(source: source, byte: byte, text: copy))
        }
    }

    /// The lines as they were, each with a line feed, by source and place; and how many were too many to keep.
    public func result() -> (bytes: [UInt8], droppedCount: Int) {
        state.withLock { state in
            var out: [UInt8] = []
            for line in state.lines.sorted(by: { ($0.source, $0.byte) < ($1.source, $1.byte) }) { out += line.text + [0x0a] }
            return (out, state.droppedCount)
        }
    }
}
