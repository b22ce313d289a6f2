import CivicModel

/// How far the times that an event store keeps are from those that the services write of the same events.
///
/// A store keeps times of its own, or what producers told it in UTC, while the log of a service names local times without a zone, or is
/// written on a machine whose clock is off. Taken for one clock, the two would contradict each other and the service would count as right.
/// So times of the store are put on the clock of the log before events are folded, and both are set right together.
struct StoreClocks: Sendable {
    /// By place of service: nanoseconds from the store's time of an event to that of the log; 0: they agree, or nobody can say.
    let shifts: [Int64]

    /// By place of stage: nanoseconds to add to its times; nil: nothing is to be added to any.
    func shifts(of stages: Stages) -> [Int64]? {
        if shifts.allSatisfy({ $0 == 0 }) { return nil }
        return stages.list.map { $0.isStored ? shifts[$0.service] : 0 }
    }

    /// Fewer events that both tell of show nothing.
    private static let minimum = 20
    /// Less may be the time that it takes to store, to publish and to write it down, nanoseconds.
    private static let least: Int64 = 500_000_000

    /// - Parameter samples: by place of service: nanoseconds from a time of the store to that of the log, in any order.
    init(_ samples: [[Int64]]) { shifts = samples.map(Self.shift) }

    /// The median, where four in five of them are close to it: what varies is a delay, and no clock.
    private static func shift(_ sample: [Int64]) -> Int64 {
        guard sample.count >= minimum else { return 0 }
        let sorted = sample.sorted()
        let median = sorted[sorted.count / 2]
        guard median.magnitude >= UInt64(least) else { return 0 }
        let (low, high) = (sorted[sorted.count / 10], sorted[sorted.count - 1 - sorted.count / 10])
        let (width, isHuge) = high.subtractingReportingOverflow(low)
        return isHuge || width.magnitude > median.magnitude / 5 ? 0 : median
    }

    /// Adds what the rows of one id say: what a service did about an event stands in the store and in its log, if only one of them names
    /// what it published.
    /// - Parameter rows: those about the event, then those of what it caused, each in the order of time.
    static func add(_ rows: UnsafeMutableBufferPointer<EventRow>, _ stages: Stages, to samples: inout [[Int64]]) {
        func stage(_ row: EventRow) -> Stages.Stage { stages.list[Int(stages.places[Int(row.stage)])] }
        let rows = rows.prefix(PublisherEvidence.handlerLimit)
        for (i, kept) in rows.enumerated() where kept.time != EventRow.noTime && stage(kept).isStored {
            let service = stage(kept).service
            // One pair a service and id: its first words.
            if rows[..<i].contains(where: { stage($0).isStored && stage($0).service == service }) { continue }
            let said = rows.first {
                $0.time != EventRow.noTime && !stage($0).isStored && stage($0).service == service
            }
            guard let said else { continue }
            let (delay, isHuge) = said.time.subtractingReportingOverflow(kept.time)
            if !isHuge { samples[service].append(delay) }
        }
    }
}
