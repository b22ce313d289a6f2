import CivicModel

/// Events that one stage shows more than once, each told to be one of: an attempt that follows another (the record says so, tells
/// of a failure, or comes after pauses that grow), a loop that gets nowhere, or something that was handled twice.
struct RepetitionReport {
    private let folded: PartitionFold.Result
    private let stages: Stages
    private let isComplaint: [Bool]

    /// - Parameter isComplaint: by stage; who complains twice has not done anything twice.
    init(_ folded: PartitionFold.Result, stages: Stages, isComplaint: [Bool]) {
        (self.folded, self.stages, self.isComplaint) = (folded, stages, isComplaint)
    }

    func fill(_ correlation: inout Correlation) {
        fill(&correlation, folded.repetitions)
        fill(&correlation, folded.takings)
        fill(&correlation, folded.effects)
        for (place, counter) in folded.reuses.enumerated() where folded.stageEvents[place] > 0 {
            var counter = counter
            counter.population = folded.stageEvents[place]
            correlation.add(.reuse, of: stages.services[stages.list[place].service], counter) {
                "\($0) is another event here than it was before"
            }
        }
        for (place, counter) in folded.collisions.enumerated() where counter.population > 0 {
            let name = stages.services[stages.list[place].service]
            correlation.add(.collision, of: name, counter) { "\($0) is two events of different types" }
        }
    }

    private func fill(_ correlation: inout Correlation, _ counts: RepetitionCounts) {
        for (place, stage) in stages.list.enumerated() {
            let events = counts.events[place]
            guard events > 0 else { continue }
            let repeated = counts.multiplicities(of: place)
            guard counts.meaning(of: place) == .again else { continue }
            let extra = repeated.reduce(0) { $0 + ($1.times - 1) * $1.events }
            correlation.duplicated += extra
            let areAttempts = stage.saysAttempt || isComplaint[place]
            correlation.retried += areAttempts ? extra : counts.retries[place]
            let name = stages.services[stage.service]
            func amongAll(_ counter: PartitionFold.Counter) -> PartitionFold.Counter {
                var counter = counter
                // Events that others caused have records of their own, which are counted among those.
                counter.population = counts.basis == .effect ? 0 : events
                return counter
            }
            let repeats = areAttempts ? PartitionFold.Counter() : counts.repeats[place]
            correlation.add(.redelivery, of: name, amongAll(repeats)) {
                "\($0) is handled here once more, and nothing says that it is a repetition"
            }
            correlation.add(.shippingDuplicate, of: name, amongAll(counts.copies[place])) {
                "the same record about \($0) twice, to the nanosecond: collected twice"
            }
            correlation.add(.poison, of: name, amongAll(counts.poison[place])) {
                "\($0) comes back here more than \(Repetition.loop) times, and nothing comes of it"
            }
        }
    }
}
