import CivicCorrelation
import CivicModel

extension JSONWriter {
    /// The `record` object of a correlation: what an event store holds against what the logs tell.
    mutating func systemOfRecord(_ record: SystemOfRecord, lost: Int) {
        object { json in
            json.member("events", record.events)
            json.member("unlogged", record.unlogged)
            json.member("unrecorded", record.unrecorded)
            json.member("otherKinds", record.otherKinds)
            json.member("lost", lost)
            json.member("handledTwice", record.handledTwice)
            json.array("services") { json in
                for service in record.services {
                    json.object { json in
                        json.member("name", service.name)
                        json.member("events", service.events)
                        json.member("unlogged", service.unlogged)
                        json.member("unrecorded", service.unrecorded)
                        json.member("handledTwice", service.handledTwice)
                        json.examples("unloggedExamples", service.unloggedExamples)
                        json.examples("unrecordedExamples", service.unrecordedExamples)
                        json.examples("handledTwiceExamples", service.handledTwiceExamples)
                    }
                }
            }
        }
    }

    private mutating func examples(_ name: String, _ incidents: [Correlation.Incident]) {
        array(name) { json in
            for incident in incidents {
                json.object { json in
                    json.member("id", incident.id)
                    json.member("time", incident.time.formatted(digits: 3))
                    json.member("line", incident.line)
                    json.member("byte", incident.byte)
                }
            }
        }
    }
}
