import CivicModel

extension Correlation {
    /// Adds what was counted of a service under a check, with its examples.
    /// - Parameter what: a sentence about the event with this id.
    mutating func add(
        _ check: CorrelationCheck, of service: String, _ counter: PartitionFold.Counter, what: (String) -> String
    ) {
        var count = checks[.init(service: service, check: check)] ?? CheckCount()
        count.population += counter.population
        count.violations += counter.violations
        for mark in counter.marks.marks {
            let id = IDDisplay.text(mark.key)
            count.incidents.append(
                Incident(
                    check: check, service: service, id: id, time: Instant(nanoseconds: mark.time), what: what(id), mark: mark))
        }
        checks[.init(service: service, check: check)] = count
    }
}
