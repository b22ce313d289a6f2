import CivicCorrelation
import CivicModel

/// The faults that concern a service: those that hit it, those that it noticed.
struct FaultScope {
    struct Entry {
        var review: FaultReview
        /// The journal names it as what was broken.
        var isTarget: Bool
        /// Nanoseconds in which it handled nothing; nil: it worked on, or was sent nothing.
        var gap: Int64?
        /// Work is known to have been sent to it meanwhile.
        var wasFed: Bool
        /// What it said about the fault, in its log and by its health.
        var witnesses: [FaultReview.Witness]
        var recovery: [FaultReview.Recovery]

        var healthWitness: FaultReview.Witness? { witnesses.first { $0.by == .health } }
        var logWitness: FaultReview.Witness? { witnesses.first { $0.by == .log } }
        var isHit: Bool { isTarget || gap != nil || healthWitness != nil }

        /// `stop-broker (+0.03 s)`.
        var name: String { "\"\(review.fault.name)\"" }
    }

    let entries: [Entry]

    init(_ service: ServiceView, of system: SystemView) {
        entries = system.evidence.experiments.flatMap(\.faults).compactMap { review in
            let name = service.name
            let supply = review.silent.first { $0.service == name }?.supply
            let entry = Entry(
                review: review, isTarget: review.services.contains(name),
                gap: supply == .stopped ? nil : review.gaps.first { $0.service == name }?.nanoseconds,
                wasFed: supply == .flowing,
                witnesses: review.witnesses.filter { $0.service == name },
                recovery: review.recovery.filter { $0.service == name })
            return entry.isHit || !entry.witnesses.isEmpty ? entry : nil
        }
    }
}

extension MeasureCount {
    /// Counts one fault.
    mutating func add(_ entry: FaultScope.Entry, violated: Bool) {
        population += 1
        guard violated else { return }
        violations += 1
        if example.isEmpty { example = entry.name }
    }

    /// Adds the address of what a service said about a fault.
    mutating func note(_ witness: FaultReview.Witness, _ text: String) {
        guard evidence.count < 3 else { return }
        evidence.append(Note(source: witness.place.source, line: witness.place.line, byte: witness.place.byte, text: text))
    }
}
