import CivicModel

/// Holds the system of record against the logs.
struct RecordReport {
    /// Share of the events of a log's stage from which the store is taken to hold that kind of event.
    static let usual = 0.5

    private let counts: RecordCounts
    private let stages: Stages

    init(_ folded: PartitionFold.Result, stages: Stages) { (counts, self.stages) = (folded.record, stages) }

    func fill(_ correlation: inout Correlation) {
        guard !counts.held.isEmpty else { return }
        var record = SystemOfRecord()
        var services: [Int: SystemOfRecord.Service] = [:]
        var marks: [Int: (unlogged: BottomMarks, unrecorded: BottomMarks, twice: BottomMarks)] = [:]
        for (place, stage) in stages.list.enumerated() {
            let service = stage.service
            var entry = services[service] ?? .init(name: stages.services[service])
            var found = marks[service] ?? (.init(), .init(), .init())
            entry.events += counts.held[place]
            entry.unlogged += counts.unlogged[place].violations
            found.unlogged.merge(counts.unlogged[place].marks)
            let logged = counts.unheld[place]
            if logged.violations > 0, Double(logged.violations) <= Self.usual * Double(logged.population) {
                entry.unrecorded += logged.violations
                found.unrecorded.merge(logged.marks)
            } else {
                record.otherKinds += logged.violations
            }
            let twice = counts.twice[place]
            // What most causes lead to twice is how the service works.
            if twice.violations > 0, twice.violations * 2 < twice.population {
                entry.handledTwice += twice.violations
                found.twice.merge(twice.marks)
                note(&correlation, stage: place, twice)
            }
            services[service] = entry
            marks[service] = found
        }
        for (service, entry) in services.sorted(by: { $0.key < $1.key }) {
            guard entry.events + entry.unrecorded > 0 else { continue }
            var entry = entry
            if let found = marks[service] {
                entry.unloggedExamples = incidents(found.unlogged, entry.name) {
                    "\($0) is in the store, and no log mentions it"
                }
                entry.unrecordedExamples = incidents(found.unrecorded, entry.name) {
                    "\($0) is in a log, and the store does not hold it"
                }
                entry.handledTwiceExamples = incidents(found.twice, entry.name) { "\($0) led to two events of one kind" }
            }
            record.events += entry.events
            record.unlogged += entry.unlogged
            record.unrecorded += entry.unrecorded
            record.handledTwice += entry.handledTwice
            record.services.append(entry)
        }
        correlation.record = record
    }

    /// Handled twice, whatever the logs say of it: the effect stands in the store.
    private func note(_ correlation: inout Correlation, stage: Int, _ counter: PartitionFold.Counter) {
        let name = stages.services[stages.list[stage].service]
        // Where the logs tell of repetitions themselves, these are the same ones.
        guard correlation.checks[.init(service: name, check: .redelivery)]?.violations ?? 0 == 0 else { return }
        correlation.duplicated += counter.violations
        correlation.add(.redelivery, of: name, counter) { "\($0) led to two events of one kind: \(name) handled it twice" }
    }

    private func incidents(_ marks: BottomMarks, _ service: String, what: (String) -> String) -> [Correlation.Incident] {
        marks.marks.map { mark in
            let id = IDDisplay.text(mark.key)
            return Correlation.Incident(
                check: .redelivery, service: service, id: id, time: Instant(nanoseconds: mark.time), what: what(id), mark: mark)
        }.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }
}
