import CivicFormats
import CivicModel
import CivicProfile

extension ServiceJudge {
    /// Fields that the contract knows.
    mutating func judgeFields() {
        for fact in facts(.gone) {
            looked += 1
            guard let field = observation.fields[fact.subject], field.present > 0 else { continue }
            claim(
                .goneCameBack, .breaking, fact.subject, before: fact, after: draft.field(fact.subject, field), field.present,
                of: observation.records, samples: field.samples,
                "\(fact.subject) was removed on purpose\(fact.text("why").map { " (\($0))" } ?? "") and is back",
                fix: "Remove it again, or take its line of kind gone out of the contract.")
        }
        for fact in facts(.field) {
            guard let field = observation.fields[fact.subject], field.present > 0 else {
                judgeMissing(fact)
                continue
            }
            looked += 1
            judgePresence(fact, field)
            judgeTypes(fact, field)
            judgeValues(fact, field)
            judgeIDForm(fact, field)
        }
    }

    private func pres(_ fact: ContractFact) -> PresenceClass { fact.text("pres").flatMap(PresenceClass.init) ?? .rare }

    /// Records that must have the field, going by the templates that the contract says have it, and those of them that do. So
    /// other traffic, which writes other messages, is no change of the format.
    private func carriers(_ fact: ContractFact) -> (k: Int, n: Int, named: Bool) {
        let (path, isCommon) = (fact.subject, pres(fact).isCommon)
        var (k, n, named) = (0, 0, false)
        for template in facts(.template) {
            guard isCommon ? !template.list("lacks").contains(path) : template.list("has").contains(path) else { continue }
            named = true
            guard let shown = observation.templates[template.subject] else { continue }
            n += shown.records
            k += observation.present(path, in: shown)
        }
        return (k, n, named)
    }

    /// The role that the contract gives to the field.
    private func idFact(_ path: String) -> ContractFact? { facts(.id).first { $0.subject == path } }

    private mutating func judgeMissing(_ fact: ContractFact) {
        let presence = pres(fact)
        let carried = carriers(fact)
        let n = carried.named ? carried.n : presence > .rare ? observation.records : 0
        let chance = carried.named ? 0.99 : presence.expected
        guard provesAbsence, n >= ContractDraft.settled else {
            unexercised.append(fact)
            return
        }
        looked += 1
        let id = idFact(fact.subject)
        let renamed = renaming(of: fact, id: id)
        let tail = BinomialTail.atMost(0, of: n, chance: chance)
        let hint = renamed.map { "; it is likely called \($0.subject) now" } ?? ""
        let fix =
            renamed.map {
                "Write \(fact.subject) again beside \($0.subject) until nobody reads the old name, or accept the change."
            }
            ?? "Write \(fact.subject) again, or tell those who read it and accept the change."
        if id != nil {
            let kind: ChangeKind = renamed == nil ? .idCoverageDropped : .idRenamed
            // Of the records that were looked at: others may have the new name as well.
            let carrying = min(n, renamed.flatMap { observation.fields[$0.subject]?.present } ?? 0)
            claim(
                kind, .breaking, fact.subject, before: fact, after: renamed, carrying, of: n, chance: tail,
                "no record has \(fact.subject), the id that ties \(service) to others\(hint)", fix: fix)
        } else {
            // Those who will read old logs do not miss it, but they look for the new name where all records have it.
            let isNew = renamed?.text("pres") == PresenceClass.always.rawValue
            let breaks = !options.isBackwardOnly || isNew
            claim(
                .fieldRemoved, breaks ? .breaking : .ok, fact.subject, before: fact, after: renamed, 0, of: n,
                chance: tail, "no record has \(fact.subject) any more\(hint)", fix: fix)
        }
    }

    /// A field that came where this one went: the same role of id, or the same type, presence and messages under a name that
    /// shares its words.
    private func renaming(of fact: ContractFact, id: ContractFact?) -> ContractFact? {
        let known = Set(facts(.field).map(\.subject))
        var best: (score: Int, path: String)?
        for path in observation.fields.keys.sorted() where !known.contains(path) {
            guard let field = observation.fields[path], field.present >= Proof.least else { continue }
            let types = Set(fact.list("t"))
            guard types.isEmpty || !types.isDisjoint(with: field.types.keys) else { continue }
            guard draft.presence(field) == pres(fact) || draft.presence(field) > pres(fact) else { continue }
            var score = NameWords.shared(fact.subject, path)
            if let id {
                if observation.roles[path] == id.text("role") { score += 3 }
                if let shape = id.text("shape"), IDShape.name(ofAll: field.values.samples.map(\.text)) == shape, shape != "text"
                {
                    score += 2
                }
            }
            if score > (best?.score ?? 1) { best = (score, path) }
        }
        return best.flatMap { found in observation.fields[found.path].map { draft.field(found.path, $0) } }
    }

