import CivicModel
import CivicProfile

extension ServiceJudge {
    /// Message templates that the contract knows.
    mutating func judgeTemplates() {
        for fact in facts(.template) {
            templates.all += 1
            let level = fact.text("lvl").flatMap { Level(name: $0) }
            guard let shown = observation.templates[fact.subject] else {
                judgeMissingTemplate(fact, level: level)
                continue
            }
            templates.shown += 1
            looked += 1
            guard let level, let now = shown.level, now != level else { continue }
            let k = shown.levels[now] ?? 0
            // Nine of ten records had the old level: five in a row without it are one in a hundred thousand.
            guard k >= 10 || k >= 5 && k == shown.records else { continue }
            var after = fact
            after.attributes["lvl"] = .text(now.name)
            let isLowered = now < level
            claim(
                .levelChanged, isLowered ? .breaking : .warn, fact.subject, before: fact, after: after, k, of: shown.records,
                samples: shown.samples,
                "\"\(shown.text)\" was \(level.name) and is \(now.name) now\(isLowered ? ": alerts on \(level.name) no longer see it" : "")",
                fix: "Log it at \(level.name) again, or tell those who alert on it.")
        }
    }

    private mutating func judgeMissingTemplate(_ fact: ContractFact, level: Level?) {
        let text = fact.text("x") ?? ""
        let isRead = options.readers(service, fact).isEmpty == false
        // An error that did not happen is no evidence that its message is gone.
        let isTrouble = level.map { $0 >= .warn } ?? false
        let rate = fact.text("rate").flatMap { Magnitude($0)?.value } ?? 0
        let expected = Double(observation.records) * rate
        let isAudible = level.map { level in observation.lowestLevel.map { $0 <= level } ?? true } ?? true
        guard provesAbsence, !isTrouble || isRead, isAudible, expected > Proof.demand else {
            unexercised.append(fact)
            return
        }
        looked += 1
        let successor = reworded(text, level: level)
        claim(
            .templateRemoved, isRead && !options.isBackwardOnly ? .breaking : .warn, fact.subject, before: fact,
            after: successor, 0,
            of: observation.records,
            "\"\(text)\" is not logged any more; some \(Int(expected)) such records were expected"
                + (successor.map { "; it likely reads \"\($0.text("x") ?? "")\" now" } ?? ""),
            fix: "See whether somebody counts on this message; a field with an event name outlives its wording.")
    }

    /// A new template with most of the words of the old.
    private func reworded(_ text: String, level: Level?) -> ContractFact? {
        let known = Set(facts(.template).map(\.subject))
        let words = NameWords.of(text)
        guard words.count >= 2 else { return nil }
        var best: (share: Double, id: String)?
        for id in observation.templates.keys.sorted() where !known.contains(id) {
            guard let template = observation.templates[id], template.records >= Proof.least, template.level == level else {
                continue
            }
            let other = NameWords.of(template.text)
            let share = Double(words.intersection(other).count) / Double(max(words.count, other.count))
            if share >= 0.6, share > best?.share ?? 0 { best = (share, id) }
        }
        return best.flatMap { found in
            observation.templates[found.id].map { draft.template(found.id, $0, common: commonPaths) }
        }
    }

    /// Paths that the contract says nearly all records have.
    var commonPaths: Set<String> {
        Set(facts(.field).filter { $0.text("pres").flatMap(PresenceClass.init)?.isCommon ?? false }.map(\.subject))
    }

    /// Message templates that the contract does not know.
    mutating func judgeNewTemplates() {
        let known = Set(facts(.template).map(\.subject))
        let followers = Set(claims.compactMap { $0.change.after?.kind == .template ? $0.change.after?.subject : nil })
        let isCrowded = observation.templates.count > ContractDraft.crowd
        for id in observation.templates.keys.sorted() where !known.contains(id) && !followers.contains(id) {
            guard let template = observation.templates[id], Proof.isNew(template.records, of: observation.records, base: base),
                !isCrowded || template.records * 1000 >= observation.records
            else { continue }
            claim(
                .added, .ok, id, after: draft.template(id, template, common: commonPaths), template.records,
                of: observation.records, samples: template.samples, "\"\(template.text)\" is a new message",
                fix: "Nothing to do.")
        }
    }
}
