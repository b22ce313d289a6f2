import CivicModel

/// What happened around one id: events as nodes, causes above their effects, records under the event that they are about.
public struct CausalTree: Sendable {
    public struct Record: Sendable {
        public var item: TimelineItem
        /// The same was said of this event before, by the same service: how often.
        public var repeats: Int
        /// It names the event as its cause alone.
        var isEffect = false
    }

    /// A service that events of this kind, or chains that came this far, nearly always go on to, and that says nothing of this one.
    public struct Missing: Sendable, Equatable {
        public var service: String
        /// Where it should have come from.
        public var from: String
        /// Of how many, and those of them that went on there.
        public var of: Int
        public var count: Int
        public var verdict: Expectation.Verdict
    }

    /// Nanoseconds from one record to another, such as from the first of a cause to the first of its effect, corrected, and the interval
    /// that the clocks and the decimals of both times leave.
    public struct Hop: Sendable {
        public var nanoseconds: Int64
        public var low: Int64
        public var high: Int64
        /// Both clocks are known.
        public var isBounded: Bool
        /// The distance, with half of what is cut off the times of each record added.
        public var likely: Int64

        /// - Parameter isEffect: the second record cannot be the earlier one.
        public init(from first: TimelineEntry, to second: TimelineEntry, isEffect: Bool) {
            nanoseconds = second.time.nanoseconds &- first.time.nanoseconds
            var distance = (low: nanoseconds, high: nanoseconds)
            isBounded = true
            if first.service != second.service {
                if let a = first.offset, let b = second.offset {
                    let raw = second.rawTime.nanoseconds &- first.rawTime.nanoseconds
                    distance = (raw &- b.high &+ a.low, raw &- b.low &+ a.high)
                } else {
                    isBounded = false
                }
            }
            likely = nanoseconds
            if second.digits < 3 { likely = likely &+ second.resolution / 2 }
            if first.digits < 3 { likely = likely &- first.resolution / 2 }
            // Finer than a tenth of a millisecond nothing is shown.
            if first.digits < 4 { distance.low = distance.low &- first.resolution &+ 1 }
            if second.digits < 4 { distance.high = distance.high &+ second.resolution &- 1 }
            // What the times forbid altogether is shown as they say it.
            (low, high) = (isEffect && distance.high >= 0 ? max(0, distance.low) : distance.low, distance.high)
        }
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
    /// Where the flow should have gone on to, as far as no event tells.
    public var missing: [Missing] = []

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
    ///   - correlation: of the run, for what is missing; nil: what is shown is a part only, in which anything may be missing.
    init(_ items: [TimelineItem], correlation: Correlation?) {
        var builder = Builder()
        for item in items { builder.addEvents(of: item) }
        for (order, item) in items.enumerated() { builder.place(item, order) }
        builder.connect()
        self = builder.tree
        if let correlation { expect(correlation) }
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
            tree.nodes[at].records.append(Record(item: item, repeats: before.count, isEffect: isEffect))
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
            return Hop(from: cause, to: effect, isEffect: true)
        }
    }

    private mutating func expect(_ correlation: Correlation) {
        let clocks = Dictionary(correlation.clocks.map { ($0.service, $0) }) { first, _ in first }
        func corrected(_ entry: TimelineEntry) -> Int64 {
            // Where times are left as they are written, they are none to compare with the end of another service's records.
            if entry.offset != nil { return entry.time.nanoseconds }
            return entry.rawTime.nanoseconds &- (clocks[entry.service]?.correction(at: entry.rawTime) ?? 0)
        }
        let ofEvents = correlation.expectations.filter { !$0.isOfChains }
        for node in nodes.indices {
            let reached = Set(
                (nodes[node].records + nodes[node].children.flatMap { nodes[$0].records }).map(\.item.entry.service))
            var found: [Missing] = []
            for expectation in ofEvents where !reached.contains(expectation.to) {
                let published = nodes[node].records.first {
                    !$0.isEffect && expectation.stages.contains($0.item.entry.stage)
                }
                guard let entry = published?.item.entry, !found.contains(where: { $0.service == expectation.to }) else {
                    continue
                }
                found.append(Missing(expectation, expectation.verdict(at: corrected(entry))))
            }
            nodes[node].missing = found.sorted { $0.service < $1.service }
        }
        expectOfFlow(correlation.expectations.filter(\.isOfChains), corrected)
    }

    /// Chains are told by all that is said of them: one that a service never mentions stopped before it.
    private mutating func expectOfFlow(_ expectations: [Expectation], _ corrected: (TimelineEntry) -> Int64) {
        let entries = nodes.flatMap { $0.records.map(\.item.entry) } + others.map(\.entry)
        var told = Set(entries.map(\.service)).union(nodes.flatMap { $0.missing.map(\.service) })
        let stages = Set(entries.map(\.stage))
        guard let last = entries.map(corrected).max() else { return }
        for expectation in expectations where !told.contains(expectation.to) {
            guard !expectation.stages.isDisjoint(with: stages) else { continue }
            told.insert(expectation.to)
            let verdict = expectation.later.isDisjoint(with: stages) ? expectation.verdict(at: last) : .passed
            missing.append(Missing(expectation, verdict))
        }
        missing.sort { $0.service < $1.service }
    }
}

extension CausalTree.Missing {
    fileprivate init(_ expectation: Expectation, _ verdict: Expectation.Verdict) {
        (service, from, of, count) = (expectation.to, expectation.from, expectation.total, expectation.reached)
        self.verdict = verdict
    }
}
