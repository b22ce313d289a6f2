import CivicModel

/// Columns whose values are the first characters of ids that another column has whole. They are reported and never joined: two ids
/// that begin alike are not one.
public struct CutIDs: Sendable {
    /// The column that is cut.
    public var path: String
    /// Characters that are left, without the dashes of a UUID.
    public var length: Int
    /// The column that has them whole.
    public var whole: String
    /// By the name of the service: up to three records with a cut id.
    public var records: [(service: String, marks: [Mark])]

    /// Where a record stands.
    public struct Mark: Sendable {
        var source: Int
        var line: Int
        var byte: Int
        var time: Int64
    }

    /// Share of the values that must have one length.
    static let sameLength = 0.95
    /// Share of the values, or of the whole ids, that must meet.
    static let meeting = 0.5

    /// - Parameter sorted: by id, then place.
    static func find(
        _ sorted: [ColumnSighting], paths: [String], pathOf: [Int], serviceOf: [Int], services: [String]
    ) -> [CutIDs] {
        let columns = Columns(sorted, paths: paths.count, pathOf: pathOf)
        var found: [CutIDs] = []
        for path in paths.indices {
            // The heads of one path at a time: those of all are half of what is held of the first look.
            let heads = Set(columns[path].lazy.map { sorted[Int($0)].head })
            guard let length = length(of: heads) else { continue }
            let short = heads.filter { $0.count == length }
            var best: (path: Int, meeting: Int)?
            for other in paths.indices where other != path {
                var whole: Set<IDHead> = []
                for place in columns[other] {
                    let head = sorted[Int(place)].head
                    // Where a word of the id ends, it is a part of it rather than cut: an order of which the other is an item.
                    guard head.count > length, IDHead.isAlphanumeric(head[length]) else { continue }
                    whole.insert(head.prefix(length))
                }
                guard whole.count >= RoleInference.leastDistinct else { continue }
                let meeting = short.intersection(whole).count
                guard meeting >= RoleInference.leastDistinct,
                    Double(meeting) >= Self.meeting * Double(min(short.count, whole.count))
                else { continue }
                if meeting > (best?.meeting ?? 0) { best = (other, meeting) }
            }
            guard let best else { continue }
            var records: [Int: [Mark]] = [:]
            for sighting in sorted where pathOf[Int(sighting.column)] == path && sighting.head.count == length {
                let service = serviceOf[Int(sighting.service)]
                // In the order of ids, which is no order of time or place.
                if records[service, default: []].count < 3 { records[service, default: []].append(sighting.mark) }
            }
            found.append(
                CutIDs(
                    path: paths[path], length: length, whole: paths[best.path],
                    records: records.sorted { $0.key < $1.key }.map { (services[$0.key], $0.value) }))
        }
        return found
    }

    /// Places of sightings, those of one path together, in the order that they had.
    private struct Columns {
        private var places: [UInt32]
        /// By path: where its places begin; one more at the end.
        private var starts: [Int]

        init(_ sightings: [ColumnSighting], paths: Int, pathOf: [Int]) {
            starts = Array(repeating: 0, count: paths + 1)
            for sighting in sightings { starts[pathOf[Int(sighting.column)] + 1] += 1 }
            for path in 0..<paths { starts[path + 1] += starts[path] }
            var next = starts
            places = Array(repeating: 0, count: sightings.count)
            for (place, sighting) in sightings.enumerated() {
                let path = pathOf[Int(sighting.column)]
                places[next[path]] = UInt32(truncatingIfNeeded: place)
                next[path] += 1
            }
        }

        subscript(path: Int) -> ArraySlice<UInt32> { places[starts[path]..<starts[path + 1]] }
    }

    /// The one length of the values of a column, where they look cut: letters and digits alone, no counter and no time.
    private static func length(of heads: Set<IDHead>) -> Int? {
        guard heads.count >= RoleInference.leastDistinct else { return nil }
        var lengths = Array(repeating: 0, count: IDHead.limit + 1)
        for head in heads { lengths[head.count] += 1 }
        guard let length = IDHead.cuts.max(by: { (lengths[$0], $1) < (lengths[$1], $0) }),
            Double(lengths[length]) >= sameLength * Double(heads.count)
        else { return nil }
        let values = heads.filter { $0.count == length }
        guard values.allSatisfy({ head in (0..<length).allSatisfy { IDHead.isAlphanumeric(head[$0]) } }) else { return nil }
        var common = 0
        while common < length, Set(values.map { $0[common] }).count == 1 { common += 1 }
        let random = values.count { head in (common..<length).contains { IDHead.isLetter(head[$0]) } }
        return random * 2 >= values.count ? length : nil
    }
}

extension Correlation {
    /// Counts the services that cut ids, among those that have any.
    mutating func add(_ cuts: [CutIDs]) {
        for service in Set(roles.map(\.service)).union(cuts.flatMap { $0.records.map(\.service) }) {
            checks[.init(service: service, check: .cutID), default: .init()].population = 1
        }
        for cut in cuts {
            for (service, marks) in cut.records {
                let key = CheckKey(service: service, check: .cutID)
                let what = "`\(cut.path)` has the first \(cut.length) characters of what is whole in `\(cut.whole)`"
                if checks[key]?.violations == 0 { checks[key]?.example = what }
                checks[key]?.violations = 1
                checks[key]?.incidents += marks.map {
                    Incident(
                        check: .cutID, service: service, id: "", time: Instant(nanoseconds: $0.time), what: what,
                        source: $0.source, line: $0.line, byte: $0.byte)
                }
            }
        }
    }
}
