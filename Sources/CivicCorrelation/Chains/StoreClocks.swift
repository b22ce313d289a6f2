import CivicModel

/// How far the times that an event store keeps are from those that the services write of the same events.
///
/// A store keeps times of its own, or what producers told it in UTC, while the log of a service names local times without a zone, or is
/// written on a machine whose clock is off. Taken for one clock, the two would contradict each other and the service would count as right.
/// So times of the store are put on the clock of the log before events are folded, and both are set right together.
struct StoreClocks: Sendable {
    /// By place of service.
    let courses: [StoreCourse]

    /// By place of stage: what to add to its times; nil: nothing is to be added to any.
    func courses(of stages: Stages) -> [StoreCourse]? {
        if courses.allSatisfy(\.isNothing) { return nil }
        return stages.list.map { $0.isStored ? courses[$0.service] : StoreCourse() }
    }

    /// - Parameter samples: by place of service.
    init(_ samples: [[StoreCourse.Sample]]) { courses = samples.map { StoreCourse($0) } }

    /// Adds what the rows of one id say: what a service did about an event stands in the store and in its log, if only one of them names
    /// what it published.
    /// - Parameter rows: those about the event, then those of what it caused, each in the order of time.
    static func add(_ rows: UnsafeMutableBufferPointer<EventRow>, _ stages: Stages, to samples: inout [[StoreCourse.Sample]]) {
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
            if !isHuge { samples[service].append(.init(time: kept.time, delay: delay)) }
        }
    }
}
