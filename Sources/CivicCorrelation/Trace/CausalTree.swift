import CivicModel

/// What happened around one id: events as nodes, causes above their effects, records under the event that they are about.
public struct CausalTree: Sendable {
    public struct Record: Sendable {
        public var item: TimelineItem
        /// The same was said of this event before, by the same service: how often.
        public var repeats: Int
    }

    /// A service that events of this kind nearly always go on to, and that says nothing of this one's effects.
    public struct Missing: Sendable, Equatable {
        public var service: String
        /// Events of this kind in the sample, and those of them that went on there.
        public var of: Int
        public var count: Int
        /// The recording of that service ends too early to tell.
        public var isUndecided: Bool
    }

    /// Nanoseconds from the first record of the cause to the first of the effect, corrected, and the interval that the clocks
    /// leave.
    public struct Hop: Sendable {
        public var nanoseconds: Int64
        public var low: Int64
        public var high: Int64
        /// Both clocks are known.
        public var isBounded: Bool
    }

    public struct Node: Sendable {
        public var key: IDKey
        /// As it was written; of several notations that of the first record.
        public var id: String
        /// In the order of the timeline. Empty: named as a cause, and no record is about it.
        public var records: [Record] = []
        public var parent: Int?
        public var children: [Int] = []
        /// Further causes than the parent.
        public var otherCauses: [String] = []
        public var hop: Hop?
        public var missing: [Missing] = []
        /// Same service and message as an event with the same cause before it.
        public var repeatsSibling = false
        /// Position on the timeline.
        var order = Int.max
    }

    public var nodes: [Node] = []
    /// In the order of the timeline.
    public var roots: [Int] = []
    /// Records that belong to the same flow and name no event of the tree.
    public var others: [TimelineItem] = []

    public var records: Int { others.count + nodes.reduce(0) { $0 + $1.records.count } }

    /// Nodes depth first, with their depths.
    public var walk: [(node: Int, depth: Int)] {
        var list: [(Int, Int)] = []
        var stack = roots.reversed().map { ($0, 0) }
        while let (node, depth) = stack.popLast() {
            list.append((node, depth))
            stack += nodes[node].children.reversed().map { ($0, depth + 1) }
        }
        return list
    }
}

extension CausalTree {
    /// - Parameters:
    ///   - items: the records, in the order of the timeline.
    ///   - findings: of the first reading, for what is missing.
    ///   - asked: ids of the events that were asked for.
    init(_ items: [TimelineItem], findings: TraceFindings, names: (TraceFindings.ServiceAt) -> String) {
        var builder = Builder()
        for item in items { builder.addEvents(of: item) }
        for (order, item) in items.enumerated() { builder.place(item, order) }
        builder.connect()
        self = builder.tree
        expect(findings, names)
    }

    private struct Builder {
        var tree = CausalTree()
        var numbers: [IDKey: Int] = [:]
        var causes: [Int: [(key: IDKey, text: String)]] = [:]

        mutating func node(_ key: IDKey, _ text: String) -> Int {
            if let known = numbers[key] { return known }
            numbers[key] = tree.nodes.count
            tree.nodes.append(Node(key: key, id: text))
            return tree.nodes.count - 1
        }

        /// Events are the ids that stand where event ids stand, and those that something names as its cause.
        mutating func addEvents(of item: TimelineItem) {
            for text in item.entry.ids.event where !IDText.key(of: text).isNone { _ = node(IDText.key(of: text), text) }
            for text in item.entry.ids.cause where !IDText.key(of: text).isNone { _ = node(IDText.key(of: text), text) }
        }

        mutating func place(_ item: TimelineItem, _ order: Int) {
            let entry = item.entry
            var at = entry.ids.event.compactMap { numbers[IDText.key(of: $0)] }.first
            if at == nil, entry.kind == .log {
                // A sentence that mentions an event is about it.
                var message = entry.message
                message.withUTF8 { bytes in
                    MentionedIDs.forEach(in: bytes) { start, count in
                        at = numbers[IDText.key(start, count)]
                        return at == nil
                    }
                }
            }
            // Of a record without an event of its own all that is known is what it is an effect of.
            let isEffect = at == nil
            if at == nil { at = entry.ids.cause.compactMap { numbers[IDText.key(of: $0)] }.first }
            guard let at else {
                tree.others.append(item)
                return
            }
            let before = tree.nodes[at].records.filter {
                $0.item.entry.service == entry.service && $0.item.entry.stage == entry.stage
            }
            tree.nodes[at].records.append(Record(item: item, repeats: before.count))
            tree.nodes[at].order = min(tree.nodes[at].order, order)
            if !isEffect {
                for text in entry.ids.cause {
                    let key = IDText.key(of: text)
                    guard numbers[key] != nil, numbers[key] != at, !(causes[at]?.contains { $0.key == key } ?? false) else {
                        continue
                    }
                    causes[at, default: []].append((key, text))
                }
            }
        }

