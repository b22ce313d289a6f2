import CivicModel
public import CivicProfile

/// From sightings to roles. Ids are found by their values: a column whose values other services know under a name that says
/// what they are has that role, whatever it is called itself.
public struct RoleInference: Sendable {
    /// Fewer distinct values than this show nothing.
    static let leastDistinct = 20
    /// Share of distinct values that another column must know.
    static let overlap = 0.5
    /// Share that other services must know for a flow that nobody names.
    static let sharedFlow = 0.3
    /// A flow ends, and does not come back: a value that a service mentions over more than this share of its time is something
    /// that stays, a customer or an article.
    static let flowLife = 0.25
    /// Share of the values with several records that may come back all the same.
    static let comeBack = 0.1
    /// Records per value and service of an event.
    static let eventRecords = 8
    static let flowRecords = 64
    /// Share of the values beside a record's own event that must be another one for a cause.
    static let aside = 0.9
    /// Share of the records of one column that must have another, for the two to be told apart.
    static let together = 0.8

    /// Whether a field's own name says that it names what came before: `parent`, `in_response_to`. Too many mean other things by
    /// such words to go by them alone; where the values are events, they decide.
    static func namesCause(_ path: String) -> Bool {
        let name = IDColumns.names(of: path).last ?? ""
        return ["parent", "cause", "caus", "reply", "response", "trigger", "origin"].contains { name.contains($0) }
    }

    /// By path.
    public private(set) var evidence: [ColumnEvidence] = []
    /// Fields that hold the message where the one that is named like it holds ids, sorted.
    public private(set) var messages: [String] = []
    /// By path.
    public private(set) var cuts: [CutIDs] = []

    public init(_ discovery: ColumnDiscovery, names: ServiceNames) {
        let (columns, services) = discovery.state.withLock { ($0.columns, $0.services) }
        var sorted = discovery.takeSightings()
        let serviceNames = services.map { names.name($0.name, $0.origin, source: $0.source) }
        let serviceIDs = Dictionary(uniqueKeysWithValues: Set(serviceNames).sorted().enumerated().map { ($1, $0) })
        let serviceOf = serviceNames.map { serviceIDs[$0] ?? 0 }
        let paths = Set(columns.map(\.path)).sorted()
        let pathPlaces = Dictionary(uniqueKeysWithValues: paths.enumerated().map { ($1, $0) })
        let pathOf = columns.map { pathPlaces[$0.path] ?? 0 }
        var known: [IDRole?] = Array(repeating: nil, count: paths.count)
        for column in columns where column.known != nil { known[pathPlaces[column.path] ?? 0] = column.known }

        // By service: the time that was looked at, on its own clock.
        var ranges = Array(repeating: (first: Int64.max, last: Int64.min), count: serviceIDs.count)
        for sighting in sorted where sighting.time != EventRow.noTime {
            let service = serviceOf[Int(sighting.service)]
            ranges[service] = (min(ranges[service].first, sighting.time), max(ranges[service].last, sighting.time))
        }
        let spans = ranges.map { $0.first < $0.last ? $0.last &- $0.first : 0 }
        ColumnSighting.sort(&sorted, pathOf: pathOf)
        let names = serviceIDs.sorted { $0.value < $1.value }.map(\.key)
        var (found, lags) = Self.tell(
            sorted, paths: paths, pathOf: pathOf, serviceOf: serviceOf, known: known, isPinned: discovery.pins.isPinned,
            spans: spans, services: names)
        let relations = RoleRelations(sorted, pathOf: pathOf, serviceOf: serviceOf)
        relations.tell(known: known, evidence: &found)
        if CausedRecords.tell(sorted, pathOf: pathOf, known: known, evidence: &found) {
            relations.tell(known: known, evidence: &found)
        }
        Self.spread(sorted, pathOf: pathOf, known: known, into: &found)
        Self.tellCauses(sorted, pathOf: pathOf, known: known, lags: lags, into: &found)
        cuts = CutIDs.find(sorted, paths: paths, pathOf: pathOf, serviceOf: serviceOf, services: names)
        for cut in cuts {
            guard let index = pathPlaces[cut.path] else { continue }
            found[index].reason += "; cut to the first \(cut.length) characters of `\(cut.whole)`"
        }
        evidence = found
        let roles = self.found
        let pairs = discovery.state.withLock { $0.messages }
        messages = Set(
            pairs.compactMap { pair, count in
                count.swapped >= Self.leastDistinct && count.others == 0 && roles[pair.path] != nil ? pair.other : nil
            }
        ).sorted()
    }

