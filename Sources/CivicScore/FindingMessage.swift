import CivicModel

/// Fills the placeholders of a rule's message: `{service}` `{violations}` `{n}` `{ratio}` `{example}`.
enum FindingMessage {
    static func text(_ outcome: RuleOutcome, ratio: Double) -> String {
        var text = ""
        var template = outcome.rule.message
        if outcome.example.isEmpty {
            // A clause that only introduces an example goes with it.
            for clause in [", for example {example}", " ({example})", ": {example}"] {
                while let range = template.firstRange(of: clause) { template.removeSubrange(range) }
            }
        }
        var rest = template[...]
        // One pass from left to right: what is filled in is never searched again, because a log may contain `{n}`.
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else {
                rest = rest[open...]
                break
            }
            let name = rest[rest.index(after: open)..<close]
            switch name {
            case "service": text += outcome.service
            case "violations": text += NumberText.count(outcome.violations)
            case "n": text += NumberText.count(outcome.population)
            case "ratio": text += NumberText.percent(ratio)
            case "example": text += outcome.example
            default:
                // Not ours: keep the brace and look on behind it.
                text += "{"
                rest = rest[rest.index(after: open)...]
                continue
            }
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
