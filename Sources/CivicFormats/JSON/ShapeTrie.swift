/// Predicts the next key of a record from the keys before it, and names the record's shape.
///
/// A record is a walk through a trie: each step is (bytes between two values, kind of the value). Log lines of one
/// service repeat a few walks, so the usual step is one comparison of a literal such as `,"level":` with the bytes at
/// hand, and the node that the walk ends on stands for the shape: the ordered list of (field path, kind). No
/// dictionary, no `String` and no allocation per record.
///
/// Belongs to one worker. Steps of line formats (logfmt keys, columns of an access log) walk the same trie, with the
/// field's name as the literal, below a root of their own.
final class ShapeTrie {
    struct Node {
        var firstEdge: Int32 = -1
        /// Where `}` leads, or -1.
        var end: Int32 = -1
        /// Shape that ends here, or -1.
        var shape: Int32 = -1
        var parent: Int32 = -1
        var key: Int32 = -1
        var kind: ValueKind = .object
        /// Roots and nodes right after `{`: the next member has no comma in front.
        var opensObject = false
    }

    struct Edge {
        var literal: UnsafePointer<UInt8>
        var count: Int
        var next: Int32
        var key: Int32
    }

    /// One step of a walk, read back from the trie.
    struct Step {
        var key: [UInt8]
        var kind: ValueKind
    }

    static let kindCount = 11
    /// Most different keys that are learnt at one place: they are looked through one after the other.
    static let maximumFanOut = 256

    private(set) var nodes: UnsafeMutablePointer<Node>
    private(set) var nodeCount = 0
    private var nodeCapacity: Int
    private(set) var edges: UnsafeMutablePointer<Edge>
    private(set) var edgeCount = 0
    private var edgeCapacity: Int
    /// `children[edge * kindCount + kind]`, or -1.
    private(set) var children: UnsafeMutablePointer<Int32>
    private var literals: [UnsafeMutablePointer<UInt8>] = []
    private var literalUsed = 0
    private var literalCapacity = 0
    private var keys: [[UInt8]] = []

    /// Nodes after which nothing new is learnt: records of further shapes take the slow path. Bounds the memory of a
    /// source that puts data into key names.
    let maximumNodes: Int

    init(maximumNodes: Int = 1 << 18) {
        self.maximumNodes = maximumNodes
        nodeCapacity = 1 << 12
        edgeCapacity = 1 << 12
        nodes = .allocate(capacity: nodeCapacity)
        edges = .allocate(capacity: edgeCapacity)
        children = .allocate(capacity: edgeCapacity * Self.kindCount)
    }

    deinit {
        nodes.deallocate()
        edges.deallocate()
        children.deallocate()
        for chunk in literals { chunk.deallocate() }
    }

    /// A new root: every envelope and line format has its own, so that equal names under different formats are
    /// different shapes.
    func addRoot() -> Int32 {
        addNode(Node(firstEdge: -1, end: -1, shape: -1, parent: -1, key: -1, kind: .object, opensObject: true))
    }

    func setShape(_ shape: Int32, at node: Int32) { nodes[Int(node)].shape = shape }

    /// Where `}` leads from `node`.
    func endObject(_ node: Int32) -> Int32 {
        let known = nodes[Int(node)].end
        if known >= 0 { return known }
        let made = addNode(Node(parent: node, kind: .objectEnd))
        nodes[Int(node)].end = made
        return made
    }

    /// The child of `edge` for a value of `kind`; `node` is where the edge starts.
    func child(of edge: Int32, from node: Int32, kind: ValueKind) -> Int32 {
        let at = Int(edge) * Self.kindCount + Int(kind.rawValue)
        if children[at] >= 0 { return children[at] }
        let made = addNode(
            Node(parent: node, key: edges[Int(edge)].key, kind: kind, opensObject: kind == .object))
        children[at] = made
        return made
    }

    /// What a step that is not known yet may cost.
    enum Importance {
        /// Learnt while there is room.
        case ordinary
        /// One of few names: learnt also when ordinary names have taken all of their room, as long as that room again.
        case essential
        /// A mark that the reader itself sets, of which every node has at most a few: always learnt.
        case mark
    }