    /// What the values of each path show of it, and the median of how much later than elsewhere they are mentioned. What was counted for
    /// that is let go before more is: it takes as much memory as the sightings.
    private static func tell(
        _ sorted: [ColumnSighting], paths: [String], pathOf: [Int], serviceOf: [Int], known: [IDRole?],
        isPinned: (String) -> Bool, spans: [Int64], services: [String]
    ) -> (evidence: [ColumnEvidence], lags: [Int64?]) {
        var tallies = paths.map { Tally(path: $0) }
        var i = 0
        while i < sorted.count {
            var end = i + 1
            while end < sorted.count, sorted[end].key == sorted[i].key { end += 1 }
            count(sorted[i..<end], pathOf: pathOf, serviceOf: serviceOf, known: known, spans: spans, into: &tallies)
            i = end
        }
        for path in tallies.indices {
            let covers = tallies[path].withEvents.filter { tallies[$0.key].distinct >= leastDistinct }
            tallies[path].covered = covers.map { Double($0.value) / Double(tallies[$0.key].distinct) }.max() ?? 0
        }
        let evidence = tallies.enumerated().map { index, tally in
            tally.evidence(known: known[index], isPinned: isPinned(paths[index]), spans: spans, services: services)
        }
        return (evidence, tallies.map { median($0.lags) })
    }

    /// Of two columns with events in one record, that nobody named, the one whose events others mentioned earlier is the cause.
    ///
    /// An event of its own is known here first and elsewhere later, a cause the other way round. The two are compared with each
    /// other, so that a clock which is off changes nothing.
    private static func tellCauses(
        _ sorted: [ColumnSighting], pathOf: [Int], known: [IDRole?], lags: [Int64?], into evidence: inout [ColumnEvidence]
    ) {
        let open = Set(evidence.indices.filter { known[$0] == nil && evidence[$0].role == .event && lags[$0] != nil })
        guard open.count > 1 else { return }
        var records: [UInt64: [(path: Int, key: IDKey)]] = [:]
        for sighting in sorted where sighting.event == 0 && open.contains(pathOf[Int(sighting.column)]) {
            records[sighting.place, default: []].append((pathOf[Int(sighting.column)], sighting.key))
        }
        var counts: [PartitionFold.Pair: (together: Int, apart: Int)] = [:]
        var alone: [Int: Int] = [:]
        for list in records.values {
            for item in list { alone[item.path, default: 0] += 1 }
            for a in list {
                for b in list where a.path < b.path {
                    var count = counts[.init(from: a.path, to: b.path)] ?? (0, 0)
                    count = (count.together + 1, count.apart + (a.key != b.key ? 1 : 0))
                    counts[.init(from: a.path, to: b.path)] = count
                }
            }
        }
        for (pair, count) in counts.sorted(by: { $0.key < $1.key }) {
            let least = max(leastDistinct, Int(together * Double(max(alone[pair.from] ?? 0, alone[pair.to] ?? 0))))
            guard count.together >= least, Double(count.apart) >= aside * Double(count.together),
                evidence[pair.from].role == .event, evidence[pair.to].role == .event,
                let a = lags[pair.from], let b = lags[pair.to], a != b
            else { continue }
            let cause = a > b ? pair.from : pair.to
            evidence[cause].role = .cause
            evidence[cause].reason = "its values are events that others mentioned before the record's own"
        }
    }

    /// What is an entity in one column is one in every other, however rarely it is mentioned there.
    private static func spread(
        _ sorted: [ColumnSighting], pathOf: [Int], known: [IDRole?], into evidence: inout [ColumnEvidence]
    ) {
        var shared = Array(repeating: 0, count: evidence.count)
        var i = 0
        while i < sorted.count {
            var end = i + 1
            while end < sorted.count, sorted[end].key == sorted[i].key { end += 1 }
            let paths = Set(sorted[i..<end].map { pathOf[Int($0.column)] })
            for path in paths where paths.contains(where: { $0 != path && evidence[$0].role == .entity }) { shared[path] += 1 }
            i = end
        }
        for path in evidence.indices where known[path] == nil && evidence[path].role == .flow {
            guard Double(shared[path]) >= overlap * Double(evidence[path].distinct) else { continue }
            evidence[path].role = .entity
            evidence[path].reason = "its values are those of an entity elsewhere"
        }
    }

