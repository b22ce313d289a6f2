import CivicModel
import CivicProfile

/// One chain as the records of faults' times tell it: when and with what it began, and what each service says in it. Made over and
/// over by one worker, which keeps the room.
struct BlastChain {
    /// What all chains of a run have in common.
    struct Frame: Sendable {
        let correction: HopLatencies.Correction
        let kinds: BlastKinds
        /// By place of stage: the service that says it.
        let services: [Int]
        /// By place of stage: it tells that something failed.
        let isError: [Bool]
        /// By place of stage: what is said there again is no second handling: a complaint, or an attempt that says so.
        let isAttempt: [Bool]
        /// By place of stage: what a store holds is no word of a service.
        let isStored: [Bool]
        /// What times are cut to, nanoseconds, by service: a record may be this much later than it says.
        let resolutions: [Int64]
        /// By service: the smaller, the more events come from it rather than go to it.
        let ranks: [Int]

        /// - Parameters:
        ///   - isError: stages that say that something failed, by place.
        ///   - isComplaint: stages that mostly say so or warn of it.
        init(
            stages: Stages, kinds: BlastKinds, isError: [Bool], isComplaint: [Bool], hops: [Correlation.Hop], span: RunSpan,
            correction: HopLatencies.Correction
        ) {
            (self.correction, self.kinds, self.isError) = (correction, kinds, isError)
            services = stages.list.map(\.service)
            isStored = stages.list.map(\.isStored)
            isAttempt = zip(stages.list, isComplaint).map { $0.saysAttempt || $1 }
            resolutions = stages.services.map { span.resolutions[$0] ?? 0 }
            ranks = Self.ranks(of: stages.services, hops)
        }

        /// Share of the hops of a service that lead to it, in thousandths; more than all for one that no hop tells of. By service.
        private static func ranks(of services: [String], _ hops: [Correlation.Hop]) -> [Int] {
            var counts: [String: (to: Int, all: Int)] = [:]
            for hop in hops where hop.from != hop.to {
                counts[hop.from, default: (0, 0)].all += hop.count
                counts[hop.to, default: (0, 0)].all += hop.count
                counts[hop.to, default: (0, 0)].to += hop.count
            }
            return services.map { counts[$0].map { $0.to * 1_000 / max(1, $0.all) } ?? 2_000 }
        }
    }

    /// A service that the chain has records of.
    struct Arrival {
        var service: Int
        /// Its last word, nanoseconds on the axis of the system, and the stage of it.
        var last: Int64
        var final: UInt32
        /// It reports an error.
        var failed: Bool
        /// Nanoseconds that its clock may just have jumped by: how late it was cannot be told.
        var jump: Int64
    }

    /// A stage that the chain has records of.
    struct Step {
        var stage: UInt32
        /// Records; those of one moment are one record that was collected twice.
        var times: Int
        var last: Int64
    }

    /// When it began; nil: no record has a time.
    private(set) var start: Int64?
    private(set) var kind = 0
    private(set) var arrivals: [Arrival] = []
    private(set) var steps: [Step] = []

    /// The step that a chain begins with must not hang on what became of it, nor on clocks that nobody can compare: the service
    /// that the others' events come from decides, and its own clock. A time of whole seconds may be that much later.
    mutating func read(_ rows: UnsafeMutableBufferPointer<FlowRow>, _ frame: Frame) {
        var first = (rank: Int.max, time: Int64.max, stage: UInt32.max)
        arrivals.removeAll(keepingCapacity: true)
        steps.removeAll(keepingCapacity: true)
        for row in rows where row.time != EventRow.noTime && !frame.isStored[Int(row.stage)] {
            let service = frame.services[Int(row.stage)]
            let time = row.time &- frame.correction.offset(service, at: row.time)
            let order = (frame.ranks[service], time &+ frame.resolutions[service], row.stage)
            if order < first { first = order }
            let failed = frame.isError[Int(row.stage)]
            let jump = frame.correction.jump(service, at: row.time)
            if let at = arrivals.firstIndex(where: { $0.service == service }) {
                if time >= arrivals[at].last { (arrivals[at].last, arrivals[at].final) = (time, row.stage) }
                arrivals[at].jump = max(arrivals[at].jump, jump)
                if failed { arrivals[at].failed = true }
            } else {
                arrivals.append(.init(service: service, last: time, final: row.stage, failed: failed, jump: jump))
            }
            if let at = steps.firstIndex(where: { $0.stage == row.stage }) {
                if row.time != steps[at].last { steps[at].times += 1 }
                steps[at].last = row.time
            } else {
                steps.append(.init(stage: row.stage, times: 1, last: row.time))
            }
        }
        start = first.stage == .max ? nil : first.time
        kind = first.stage == .max ? 0 : frame.kinds.numbers[Int(first.stage)]
    }
}
