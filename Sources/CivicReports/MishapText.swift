import CivicCorrelation
import CivicScore

/// What befell events in the time of a fault, in words.
enum MishapText {
    /// Such as `notifications: 357 sent there and never taken; none in the 9 min 40 s before it`.
    static func sentence(_ mishap: FaultReview.Mishap) -> String {
        "\(mishap.service): \(NumberText.count(mishap.count)) \(what(mishap.kind)); \(before(mishap))"
    }

    static func what(_ kind: FaultReview.Mishap.Kind) -> String {
        switch kind {
        case .lost: "sent there and never taken"
        case .repeated: "handled there more than once"
        }
    }

    private static func before(_ mishap: FaultReview.Mishap) -> String {
        guard mishap.beforeLength > 0 else { return "no quiet time before it to hold that against" }
        return
            "\(mishap.before == 0 ? "none" : NumberText.count(mishap.before)) in the \(SpanText.of(mishap.beforeLength)) before it"
    }
}