        mutating func connect() {
            for node in tree.nodes.indices {
                for (place, cause) in (causes[node] ?? []).enumerated() {
                    guard let parent = numbers[cause.key] else { continue }
                    if place > 0 {
                        tree.nodes[node].otherCauses.append(cause.text)
                        continue
                    }
                    // A circle of causes has no root; it is cut where it closes.
                    var above: Int? = parent
                    while let at = above, at != node { above = tree.nodes[at].parent }
                    if above == node {
                        tree.nodes[node].otherCauses.append(cause.text)
                    } else {
                        tree.nodes[node].parent = parent
                    }
                }
            }
            for node in tree.nodes.indices { tree.nodes[node].parent.map { tree.nodes[$0].children.append(node) } }
            // What no record is about stands where its first effect does.
            for node in tree.nodes.indices where tree.nodes[node].records.isEmpty {
                tree.nodes[node].order = tree.nodes[node].children.map { tree.nodes[$0].order }.min() ?? .max
            }
            let order = tree.nodes.map(\.order)
            for node in tree.nodes.indices {
                tree.nodes[node].children.sort { (order[$0], $0) < (order[$1], $1) }
                markRepeats(among: tree.nodes[node].children)
                if let parent = tree.nodes[node].parent { tree.nodes[node].hop = hop(from: parent, to: node) }
            }
            tree.roots = tree.nodes.indices.filter { tree.nodes[$0].parent == nil }.sorted { (order[$0], $0) < (order[$1], $1) }
        }

        private mutating func markRepeats(among children: [Int]) {
            var seen: Set<UInt64> = []
            for child in children {
                guard let stage = tree.nodes[child].records.first?.item.entry.stage, stage != 0 else { continue }
                if !seen.insert(stage).inserted { tree.nodes[child].repeatsSibling = true }
            }
        }

        private func hop(from parent: Int, to node: Int) -> Hop? {
            guard let cause = tree.nodes[parent].records.first?.item.entry,
                let effect = tree.nodes[node].records.first?.item.entry
            else { return nil }
            let distance = effect.time.nanoseconds &- cause.time.nanoseconds
            if cause.service == effect.service {
                return Hop(nanoseconds: distance, low: distance, high: distance, isBounded: true)
            }
            guard let a = cause.offset, let b = effect.offset else {
                return Hop(nanoseconds: distance, low: distance, high: distance, isBounded: false)
            }
            let raw = effect.rawTime.nanoseconds &- cause.rawTime.nanoseconds
            return Hop(
                nanoseconds: distance, low: max(0, raw &- b.high &+ a.low), high: raw &- b.low &+ a.high, isBounded: true)
        }
    }

    /// Fewest events of a kind, and the share of them that goes on to a service, from which on another is expected to.
    private static let fewest = 50
    private static let share = (count: 99, of: 100)
    /// Nanoseconds of recording behind an event without which its effects may still be to come.
    private static let patience: Int64 = 10_000_000_000

    private mutating func expect(_ findings: TraceFindings, _ names: (TraceFindings.ServiceAt) -> String) {
        let successors = findings.stages.successors()
        for node in nodes.indices {
            guard let first = nodes[node].records.first else { continue }
            let reached = Set(nodes[node].children.flatMap { nodes[$0].records.map(\.item.entry.service) })
            var found: [Missing] = []
            for stage in Set(nodes[node].records.map(\.item.entry.stage)).sorted() {
                guard let known = successors[stage], known.events >= Self.fewest else { continue }
                for (service, count) in known.services where count * Self.share.of >= known.events * Self.share.count {
                    guard let place = findings.services[service] else { continue }
                    let name = names(place)
                    guard !reached.contains(name), !found.contains(where: { $0.service == name }) else { continue }
                    let left = place.last &- first.item.entry.rawTime.nanoseconds
                    found.append(Missing(service: name, of: known.events, count: count, isUndecided: left < Self.patience))
                }
            }
            nodes[node].missing = found.sorted { $0.service < $1.service }
        }
    }
}
