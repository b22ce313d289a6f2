import CivicModel

/// What a record is about that names a cause and no event: where it has a field that is merely called an id, it is that.
///
/// Something that has a cause is an event, and an event has one cause wherever it is named; a flow has as many as it has events. A
/// field with a telling name (`order_no`) is left to its values: what was made because of an event need not be one.
struct CausedRecords {
    /// Share of the values with a cause that may have another one elsewhere: a field that stands for several things.
    private static let otherCause = 0.02

    private struct Count {
        /// By value: its cause, and whether it has another one, too.
        var causes: [IDKey: (cause: IDKey, hasOther: Bool)] = [:]
        /// Records with a cause, and those with an event or with several causes.
        var caused = 0
        var others = 0
    }

    private static let plain: Set<String> = ["id", "uid", "uuid", "guid"]

    /// Whether a field's name says no more of it than that it is an id: `id`, `meta.id`, and not `order.id`. What stands in front of a
    /// bracket in a sentence may be anything: `done (id 17)`.
    static func isPlain(_ path: String) -> Bool {
        let names = IDColumns.names(of: path)
        guard let last = names.last, plain.contains(last) || last.hasSuffix(MessageIDs.apartID) else { return false }
        return names.dropLast().allSatisfy(envelopes.contains)
    }

    /// What holds the ids of a message or a record rather than those of a thing.
    private static let envelopes: Set<String> = [
        "meta", "metadata", "event", "evt", "message", "msg", "envelope", "header", "headers", "record", "fields", "extra",
        "context", "ctx",
    ]

    /// - Returns: whether some field has got a role.
    static func tell(
        _ sightings: [ColumnSighting], pathOf: [Int], known: [IDRole?], evidence: inout [ColumnEvidence]
    ) -> Bool {
        let open = evidence.indices.filter {
            known[$0] == nil && evidence[$0].isOpen && evidence[$0].perValue <= RoleInference.eventRecords
                && isPlain(evidence[$0].path)
        }
        guard !open.isEmpty else { return false }
        let places = Set(sightings.lazy.filter { open.contains(pathOf[Int($0.column)]) }.map(\.place))
        var records: [UInt64: [(path: Int, key: IDKey)]] = [:]
        for sighting in sightings where places.contains(sighting.place) {
            records[sighting.place, default: []].append((pathOf[Int(sighting.column)], sighting.key))
        }
        var counts: [Int: Count] = [:]
        for record in records.values {
            let causes = Set(record.filter { evidence[$0.path].role == .cause }.map(\.key))
            let hasEvent = record.contains { evidence[$0.path].role == .event }
            for item in record where open.contains(item.path) {
                if hasEvent || causes.count > 1 {
                    counts[item.path, default: Count()].others += 1
                } else if let cause = causes.first {
                    counts[item.path, default: Count()].caused += 1
                    let other = counts[item.path]?.causes[item.key]
                    counts[item.path]?.causes[item.key] = (
                        other?.cause ?? cause, (other?.hasOther ?? false) || other.map { $0.cause != cause } ?? false
                    )
                }
            }
        }
        var isTold = false
        for (path, count) in counts {
            let values = count.causes.count
            guard values >= RoleInference.leastDistinct,
                Double(values) >= RoleInference.overlap * Double(evidence[path].distinct),
                Double(count.causes.values.count(where: \.hasOther)) <= otherCause * Double(values),
                Double(count.others) <= otherCause * Double(count.caused)
            else { continue }
            evidence[path].role = .event
            evidence[path].isOpen = false
            evidence[path].reason = "each of its values has one cause, and its records name no other event"
            isTold = true
        }
        return isTold
    }
}