    /// The step of a line format: field `name` with a value of `kind`; -1 when it is not known and there is no room.
    func step(
        from node: Int32, name: UnsafeBufferPointer<UInt8>, kind: ValueKind, _ importance: Importance = .ordinary
    ) -> Int32 {
        var e = nodes[Int(node)].firstEdge
        var count = 0
        while e >= 0 {
            let edge = edges[Int(e)]
            if edge.count == name.count, UnsafeBufferPointer(start: edge.literal, count: edge.count).elementsEqual(name) {
                return child(of: e, from: node, kind: kind)
            }
            e = edge.next
            count += 1
        }
        let hasRoom =
            switch importance {
            case .ordinary: nodeCount < maximumNodes && count < Self.maximumFanOut
            case .essential: nodeCount < 2 * maximumNodes
            case .mark: true
            }
        guard hasRoom else { return -1 }
        let made = addEdge(from: node, literal: name, key: name)
        return child(of: made, from: node, kind: kind)
    }

    /// Learns the edge for `literal` (the bytes from the end of the last value to the start of the next), or -1 when the
    /// trie is full, or when so many different keys were seen here that they must be data.
    func learn(from node: Int32, literal: UnsafeBufferPointer<UInt8>, key: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard nodeCount < maximumNodes else { return -1 }
        var e = nodes[Int(node)].firstEdge
        var count = 0
        while e >= 0 {
            e = edges[Int(e)].next
            count += 1
        }
        return count < Self.maximumFanOut ? addEdge(from: node, literal: literal, key: key) : -1
    }

    /// The walk from the root to `node`.
    func steps(to node: Int32) -> [Step] {
        var result: [Step] = []
        var at = node
        while at >= 0, nodes[Int(at)].parent >= 0 {
            let n = nodes[Int(at)]
            result.append(Step(key: n.key >= 0 ? keys[Int(n.key)] : [], kind: n.kind))
            at = n.parent
        }
        return result.reversed()
    }

    /// The root that `node` hangs from.
    func root(of node: Int32) -> Int32 {
        var at = node
        while nodes[Int(at)].parent >= 0 { at = nodes[Int(at)].parent }
        return at
    }

    private func addNode(_ node: Node) -> Int32 {
        if nodeCount == nodeCapacity {
            let grown = UnsafeMutablePointer<Node>.allocate(capacity: nodeCapacity * 2)
            grown.moveInitialize(from: nodes, count: nodeCount)
            nodes.deallocate()
            nodes = grown
            nodeCapacity *= 2
        }
        (nodes + nodeCount).initialize(to: node)
        nodeCount += 1
        return Int32(nodeCount - 1)
    }

    private func addEdge(
        from node: Int32, literal: UnsafeBufferPointer<UInt8>, key: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        if edgeCount == edgeCapacity {
            let grown = UnsafeMutablePointer<Edge>.allocate(capacity: edgeCapacity * 2)
            grown.moveInitialize(from: edges, count: edgeCount)
            edges.deallocate()
            edges = grown
            let grownChildren = UnsafeMutablePointer<Int32>.allocate(capacity: edgeCapacity * 2 * Self.kindCount)
            grownChildren.moveInitialize(from: children, count: edgeCount * Self.kindCount)
            children.deallocate()
            children = grownChildren
            edgeCapacity *= 2
        }
        let stored = store(literal)
        keys.append(Array(key))
        (edges + edgeCount).initialize(
            to: Edge(literal: stored, count: literal.count, next: -1, key: Int32(keys.count - 1)))
        (children + edgeCount * Self.kindCount).initialize(repeating: -1, count: Self.kindCount)
        let made = Int32(edgeCount)
        edgeCount += 1
        // Appended, not put in front: what was seen first is usually what is common.
        var last = nodes[Int(node)].firstEdge
        if last < 0 {
            nodes[Int(node)].firstEdge = made
        } else {
            while edges[Int(last)].next >= 0 { last = edges[Int(last)].next }
            edges[Int(last)].next = made
        }
        return made
    }

    /// Copies `bytes` to memory that stays, with the 16 bytes of slack that `civic_equal` may read.
    private func store(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<UInt8> {
        let needed = bytes.count + 16
        if literals.isEmpty || literalUsed + needed > literalCapacity {
            literalCapacity = max(1 << 16, needed)
            let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: literalCapacity)
            chunk.initialize(repeating: 0, count: literalCapacity)
            literals.append(chunk)
            literalUsed = 0
        }
        let at = literals[literals.count - 1] + literalUsed
        if let base = bytes.baseAddress { at.update(from: base, count: bytes.count) }
        literalUsed += needed
        return UnsafePointer(at)
    }
}