    private mutating func judgePresence(_ fact: ContractFact, _ field: ServiceObservation.Field) {
        let presence = pres(fact)
        guard provesAbsence else { return }
        let carried = carriers(fact)
        guard presence > .rare || carried.named else { return }
        let (k, n, low): (Int, Int, Double)
        if carried.named, carried.n > 0 {
            (k, n, low) = (carried.k, carried.n, 0.99)
        } else if presence.isCommon, carried.named {
            return
        } else {
            // Without messages to go by other traffic shifts the share: only a large drop says something.
            (k, n, low) = (field.present, observation.records, presence.expected)
        }
        let id = idFact(fact.subject)
        guard n >= ContractDraft.settled, Double(k) < (low - 0.01) * Double(n) else { return }
        // Records of one chain stand or fall together: the chains are the units.
        let units = id == nil ? 1 : max(1, observation.perChain ?? 1)
        let chance = BinomialTail.atMost(Int(Double(k) / units), of: Int(Double(n) / units), chance: low)
        var after = fact
        after.attributes["pres"] = .text(draft.presence(field).rawValue)
        let message = "\(fact.subject) is missing in \(n - k) of \(n) records that must have it"
        let fix = "Write \(fact.subject) in all of them again, or accept the change."
        if id != nil {
            claim(
                .idCoverageDropped, .breaking, fact.subject, before: fact, after: after, k, of: n, chance: chance, message,
                fix: fix)
        } else {
            let breaks = presence == .always && !options.isBackwardOnly
            claim(
                .presenceDropped, breaks ? .breaking : .warn, fact.subject, before: fact, after: after, k, of: n,
                chance: chance,
                message, fix: fix)
        }
    }

    private mutating func judgeTypes(_ fact: ContractFact, _ field: ServiceObservation.Field) {
        let known = fact.list("t")
        guard !known.isEmpty else { return }
        for type in field.types.keys.sorted() where !known.contains(type) {
            let k = field.types[type] ?? 0
            guard Proof.isNew(k, of: field.present, base: base * max(pres(fact).low, 0.01)) else { continue }
            var after = fact
            // Where nothing of the old types is left, the new one replaces them.
            let isKept = field.present < ContractDraft.settled || known.contains { field.types[$0] != nil }
            after.attributes["t"] = .list(isKept ? (known + [type]).sorted() : field.types.keys.sorted())
            let widened = type == "number" && known.contains("int") || type == "int" && known.contains("number")
            if widened, type == "int" { continue }
            claim(
                widened ? .numberTypeChanged : .typeChanged, widened ? .warn : .breaking, fact.subject, before: fact,
                after: after, k,
                of: field.present, samples: field.samples,
                "\(fact.subject) was \(known.joined(separator: " or ")) and is \(type) in \(k) of \(field.present) records",
                fix: "Write \(fact.subject) as \(known.joined(separator: " or ")) again: an index refuses or loses the rest.")
        }
        let now = Set(field.types.keys)
        guard known == ["number"], now == ["int"], field.present >= 1000, provesAbsence else { return }
        var after = fact
        after.attributes["t"] = .list(["int"])
        claim(
            .numberTypeChanged, .ok, fact.subject, before: fact, after: after, field.present, of: field.present,
            "\(fact.subject) had decimals and has none now", fix: "Nothing to do.")
    }

