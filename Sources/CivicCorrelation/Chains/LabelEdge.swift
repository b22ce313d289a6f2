/// Two names of one chain: traces, flows or events without one.
struct LabelEdge: BitwiseCopyable, Sendable {
    var a: UInt64
    var b: UInt64
    /// Both stand in one record; else causation ties them.
    var isFlowPair: Bool

    /// The name of a chain that only its event names.
    @inline(__always)
    static func own(_ event: UInt64) -> UInt64 { event ^ 0xc2b2_ae3d_27d4_eb4f }
}

/// Counts the chains: the connected components of traces, flows and events that name each other.
struct ChainCount {
    /// A flow that more than this many others share is a hub (a user, a tenant, a job), and ties nothing.
    static let hubDegree = 1_000

    private var parents: [UInt64: UInt64] = [:]
    private(set) var merges = 0

    /// - Parameter edges: in any order; the result does not depend on it.
    init(_ edges: [LabelEdge]) {
        var degrees: [UInt64: Int] = [:]
        let pairs = edges.filter(\.isFlowPair)
        if !pairs.isEmpty {
            // Each pair counts once, however many workers met it.
            let distinct = pairs.map { ($0.a, $0.b) }.sorted { $0 < $1 }
            var last: (UInt64, UInt64)?
            for pair in distinct where last.map({ $0 != pair }) ?? true {
                degrees[pair.0, default: 0] += 1
                degrees[pair.1, default: 0] += 1
                last = pair
            }
        }
        for edge in edges {
            if edge.isFlowPair, degrees[edge.a] ?? 0 > Self.hubDegree || degrees[edge.b] ?? 0 > Self.hubDegree { continue }
            let (a, b) = (root(edge.a), root(edge.b))
            if a == b { continue }
            parents[max(a, b)] = min(a, b)
            merges += 1
        }
    }

    private mutating func root(_ node: UInt64) -> UInt64 {
        var top = node
        while let parent = parents[top] { top = parent }
        // Halves the way for the next time.
        var walk = node
        while let parent = parents[walk], parent != top {
            parents[walk] = top
            walk = parent
        }
        return top
    }
}
