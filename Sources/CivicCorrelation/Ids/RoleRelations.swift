import CivicModel

/// What a field's values share with single fields of single services: tells the roles of fields which no named field knows, from
/// those that were told before.
///
/// A role is told by a field of one service, since another of the same name may stand elsewhere for something else; and held
/// against the time in which the other's values were looked at, since first records of sources end at different times.
struct RoleRelations {
    private struct Unit: Hashable, Comparable {
        var path: Int
        var service: Int
        static func < (a: Unit, b: Unit) -> Bool { (a.path, a.service) < (b.path, b.service) }
    }

    private typealias Pair = PartitionFold.Pair

    /// Roles of roles of roles: longer than any chain of fields that only know one another.
    private static let rounds = 6
    /// A value in more fields than this is no id of one thing.
    private static let unitsPerValue = 32

    private var units: [Unit] = []
    /// By unit: when its values were first mentioned, ascending.
    private var times: [[Int64]] = []
    /// By pair of units of two services: values that both have.
    private var together: [Pair: Int] = [:]

    /// - Parameter sorted: by key.
    init(_ sorted: [ColumnSighting], pathOf: [Int], serviceOf: [Int]) {
        var places: [Unit: Int] = [:]
        var i = 0
        while i < sorted.count {
            var end = i + 1
            while end < sorted.count, sorted[end].key == sorted[i].key { end += 1 }
            var firsts: [Int: Int64] = [:]
            for sighting in sorted[i..<end] where sighting.time != EventRow.noTime {
                let unit = Unit(path: pathOf[Int(sighting.column)], service: serviceOf[Int(sighting.service)])
                var place = places[unit] ?? -1
                if place < 0 {
                    place = units.count
                    places[unit] = place
                    units.append(unit)
                    times.append([])
                }
                firsts[place] = min(firsts[place] ?? .max, sighting.time)
            }
            for (place, time) in firsts { times[place].append(time) }
            if firsts.count <= Self.unitsPerValue {
                for a in firsts.keys {
                    for b in firsts.keys where units[a].service != units[b].service && units[a].path != units[b].path {
                        together[.init(from: a, to: b), default: 0] += 1
                    }
                }
            }
            i = end
        }
        for place in times.indices { times[place].sort() }
    }

    /// Gives roles to fields that have none that stands on anything firm, round after round.
    func tell(known: [IDRole?], evidence: inout [ColumnEvidence]) {
        let pairs = together.filter { $0.value >= RoleInference.leastDistinct }
            .sorted { (units[$0.key.from], units[$0.key.to]) < (units[$1.key.from], units[$1.key.to]) }
        for _ in 0..<Self.rounds {
            var best: [Int: (rank: Double, role: IDRole, reason: String)] = [:]
            for (pair, count) in pairs {
                let (field, other) = (units[pair.from].path, units[pair.to].path)
                guard known[field] == nil, evidence[field].isOpen, evidence[field].perValue <= RoleInference.eventRecords,
                    let role = evidence[other].role, role == .event || role == .cause
                else { continue }
                let comparable = comparable(pair)
                let share = Double(count) / Double(max(count, comparable))
                guard share >= RoleInference.overlap else { continue }
                // That its values are somebody's events is said more surely by these than by what names them as causes.
                let rank = share + (role == .event ? 1 : 0)
                guard rank > best[field]?.rank ?? 0 else { continue }
                let percent = "\(Int(share * 100)) % of its values"
                let isCause = role == .event && RoleInference.namesCause(evidence[field].path)
                best[field] =
                    role == .cause
                    ? (rank, .event, "\(percent) are causes of others")
                    : (
                        rank, isCause ? .cause : .event,
                        "\(percent) are events of others\(isCause ? ", and so its name says" : "")"
                    )
            }
            if best.isEmpty { return }
            for (field, told) in best {
                (evidence[field].role, evidence[field].reason, evidence[field].isOpen) = (told.role, told.reason, false)
            }
        }
    }

    /// Values of the first of two units from the time in which the second's were looked at.
    private func comparable(_ pair: Pair) -> Int {
        guard let first = times[pair.to].first, let last = times[pair.to].last else { return 0 }
        return Self.count(times[pair.from], upTo: last) - Self.count(times[pair.from], upTo: first &- 1)
    }

    private static func count(_ sorted: [Int64], upTo limit: Int64) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= limit { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