    private mutating func judgeValues(_ fact: ContractFact, _ field: ServiceObservation.Field) {
        let known = fact.list("enum")
        if fact.flag("closed"), !known.isEmpty, let few = field.values.few {
            var fresh: [String] = []
            var k = 0
            for value in few.values where LabelValues.isLabel(value.text) {
                let text = String(decoding: value.text, as: UTF8.self)
                guard !known.contains(text), Proof.isNew(value.count, of: field.present, base: base * max(pres(fact).low, 0.01))
                else { continue }
                fresh.append(text)
                k += value.count
            }
            // Levels that are only heard for the first time are no change, but once the line is written anew they belong in it.
            let unheard = fresh.filter { Self.isUnheardLevel($0, known: known) }
            fresh.removeAll(where: unheard.contains)
            if !fresh.isEmpty {
                // Nothing of what was known is left: the list was not extended but replaced.
                let isReplaced = !few.values.contains { known.contains(String(decoding: $0.text, as: UTF8.self)) }
                var after = fact
                after.attributes["enum"] = .list((known + fresh + unheard).sorted())
                claim(
                    .enumChanged, options.policy.strictValues || isReplaced ? .breaking : .warn, fact.subject, before: fact,
                    after: after, k,
                    of: field.present, samples: field.samples,
                    "\(fact.subject) has values that it never had: \(fresh.sorted().joined(separator: ", "))",
                    fix: "See whether those who read \(fact.subject) know the new values.")
            }
        }
        guard let before = fact.text("card").flatMap(CardinalityClass.init), field.values.count >= 1000,
            Double(field.values.count) <= 3 * base * max(pres(fact).low, 0.01)
        else { return }
        let now = CardinalityClass(distinct: field.values.distinct, of: field.values.count)
        guard now.rank >= before.rank + 2 else { return }
        var after = fact
        after.attributes["card"] = .text(now.rawValue)
        if now != .few { (after.attributes["enum"], after.attributes["closed"]) = (nil, nil) }
        claim(
            .cardinalityGrew, .warn, fact.subject, before: fact, after: after, Int(field.values.distinct.rounded()),
            of: field.values.count,
            "\(fact.subject) has some \(Int(field.values.distinct.rounded())) different values; it was \(before.rawValue)",
            fix: "See whether it must be a field of its own: every value costs in an index.")
    }

    /// Whether a new value is a level that nobody wrote so far, spelt as others are: an event in the system and no change of
    /// the format. `ERROR` where `error` was known is one.
    private static func isUnheardLevel(_ word: String, known: [String]) -> Bool {
        func level(_ word: String) -> Level? {
            var word = word
            return word.withUTF8 { LevelReader.level(word: $0) }
        }
        let levels = known.compactMap(level)
        guard let own = level(word), levels.count == known.count, !levels.contains(own) else { return false }
        return known.contains { isLowercase($0) == isLowercase(word) && isUppercase($0) == isUppercase(word) }
    }

    private static func isLowercase(_ word: String) -> Bool { word == word.lowercased() }
    private static func isUppercase(_ word: String) -> Bool { word == word.uppercased() }

    private mutating func judgeIDForm(_ fact: ContractFact, _ field: ServiceObservation.Field) {
        guard let id = idFact(fact.subject), let before = id.text("shape"), before != "text" else { return }
        let samples = field.values.samples.map(\.text)
        guard samples.count > Proof.least, let now = IDShape.name(ofAll: samples), now != before else { return }
        var after = id
        after.attributes["shape"] = .text(now)
        claim(
            .typeChanged, .breaking, fact.subject, before: id, after: after, samples.count, of: samples.count,
            samples: field.samples, "\(fact.subject) was of the form \(before) and is \(now) now",
            fix: "Write ids in one form: those who join on them compare texts.")
    }

    /// Fields that the contract does not know.
    mutating func judgeNewFields() {
        let known = Set((facts(.field) + facts(.gone)).map(\.subject))
        let followers = Set(claims.compactMap { $0.change.after?.kind == .field ? $0.change.after?.subject : nil })
        for path in observation.fields.keys.sorted() where !known.contains(path) && !followers.contains(path) {
            guard let field = observation.fields[path], Proof.isNew(field.present, of: observation.records, base: base) else {
                continue
            }
            let fact = draft.field(path, field)
            let card = CardinalityClass(distinct: field.values.distinct, of: max(1, field.values.count))
            let breaks = options.breaksReadersOfOld && draft.presence(field) == .always
            if field.values.count >= 1000, card.rank >= CardinalityClass.mid.rank {
                claim(
                    .cardinalityGrew, breaks ? .breaking : .warn, path, after: fact, field.present, of: observation.records,
                    samples: field.samples,
                    "the new field \(path) has some \(Int(field.values.distinct.rounded())) different values",
                    fix: "See whether it must be a field of its own: every value costs in an index.")
            } else {
                claim(
                    .added, breaks ? .breaking : .ok, path, after: fact, field.present, of: observation.records,
                    samples: field.samples, "\(path) is new", fix: "Nothing to do.")
            }
        }
    }
}
