import CivicModel

/// The stages at which events, or chains of flows, stopped without an outcome, and how long before the end.
struct StuckStages {
    private struct Stop {
        var count = 0
        /// Nanoseconds.
        var deadline: Int64 = 0
        /// Nanoseconds before the end of the recording; nil: the times cannot be read.
        var youngest: Int64?
        var oldest: Int64?
        var marks = BottomMarks()
    }

    private let stages: Stages
    private let span: RunSpan
    private var stops: [UInt32: Stop] = [:]
    /// By service.
    private var populations: [Int: Int] = [:]

    init(_ stages: Stages, span: RunSpan) { (self.stages, self.span) = (stages, span) }

    /// Counts those of a service that are older than the deadline when its records end. What is younger is left open.
    /// - Parameters:
    ///   - ends: by the stage that is the last of each.
    ///   - total: all of their kind, those that came to an end with them.
    ///   - last: when the records of the service end, on the clock of the times of `ends`.
    ///   - end: when the recording does, on that clock.
    mutating func add(
        _ ends: [StageEnd], of service: Int, among total: Int, deadline: Int64, last: Int64, end: Int64
    ) {
        var population = total
        for item in ends {
            let undecided = item.latest.count { $0 &+ deadline > last }
            population -= undecided
            guard item.count > undecided else { continue }
            var stop = stops[item.stage] ?? Stop()
            stop.count += item.count - undecided
            stop.deadline = max(stop.deadline, deadline)
            if item.earliest != .max {
                // Of the latest ones those that are left open come last.
                let latest = undecided < item.latest.count ? item.latest[item.latest.count - 1 - undecided] : item.earliest
                stop.youngest = min(stop.youngest ?? .max, max(0, end &- latest))
                stop.oldest = max(stop.oldest ?? 0, max(0, end &- item.earliest))
            }
            for mark in item.marks.marks where mark.time == EventRow.noTime || mark.time &+ deadline <= last {
                stop.marks.insert(mark)
            }
            stops[item.stage] = stop
        }
        populations[service, default: 0] += population
    }

    /// Writes what was counted down.
    /// - Parameter id: how an example is named; nil: it has no name that a person would know.
    func fill(_ correlation: inout Correlation, id: (IDKey) -> String? = { IDDisplay.text($0) }) {
        for (service, population) in populations.sorted(by: { $0.key < $1.key }) {
            correlation.checks[.init(service: stages.services[service], check: .completion), default: .init()].population +=
                population
        }
        var most: [String: Int] = [:]
        for (place, stop) in stops.sorted(by: { $0.key < $1.key }) {
            let stage = stages.list[Int(place)]
            let name = stages.services[stage.service]
            let key = Correlation.CheckKey(service: name, check: .completion)
            let incidents = stop.marks.marks.map { mark in
                let id = id(mark.key)
                return Correlation.Incident(
                    check: .completion, service: name, id: id ?? "", time: Instant(nanoseconds: mark.time),
                    what: "\(id ?? "this chain") stopped after \(stage.said): nothing tells what came of it", mark: mark)
            }
            correlation.checks[key, default: .init()].violations += stop.count
            correlation.checks[key, default: .init()].incidents += incidents
            if stop.count > (most[name] ?? 0) {
                most[name] = stop.count
                correlation.checks[key, default: .init()].example = "\(stop.count) after \(stage.said)"
            }
            correlation.stuck.append(
                .init(
                    service: name, stage: stage.text, type: stage.type, count: stop.count, youngest: stop.youngest,
                    oldest: stop.oldest, deadline: stop.deadline, incidents: incidents))
        }
    }
}

extension Stages.Stage {
    /// What the service says there, in a few words: the message, or the type of event where there is none.
    var said: String {
        let words = text.isEmpty ? type : text
        return words.isEmpty ? "a record without a message" : "`\(words.count > 60 ? words.prefix(59) + "…" : words[...])`"
    }
}
