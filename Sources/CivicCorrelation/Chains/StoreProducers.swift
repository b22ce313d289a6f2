/// Who published the events of a store that does not say so.
///
/// The file of a store is no service. Where the logs show that events of a kind are published by one service, what the store holds of
/// them is what that service published; the rest belongs to nobody, and is no end of a hop.
enum StoreProducers {
    /// Fewer events that logs tell of, too, show nothing.
    private static let minimum = 5

    /// The stages with what is known of their producers.
    static func settled(
        _ stages: Stages, rows: PartitionedRows<EventRow>, slice: Int
    ) throws(SpillError) -> Stages {
        guard stages.list.contains(where: \.isNameless) else { return stages }
        // By place of stage: how often logs show each service to publish such events.
        var counts = Array(repeating: [Int: Int](), count: stages.list.count)
        try PublisherEvidence.eachSample(of: rows, slice: slice) { sample in
            PublisherEvidence.eachID(sample) { add($0, stages, to: &counts) }
        }
        let producers = counts.map { counts -> Int? in
            let all = counts.values.reduce(0, +)
            guard all >= minimum, let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
            return most.value * 10 >= all * 9 ? most.key : nil
        }
        return stages.produced(by: producers)
    }

    /// - Parameter rows: those about one id, then those of what it caused, each in the order of time.
    private static func add(
        _ rows: UnsafeMutableBufferPointer<EventRow>, _ stages: Stages, to counts: inout [[Int: Int]]
    ) {
        func place(_ row: EventRow) -> Int { Int(stages.places[Int(row.stage)]) }
        var (kept, cause, first) = (Int?.none, Int?.none, Int?.none)
        for row in rows.prefix(PublisherEvidence.handlerLimit) where !row.isConsequence {
            let stage = stages.list[place(row)]
            if stage.isNameless {
                kept = kept ?? place(row)
            } else if !stage.isStored {
                // Who names what caused it has published it; else it is who speaks of it first.
                if row.other != 0 { cause = cause ?? stage.service }
                first = first ?? stage.service
            }
        }
        guard let kept, let publisher = cause ?? first else { return }
        counts[kept][publisher, default: 0] += 1
    }
}
