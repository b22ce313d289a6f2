public import CivicModel

/// A stretch of answers of one endpoint that say trouble, from one `pass` to the next.
public struct HealthSpell: Sendable {
    /// Range in the answers of the series.
    public var answers: Range<Int>
    /// Time of the first and of the last answer in it.
    public var start: Instant
    public var last: Instant
    /// Last good answer before it; nil: the recording begins in it.
    public var before: Instant?
    /// First good answer after it; nil: the recording ends in it.
    public var end: Instant?
    /// How many of its answers came, and how many of the missing ones were waited for in vain.
    public var answered: Int
    public var timeouts: Int

    /// The endpoint itself says trouble in it.
    public var isSaid: Bool { answered > 0 }
    public var count: Int { answers.count }
}

/// A change of what an endpoint says.
public struct HealthTransition: Sendable {
    public var from: HealthStatus
    public var to: HealthStatus
    /// Time of the last answer with the old state and of the first with the new one: it changed in between.
    public var before: Instant
    public var after: Instant
    /// Index of the first answer with the new state.
    public var answer: Int
}

/// What follows from the order of the answers of one endpoint.
public enum HealthTimeline {
    /// Answers whose state is unknown belong to no spell and end none.
    public static func spells(_ answers: [SeriesAnswer]) -> [HealthSpell] {
        var spells: [HealthSpell] = []
        var open: HealthSpell?
        var lastPass: Instant?
        for (index, answer) in answers.enumerated() where answer.status != .unknown {
            guard answer.isTrouble else {
                if var spell = open {
                    spell.end = answer.time
                    spells.append(spell)
                    open = nil
                }
                lastPass = answer.time
                continue
            }
            var spell =
                open
                ?? HealthSpell(
                    answers: index..<index, start: answer.time, last: answer.time, before: lastPass, end: nil, answered: 0,
                    timeouts: 0)
            spell.answers = spell.answers.lowerBound..<index + 1
            spell.last = answer.time
            if answer.isAnswered { spell.answered += 1 }
            if answer.observation.errorType == "timeout" { spell.timeouts += 1 }
            open = spell
        }
        if let open { spells.append(open) }
        return spells
    }

    /// Changes between answers that came; answers that did not come, or say nothing, are passed over.
    public static func transitions(_ answers: [SeriesAnswer]) -> [HealthTransition] {
        var transitions: [HealthTransition] = []
        var last: (status: HealthStatus, time: Instant)?
        for (index, answer) in answers.enumerated() {
            if let before = last, before.status != answer.status, before.status != .unknown, answer.status != .unknown {
                transitions.append(
                    HealthTransition(
                        from: before.status, to: answer.status, before: before.time, after: answer.time, answer: index))
            }
            last = (answer.status, answer.time)
        }
        return transitions
    }

    /// Places after which the observer itself was away: the first answer after a gap of more than `factor` intervals.
    public static func gaps(_ answers: [SeriesAnswer], interval: Int64, factor: Int64 = 5) -> [Int] {
        guard interval > 0 else { return [] }
        return answers.indices.dropFirst().filter { index in
            answers[index].time.nanoseconds &- answers[index - 1].time.nanoseconds
                > interval.multipliedReportingOverflow(by: factor).partialValue
        }
    }

    /// Value below which a share of the sorted values lies (nearest rank); nil without values.
    public static func quantile(_ sorted: [Int64], perMille: Int) -> Int64? {
        guard !sorted.isEmpty else { return nil }
        let rank = (sorted.count * perMille + 999) / 1000
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
