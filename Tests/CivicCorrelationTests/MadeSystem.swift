import CivicModel

/// A small event-driven system that exists as its logs only, with the truth about what happened in it.
struct MadeSystem {
    static let stages = [
        ("gateway", "order requested"), ("orders", "order placed"), ("payments", "payment captured"),
        ("inventory", "stock reserved"), ("mailer", "mail sent"),
    ]

    var chains = 400
    var lostShare = 0.0
    var repeatedShare = 0.0
    var untracedShare = 0.0
    /// Services that never name a trace.
    var traceless: Set<String> = []
    /// Nanoseconds that clocks run ahead.
    var offsets: [String: Int64] = [:]
    /// A clock that runs ahead for a while only: service, from and to as shares of the time, nanoseconds.
    var step: (service: String, from: Double, to: Double, offset: Int64)?
    /// A clock that runs too fast: service and nanoseconds a nanosecond.
    var drift: (service: String, rate: Double)?
    /// How a service writes a record, where not as JSON with the usual names.
    var writers: [String: (Record) -> String] = [:]

    struct Record {
        var time: Int64
        var service: String
        var message: String
        var trace: String
        var event: String
        var cause: String
        var order: String
        /// Of some hundred, for decoys.
        var customer: String
    }

    struct Truth {
        var events = 0
        var chains = 0
        var lost: [String] = []
        var repeated = 0
        var hops = 0
    }

    static let start: Int64 = 1_767_607_200_000_000_000
    static let chainGap: Int64 = 50_000_000

    func make(seed: UInt64) -> (logs: [String: String], truth: Truth) {
        var numbers = SeededNumbers(seed: seed)
        var logs: [String: String] = [:]
        var truth = Truth()
        func hex(_ digits: Int) -> String {
            var text = ""
            while text.count < digits { text += String(numbers.next(), radix: 16) }
            return String(text.prefix(digits))
        }
        for chain in 0..<chains {
            let trace = hex(32)
            let order = "ORD-\(1000 + chain)-\(hex(4))"
            let customer = "CUST-0\(numbers.next() % 90 + 10)"
            var cause = ""
            var time = Self.start + Int64(chain) * Self.chainGap
            truth.chains += 1
            for (index, (service, message)) in Self.stages.enumerated() {
                time += 1_000_000 + Int64(numbers.next() % 30_000_000)
                let event = hex(32)
                truth.events += 1
                truth.hops += cause.isEmpty ? 0 : 1
                let copies = numbers.chance(repeatedShare) ? 2 : 1
                truth.repeated += copies - 1
                for copy in 0..<copies {
                    let isTraced = !traceless.contains(service) && !numbers.chance(untracedShare)
                    let record = Record(
                        time: shown(time + Int64(copy) * 200_000_000, service), service: service, message: message,
                        trace: isTraced ? trace : "", event: event, cause: cause, order: order, customer: customer)
                    logs[service, default: ""] += (writers[service] ?? Self.json)(record) + "\n"
                }
                cause = event
                if index + 1 < Self.stages.count, numbers.chance(lostShare) {
                    truth.lost.append(event)
                    break
                }
            }
        }
        return (logs, truth)
    }

    private func shown(_ time: Int64, _ service: String) -> Int64 {
        let share = Double(time - Self.start) / Double(Int64(chains) * Self.chainGap)
        let jump = step.map { $0.service == service && share >= $0.from && share < $0.to ? $0.offset : 0 } ?? 0
        let ahead = drift.map { $0.service == service ? Int64(Double(time - Self.start) * $0.rate) : 0 } ?? 0
        return time + (offsets[service] ?? 0) + jump + ahead
    }

    static func stamp(_ time: Int64) -> String { Instant(nanoseconds: time).formatted(digits: 6) }

    static func json(_ r: Record) -> String {
        #"{"timestamp":"\#(stamp(r.time))","level":"info","service":"\#(r.service)","message":"\#(r.message)","#
            + #""trace_id":"\#(r.trace)","event_id":"\#(r.event)","causation_id":"\#(r.cause)","customer":"\#(r.customer)"}"#
    }

    func folder(seed: UInt64) throws -> (folder: LogFolder, truth: Truth) {
        let (logs, truth) = make(seed: seed)
        let folder = try LogFolder()
        for (service, text) in logs.sorted(by: { $0.key < $1.key }) { try folder.write("\(service).log", text) }
        return (folder, truth)
    }
}
