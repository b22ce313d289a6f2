public import CivicCorrelation
public import CivicModel
import CivicScore

/// What `civic experiment` found.
public struct ExperimentReport: Sendable {
    public var reviews: [ExperimentReview]
    /// Paths of the sources of the run, by index.
    public var paths: [String]
    public var problems: [InputProblem]
    public var records: Int
    /// Answers of health endpoints.
    public var answers: Int

    public init(reviews: [ExperimentReview], paths: [String], problems: [InputProblem], records: Int, answers: Int) {
        (self.reviews, self.paths, self.problems) = (reviews, paths, problems)
        (self.records, self.answers) = (records, answers)
    }

    func path(_ place: FaultReview.Place) -> String { paths.indices.contains(place.source) ? paths[place.source] : "" }

    func address(_ place: FaultReview.Place) -> String { "\(path(place)):\(place.line)" }
}

/// Spans of time as people say them.
enum SpanText {
    static func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e9 }

    /// `0.03 s`, `12.1 s`, `4 min 10 s`.
    static func of(_ nanoseconds: Int64) -> String {
        let seconds = abs(Self.seconds(nanoseconds))
        let sign = nanoseconds < 0 ? "-" : ""
        if seconds >= 120 {
            let whole = Int(seconds.rounded())
            return sign + "\(whole / 60) min" + (whole % 60 > 0 ? " \(whole % 60) s" : "")
        }
        return sign + (NumberText.fixed(seconds, decimals: seconds < 9.995 ? 2 : 1) ?? "?") + " s"
    }

    /// With its sign: `+0.03 s`.
    static func signed(_ nanoseconds: Int64) -> String { (nanoseconds < 0 ? "" : "+") + of(nanoseconds) }

    /// `10:29:53.907`.
    static func clock(_ instant: Instant) -> String { String(instant.formatted(digits: 3).dropFirst(11).dropLast()) }
}

extension ExperimentReview {
    /// How it ended, in words.
    var verdict: String {
        var words = [experiment.status]
        if experiment.origin == .journal {
            if let dry = experiment.dry { words.append("dry run (\(dry))") }
            if experiment.heldBefore == false {
                words.append("steady state not met before")
            } else if experiment.deviated || experiment.heldAfter == false {
                words.append("steady state deviated")
            } else if experiment.heldAfter == true {
                words.append("steady state held")
            }
            if experiment.heldDuring.contains(false) { words.append("not met meanwhile") }
        }
        if experiment.isIncomplete { words.append("journal not whole") }
        return words.joined(separator: ", ")
    }

    /// What an experiment without a fault that is known says.
    var withoutFault: String {
        experiment.isUnknown
            ? "what was injected is not known: nobody can be said to have noticed it, or to have stayed silent"
            : "no fault was injected: there was nothing to notice, and nobody was silent"
    }
}

extension FaultReview {
    /// `stop-broker -> redis`.
    var title: String {
        fault.name + (targets.isEmpty || targets == [fault.name] ? "" : " -> " + targets.joined(separator: ", "))
    }

    /// One sentence for each clock that jumped, with the interval of the jump.
    var clockJumpSentences: [String] {
        clockJumps.map { service, step in
            func size(_ nanoseconds: Int64) -> String { NumberText.fixed(SpanText.seconds(nanoseconds), decimals: 2) ?? "?" }
            let isBack = step.change < 0
            let (low, high) = isBack ? (0 &- step.high, 0 &- step.low) : (step.low, step.high)
            return
                "the clock of \(service) jumped \(isBack ? "back" : "ahead") by \(size(isBack ? 0 &- step.change : step.change)) s "
                + "(\(size(low)) to \(size(high)))"
        }
    }

    /// How the target was found, in words.
    var targetWords: String {
        switch targetOrigin {
        case "arguments": "target from the action's arguments"
        case "url": "target from the action's address"
        case "function": "target from the action's function"
        case "process": "target from the action's command"
        case "name": "target from the action's name"
        case "tags": "target from the experiment's tags"
        case "title": "target from the experiment's title"
        case "list": "target as listed"
        case "configuration": "target from civic.yml"
        default: "target unknown; experiments.targets of civic.yml can name it"
        }
    }

    /// What a team should read of it, one sentence each.
    var lessons: [String] {
        var lessons: [String] = []
        if !hasEffect {
            lessons.append(
                "\(fault.name) had no effect that is seen here: either nothing needs what it hit, or nothing tells of it")
        } else if !isNoticed {
            lessons.append("nobody noticed \(fault.name): no log line and no health endpoint changed")
        }
        for silent in silent where !silent.isStarved {
            lessons.append("\(silent.service) handled nothing for \(SpanText.of(silent.gap)) and would have been invisible")
        }
        for mishap in mishaps where mishap.isMore {
            lessons.append("\(mishap.service): \(NumberText.count(mishap.count)) \(MishapText.what(mishap.kind))")
        }
        for blast in blast where !mishaps.contains(where: { $0.isMore && $0.service == blast.service }) {
            lessons.append(
                "\(blast.service): \(NumberText.count(blast.exposedBad)) of \(NumberText.count(blast.exposed)) chains went wrong there"
            )
        }
        for service in steady {
            lessons.append("the health endpoint of \(service) cannot be trusted: it said the same all along")
        }
        for witness in witnesses where witness.by == .log && !witness.isSpecific {
            lessons.append("what \(witness.service) says of it, it says at other times, too")
        }
        if let first = witnesses.map(\.after).min(), first > 30_000_000_000 {
            lessons.append("the first sign came only after \(SpanText.of(first))")
        }
        let back = Set(recovery.map(\.service))
        let unrecovered = Set(witnesses.map(\.service)).subtracting(back).sorted()
        if !unrecovered.isEmpty {
            lessons.append("\(CountText.list(unrecovered)) did not say that it works again")
        }
        return lessons
    }
}
