import CivicModel

/// Events that one stage shows more than once.
struct RepetitionReport {
    private let folded: PartitionFold.Result
    private let stages: Stages

    init(_ folded: PartitionFold.Result, stages: Stages) { (self.folded, self.stages) = (folded, stages) }

    func fill(_ correlation: inout Correlation) {
        for (place, stage) in stages.list.enumerated() {
            let events = folded.stageEvents[place]
            guard events > 0 else { continue }
            let repeated = multiplicities(of: place)
            let repeatedEvents = repeated.reduce(0) { $0 + $1.events }
            // What most events do is how the service logs, and no repetition.
            guard repeatedEvents * 2 < events else { continue }
            let extra = repeated.reduce(0) { $0 + ($1.times - 1) * $1.events }
            correlation.duplicated += extra
            let name = stages.services[stage.service]
            add(&correlation, .redelivery, name, events, stage.saysAttempt ? .init() : folded.repeats[place]) { id in
                "\(id) is handled here once more, and nothing says that it is a repetition"
            }
            add(&correlation, .shippingDuplicate, name, events, folded.copies[place]) { id in
                "the same record about \(id) twice, to the nanosecond: collected twice"
            }
            add(&correlation, .poison, name, events, folded.poison[place]) { id in
                "\(id) comes back here more than \(PartitionFold.poisonCount) times"
            }
        }
        for (place, counter) in folded.collisions.enumerated() where counter.population > 0 {
            let name = stages.services[stages.list[place].service]
            add(&correlation, .collision, name, counter.population, counter) { id in "\(id) is two events of different types" }
        }
    }

    private func multiplicities(of place: Int) -> [(times: Int, events: Int)] {
        folded.multiplicities.compactMap { key, events in
            Int(key >> 32) == place ? (Int(key & 0xffff_ffff), events) : nil
        }.sorted { $0.times < $1.times }
    }

    private func add(
        _ correlation: inout Correlation, _ check: CorrelationCheck, _ service: String, _ population: Int,
        _ counter: PartitionFold.Counter, what: (String) -> String
    ) {
        let key = Correlation.CheckKey(service: service, check: check)
        correlation.checks[key, default: .init()].population += population
        correlation.checks[key, default: .init()].violations += counter.violations
        for mark in counter.marks.marks {
            correlation.checks[key, default: .init()].incidents.append(
                Correlation.Incident(
                    check: check, service: service, id: IDDisplay.text(mark.key), time: Instant(nanoseconds: mark.time),
                    what: what(IDDisplay.text(mark.key)), mark: mark))
        }
    }
}
