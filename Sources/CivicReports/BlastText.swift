import CivicCorrelation
import CivicScore

/// How far a fault reached, in words.
enum BlastText {
    /// Such as `shipping: 12 of 41 chains that began during the fault (10 never got there, 2 late); before it 1 of 380: 17 to 44
    /// percentage points more`.
    static func sentence(_ blast: FaultReview.Blast) -> String {
        var parts: [String] = []
        if blast.missing > 0 { parts.append("\(NumberText.count(blast.missing)) never got there") }
        if blast.late > 0 { parts.append("\(NumberText.count(blast.late)) late") }
        if blast.failed > 0 { parts.append("\(NumberText.count(blast.failed)) with an error") }
        if blast.stuck > 0 { parts.append("\(NumberText.count(blast.stuck)) stuck there") }
        if blast.repeated > 0 { parts.append("\(NumberText.count(blast.repeated)) handled more than once") }
        var text =
            "\(blast.service): \(NumberText.count(blast.exposedBad)) of \(NumberText.count(blast.exposed)) chains that began during the fault"
        if !parts.isEmpty { text += " (" + parts.joined(separator: ", ") + ")" }
        text += "; before it \(NumberText.count(blast.controlBad)) of \(NumberText.count(blast.control))"
        text += ": \(hundredths(blast.low)) to \(hundredths(blast.high)) percentage points more"
        if blast.beside > 0 {
            text +=
                "; of those that do not pass what was hit \(NumberText.count(blast.besideBad)) of \(NumberText.count(blast.beside))"
        }
        if blast.isCollateral { text += " (collateral: these chains do not pass what was hit)" }
        return text
    }

    private static func hundredths(_ share: Double) -> String {
        NumberText.fixed(share * 100, decimals: abs(share) < 0.0995 ? 1 : 0) ?? "?"
    }
}
