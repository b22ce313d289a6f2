import CivicProfile

/// Which flows stand together in some record: a record that carries a correlation id goes on with the chain of one that
/// carries it beside a trace.
struct FlowTies: Sendable {
    /// Hashes of pairs, ascending.
    private var pairs: [UInt64]

    init(_ edges: [LabelEdge]) {
        pairs = edges.lazy.filter { $0.kind == .flowPair }.map { Self.hash($0.a, $0.b) }.sorted()
    }

    func contain(_ a: UInt64, _ b: UInt64) -> Bool {
        let wanted = Self.hash(a, b)
        var (low, high) = (0, pairs.count)
        while low < high {
            let middle = (low + high) / 2
            if pairs[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < pairs.count && pairs[low] == wanted
    }

    private static func hash(_ a: UInt64, _ b: UInt64) -> UInt64 { ContentHash.mix(min(a, b) &+ ContentHash.mix(max(a, b))) }
}
