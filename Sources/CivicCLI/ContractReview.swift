import CivicContract
import CivicReports
import CivicScore

/// Changes as a person reviews them: the old line, the new line, and what they stand on.
enum ContractReview {
    static func text(_ comparison: ContractComparison, run: ObservedRun) -> String {
        var text = ""
        for change in comparison.changes {
            let subject = change.subject.isEmpty ? "" : ":\(SafeText.printable(change.subject, columns: 120))"
            text +=
                "\(change.kind.rawValue):\(SafeText.printable(change.service, columns: 120))\(subject)  \(change.verdict.rawValue)\n"
            text += "  \(SafeText.printable(change.message, columns: 400))\n"
            if let before = change.before { text += "  - \(FactLine.text(before))\n" }
            if let after = change.after { text += "  + \(FactLine.text(after))\n" }
            let (low, high) = (share(change.evidence.low), share(change.evidence.high))
            text += "  seen in \(change.evidence.k) of \(change.evidence.n), 95% interval \(low) to \(high)\n"
            for evidence in (change.addresses + run.evidence(of: change.samples)).prefix(3) {
                text += "    \(SafeText.printable(evidence.path, columns: 200)):\(evidence.line)\n"
            }
            if !change.consumers.isEmpty { text += "  read by \(change.consumers.joined(separator: ", "))\n" }
            text += "\n"
        }
        if comparison.changes.isEmpty { return "nothing changed; \(comparison.notExercised) facts were not exercised\n" }
        return text
            + "accept one: civic contract update PATH... --accept \(comparison.changes[0].kind.rawValue):SERVICE:SUBJECT --why …\n"
    }

    private static func share(_ share: Double) -> String {
        (NumberText.fixed(share * 100, decimals: 1) ?? "?") + "%"
    }
}