    /// Roles of columns that nobody named, for the scan.
    public var found: [String: IDRole] {
        Dictionary(
            evidence.compactMap { item in item.role.map { (item.path, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether some service names flows and no events.
    public var followsFlows: Bool {
        func services(_ roles: [IDRole]) -> Set<String> {
            evidence.filter { item in item.role.map(roles.contains) ?? false && item.distinct >= Self.leastDistinct }
                .reduce(into: Set()) { $0.formUnion($1.services) }
        }
        return !services([.flow]).isSubset(of: services([.event, .cause]))
    }

    private struct Tally {
        var path: String
        var values = 0
        var distinct = 0
        var services: Set<Int> = []
        /// Values by their records per service.
        var perValue: [Int: Int] = [:]
        var lives: [Int64] = []
        /// Values that one service mentions several times, and those that it does over a long time.
        var several = 0
        var long = 0
        /// By pair of services: time between their first mentions of a value.
        var distances: [PartitionFold.Pair: [Int64]] = [:]
        var shared = 0
        var inEvents = 0
        var inCauses = 0
        var inFlows = 0
        var groups = 0
        /// Values in a record with an event of its own, and those that are another than that.
        var besideEvent = 0
        var aside = 0
        /// By column of known events: values that it has, too; and the largest share of such a column that is here.
        var withEvents: [Int: Int] = [:]
        var covered = 0.0
        /// How much later than elsewhere its values are mentioned.
        var lags: [Int64] = []

        func evidence(known: IDRole?, isPinned: Bool, spans: [Int64], services names: [String]) -> ColumnEvidence {
            var item = ColumnEvidence(path: path)
            item.services = services.sorted().map { names[$0] }
            (item.values, item.distinct, item.shared) = (values, distinct, shared)
            (item.inEvents, item.inCauses, item.inFlows, item.groups) = (inEvents, inCauses, inFlows, groups)
            item.perValue = RoleInference.median(perValue)
            item.life = lives.isEmpty ? 0 : lives.sorted()[min(lives.count - 1, lives.count * 9 / 10)]
            if isPinned {
                item.role = known
                item.reason = "pinned by the configuration"
            } else if let known {
                item.role = known
                item.reason = "its name"
            } else {
                (item.role, item.reason, item.isOpen) = inferred(item, spans: spans)
            }
            return item
        }

        private func inferred(_ item: ColumnEvidence, spans: [Int64]) -> (IDRole?, String, isOpen: Bool) {
            guard item.distinct >= RoleInference.leastDistinct else { return (nil, "too few values", false) }
            func share(_ part: Int) -> Double { Double(part) / Double(item.distinct) }
            func percent(_ part: Int) -> String { "\(part * 100 / max(1, item.distinct)) %" }
            if share(item.inFlows) >= RoleInference.overlap, share(item.groups) >= RoleInference.overlap {
                return (.flow, "\(percent(item.inFlows)) of its values are traces of others", false)
            }
            // Where only the first records are looked at, one column may show more of the time than another.
            if max(share(item.inEvents), covered) >= RoleInference.overlap, item.perValue <= RoleInference.eventRecords {
                if Double(aside) >= RoleInference.aside * Double(besideEvent), share(besideEvent) >= RoleInference.overlap {
                    return (
                        .cause, "\(percent(item.inEvents)) of its values are events of others, beside the record's own", false
                    )
                }
                let why =
                    share(item.inEvents) >= RoleInference.overlap
                    ? "\(percent(item.inEvents)) of its values are events of others"
                    : "it has \(Int(covered * 100)) % of the events that another column names"
                return RoleInference.namesCause(path)
                    ? (.cause, why + ", and so its name says", false) : (.event, why, false)
            }
            if share(item.inCauses) >= RoleInference.overlap, item.perValue <= RoleInference.eventRecords {
                return (.event, "\(percent(item.inCauses)) of its values are causes of others", false)
            }
            if share(item.inFlows) >= RoleInference.overlap {
                return (.flow, "\(percent(item.inFlows)) of its values are traces of others", false)
            }
            guard share(item.shared) >= RoleInference.sharedFlow else {
                return (nil, "its values stay within one service", true)
            }
            let comesBack = Double(long) > RoleInference.comeBack * Double(several)
            if !comesBack, isLocal(spans), item.perValue <= RoleInference.flowRecords {
                // A flow holds together what has several events; a value of two records may be anything.
                return (
                    .flow, "\(percent(item.shared)) of its values are known to other services, and do not come back",
                    share(item.groups) < RoleInference.overlap
                )
            }
            return (.entity, "its values come back for as long as there are records", false)
        }

        /// Whether services mention a value at much the same distance in time, whatever their clocks show: two that merely
        /// count from one share their numbers, but not the moment.
        private func isLocal(_ spans: [Int64]) -> Bool {
            distances.contains { pair, list in
                guard list.count >= RoleInference.leastDistinct else { return false }
                let sorted = list.sorted()
                let spread = sorted[sorted.count * 9 / 10] &- sorted[sorted.count / 10]
                return Double(spread) <= RoleInference.flowLife * Double(max(1, min(spans[pair.from], spans[pair.to])))
            }
        }
    }

    /// What one service has of one value under one path.
    private struct Seen {
        var path: Int
        var service: Int
        var count = 0
        var first = Int64.max
        var last = Int64.min
    }

    /// All sightings of one value.
    private static func count(
        _ group: ArraySlice<ColumnSighting>, pathOf: [Int], serviceOf: [Int], known: [IDRole?], spans: [Int64],
        into tallies: inout [Tally]
    ) {
        // Few in number: looked through rather than hashed, since there is a group for each value.
        var seen: [Seen] = []
        var events: [(path: Int, event: UInt64)] = []
        // First mentions by service, whatever the column.
        var firsts: [(service: Int, time: Int64)] = []
        for sighting in group {
            let (path, service) = (pathOf[Int(sighting.column)], serviceOf[Int(sighting.service)])
            let place = seen.firstIndex { $0.path == path && $0.service == service } ?? seen.count
            if place == seen.count { seen.append(Seen(path: path, service: service)) }
            seen[place].count += 1
            if sighting.time != EventRow.noTime {
                seen[place].first = min(seen[place].first, sighting.time)
                seen[place].last = max(seen[place].last, sighting.time)
                if let known = firsts.firstIndex(where: { $0.service == service }) {
                    firsts[known].time = min(firsts[known].time, sighting.time)
                } else {
                    firsts.append((service, sighting.time))
                }
            }
            let event = sighting.event
            if event != 0, !events.contains(where: { $0.path == path && $0.event == event }),
                events.count(where: { $0.path == path }) < 3
            {
                events.append((path, event))
            }
        }
        let isShared = seen.contains { $0.service != seen[0].service }
        let isGroup = events.contains { $0.event != events[0].event }
        var paths: [Int] = []
        for one in seen where !paths.contains(one.path) { paths.append(one.path) }
        for path in paths {
            var (records, services) = (0, 0)
            for one in seen where one.path == path {
                records += one.count
                services += 1
                tallies[path].services.insert(one.service)
                guard one.first <= one.last else { continue }
                let life = one.last &- one.first
                tallies[path].lives.append(life)
                if one.count > 1 {
                    tallies[path].several += 1
                    if Double(life) > flowLife * Double(spans[one.service]) { tallies[path].long += 1 }
                }
                // Where its name says what it is, nobody asks.
                guard known[path] == nil else { continue }
                var elsewhere: Int64?
                for (other, time) in firsts where other != one.service {
                    elsewhere = min(elsewhere ?? .max, time)
                    let pair = PartitionFold.Pair(from: one.service, to: other)
                    tallies[path].distances[pair, default: []].append(time &- one.first)
                }
                if let elsewhere { tallies[path].lags.append(one.first &- elsewhere) }
            }
            tallies[path].values += records
            tallies[path].distinct += 1
            tallies[path].perValue[records / max(1, services), default: 0] += 1
            if isShared { tallies[path].shared += 1 }
            if isGroup { tallies[path].groups += 1 }
            func isIn(_ role: IDRole) -> Bool { paths.contains { $0 != path && known[$0] == role } }
            if events.contains(where: { $0.path == path }) {
                tallies[path].besideEvent += 1
                if let key = group.first?.key.short, !events.contains(where: { $0.path == path && $0.event == key }) {
                    tallies[path].aside += 1
                }
            }
            for other in paths where other != path && known[other] == .event {
                tallies[path].withEvents[other, default: 0] += 1
            }
            if isIn(.event) { tallies[path].inEvents += 1 }
            if isIn(.cause) { tallies[path].inCauses += 1 }
            if isIn(.flow) { tallies[path].inFlows += 1 }
        }
    }

    private static func median(_ values: [Int64]) -> Int64? {
        let sorted = values.sorted()
        return sorted.count >= leastDistinct ? sorted[sorted.count / 2] : nil
    }

    /// Of numbers with how often each is there.
    private static func median(_ counts: [Int: Int]) -> Int {
        var left = counts.values.reduce(0, +) / 2
        for (value, count) in counts.sorted(by: { $0.key < $1.key }) {
            if left < count { return value }
            left -= count
        }
        return 0
    }
}
