/// Counts the chains: the connected components of traces, flows and events that name each other.
///
/// The number of components is that of the names less that of the edges that join two of them. An event without a trace
/// whose neighbours all name the same trace joins it and nothing else: it is counted off where it stands, partition by
/// partition, so that only real joints (two traces in one chain) are held in memory at once.
struct ChainCount {
    /// A flow that more than this many others share is a hub (a user, a tenant, a job), and ties nothing.
    static let hubDegree = 1_000

    private var parents: [UInt64: UInt64] = [:]
    private(set) var merges = 0

    /// - Parameter edges: in any order; the result does not depend on it.
    init(_ edges: [LabelEdge], counted: Int = 0) {
        merges = counted
        var degrees: [UInt64: Int] = [:]
        // Each pair counts once, however many workers met it.
        var last: LabelEdge?
        for pair in edges.filter({ $0.kind == .flowPair }).sorted() where last.map({ $0 != pair }) ?? true {
            degrees[pair.a, default: 0] += 1
            degrees[pair.b, default: 0] += 1
            last = pair
        }
        for edge in edges {
            if edge.kind == .flowPair, degrees[edge.a] ?? 0 > Self.hubDegree || degrees[edge.b] ?? 0 > Self.hubDegree {
                continue
            }
            let (a, b) = (root(edge.a), root(edge.b))
            if a == b { continue }
            parents[max(a, b)] = min(a, b)
            merges += 1
        }
    }

    private mutating func root(_ node: UInt64) -> UInt64 {
        var top = node
        while let parent = parents[top] { top = parent }
        // Shortens the way for the next time.
        var walk = node
        while let parent = parents[walk], parent != top {
            parents[walk] = top
            walk = parent
        }
        return top
    }

    /// The smallest name of the chain that a trace or flow belongs to, as far as records tie flows to each other.
    func name(of label: UInt64) -> UInt64 {
        var top = label
        while let parent = parents[top] { top = parent }
        return top
    }

    /// Takes the edges of one partition (all of an event without a trace are in one) and leaves those that join something.
    /// - Returns: joints that need all partitions at once, and how many names were counted off.
    static func contract(_ edges: UnsafeMutableBufferPointer<LabelEdge>) -> (joints: [LabelEdge], counted: Int) {
        var edges = edges
        edges.sort()
        var joints: [LabelEdge] = []
        var counted = 0
        var i = 0
        while i < edges.count {
            var end = i + 1
            while end < edges.count, edges[end].a == edges[i].a { end += 1 }
            let group = edges[i..<end]
            if group.contains(where: { $0.kind == .owns }) {
                joints += group
            } else {
                counted += 1
                var partner = group[i].b
                for edge in group.dropFirst() where edge.b != partner {
                    joints.append(LabelEdge(a: group[i].b, b: edge.b, kind: .labels))
                    partner = edge.b
                }
            }
            i = end
        }
        return (joints, counted)
    }
}
