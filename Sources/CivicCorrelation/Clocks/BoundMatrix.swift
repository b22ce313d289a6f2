/// All bounds between clocks at once: a system of difference constraints, closed by shortest paths (Floyd and Warshall), so
/// that every bound that follows from others is there.
struct BoundMatrix: Sendable {
    /// Stands for "no bound": far beyond any offset, and far from overflow when three are added.
    static let open = Int64.max / 4

    let size: Int
    private var bounds: [Int64]
    /// First step of the path that gives a bound, for proofs.
    private var next: [Int32]

    init(size: Int) {
        self.size = size
        bounds = Array(repeating: Self.open, count: size * size)
        next = Array(repeating: -1, count: size * size)
        for i in 0..<size { bounds[i * size + i] = 0 }
    }

    /// offset(to) - offset(from) is at most this.
    subscript(from: Int, to: Int) -> Int64 { bounds[from * size + to] }

    mutating func tighten(_ from: Int, _ to: Int, _ bound: Int64) {
        // Times are within centuries: clamped so that sums of paths stay in range.
        let clamped = min(max(bound, -Self.open / 64), Self.open / 64)
        if clamped < bounds[from * size + to] {
            bounds[from * size + to] = clamped
            next[from * size + to] = Int32(to)
        }
    }

    /// Closes the system. False: it contradicts itself; the services on one cycle that proves it are in `cycle`.
    mutating func close() -> Bool {
        for k in 0..<size {
            for i in 0..<size where bounds[i * size + k] < Self.open {
                for j in 0..<size where bounds[k * size + j] < Self.open {
                    let path = bounds[i * size + k] + bounds[k * size + j]
                    if path < bounds[i * size + j] {
                        bounds[i * size + j] = path
                        next[i * size + j] = next[i * size + k]
                    }
                }
                if bounds[i * size + i] < 0 {
                    cycle = walk(from: i)
                    return false
                }
            }
        }
        return true
    }

    private(set) var cycle: [Int] = []

    private func walk(from start: Int) -> [Int] {
        var path = [start]
        var at = start
        while path.count <= size {
            let step = Int(next[at * size + start])
            guard step >= 0 else { break }
            path.append(step)
            if step == start { break }
            at = step
        }
        return path
    }
}
