import CivicModel
import Testing

@testable import CivicScore

@Suite struct ScoringTests {
    /// Credits of the worked example in the design, from its violations and the thresholds of the catalogue.
    @Test(arguments: [
        ("EXP-001", 1, 4, Allowance(ok: 0.01, bad: 1), 0.30), ("EXP-002", 1, 3, Allowance(ok: 0.1, bad: 1), 0.48),
        ("MSG-004", 138, 402, Allowance(ok: 0.05, bad: 0.8), 0.31), ("MSG-005", 3, 61, Allowance(ok: 0.01, bad: 0.3), 0.53),
        ("MSG-001", 11, 43, Allowance(ok: 0.1, bad: 0.8), 0.55),
        ("LOG-007", 48_210, 48_210, Allowance(ok: 0.05, bad: 1), 0.00),
        ("FMT-001", 2, 61, Allowance(ok: 0.005, bad: 0.1), 0.37),
    ])
    func `the worked example earns the credits that the design prints`(
        id: String, violations: Int, population: Int, allowance: Allowance, credit: Double
    ) {
        let x = Double(violations) / Double(population)
        #expect(abs(allowance.credit(ratio: x) - credit) < 0.006, "\(id)")
    }

    /// The seven dimensions of the worked example, each made by one rule whose ratio earns exactly that score.
    private func worked(_ scores: [(Dimension, Double)]) -> [RuleOutcome] {
        scores.map { dimension, score in
            // Over a ramp from 1e-6 to 1, the credit c is earned by a ratio of 10^(-6c).
            let rule = info("X-\(dimension)", dimension, Allowance(ok: 1e-6, bad: 1))
            let population = 1_000_000_000
            var ratio = 1.0
            var (low, high) = (1e-6, 1.0)
            for _ in 0..<200 {
                ratio = (low * high).squareRoot()
                if rule.allowance.credit(ratio: ratio) > score / 100 { low = ratio } else { high = ratio }
            }
            return outcome(rule, Int((ratio * Double(population)).rounded()), of: population)
        }
    }

    static let example: [(Dimension, Double)] = [
        (.format, 85.6), (.message, 64.1), (.correlation, 84.0), (.health, 82.8), (.security, 95.0), (.volume, 82.4),
        (.experiment, 37.6),
    ]

    @Test func `the worked example comes to 77,9 and a B`() throws {
        let card = Scoring(assessed: everything).card(outcomes: worked(Self.example), services: [("orders", 48_210)])
        let orders = try #require(card.services.first)
        for (dimension, expected) in zip(orders.dimensions, Self.example) {
            #expect(dimension.dimension == expected.0)
            #expect(abs(dimension.score - expected.1) < 0.01)
        }
        #expect(abs(orders.score - 77.9) < 0.05)
        #expect(orders.grade == "B")
        #expect(orders.uncapped == orders.score && orders.unsuppressed == orders.score)
    }

    @Test func `two leaked keys cap the worked example at 49, and say what it would be without`() throws {
        var outcomes = worked(Self.example)
        let rule = info(
            "SEC-001", .security, .critical, severity: .error, Allowance(ok: 0, bad: 0, minimum: 1, presence: true),
            cap: ScoreCap(at: 49))
        outcomes.append(outcome(rule, 2, of: 48_210))
        let orders = try #require(
            Scoring(assessed: everything).card(outcomes: outcomes, services: [("orders", 48_210)]).services.first)
        #expect(orders.score == 49)
        #expect(orders.grade == "F")
        #expect(orders.uncapped > 60)
        #expect(orders.caps.map(\.rule) == ["SEC-001"])
        #expect(orders.caps.first?.violations == 2)
    }

    @Test func `caps combine by their minimum and are listed lowest first`() throws {
        let outcomes =
            clean() + [
                outcome(info("LOG-004", .format, cap: ScoreCap(at: 74, from: 0.5)), 60, of: 100),
                outcome(info("LOG-001", .format, cap: ScoreCap(at: 59, from: 0.2)), 20, of: 100),
                outcome(info("LOG-005", .format, cap: ScoreCap(at: 59, from: 0.2)), 19, of: 100),
            ]
        let orders = try #require(
            Scoring(assessed: everything).card(outcomes: outcomes, services: [("orders", 100)]).services.first)
        #expect(orders.caps.map(\.rule) == ["LOG-001", "LOG-004"])
        #expect(orders.score == min(59, orders.uncapped))
    }

    @Test func `four critical services come to 63,2 and a C, held back by the worst`() throws {
        let scores = [("a", 77.9), ("b", 91.3), ("c", 84.0), ("d", 38.2)]
        var outcomes: [RuleOutcome] = []
        for (name, score) in scores {
            for var outcome in worked(Dimension.allCases.map { ($0, score) }) {
                outcome.service = name
                outcomes.append(outcome)
            }
        }
        let services = scores.map { (name: $0.0, records: 1000) }
        var scoring = Scoring(assessed: everything)
        let open = try #require(scoring.card(outcomes: outcomes, services: services).system)
        #expect(abs(open.score - 72.85) < 0.01)
        for (name, _) in scores { scoring.tiers[name] = .critical }
        let system = try #require(scoring.card(outcomes: outcomes, services: services).system)
        #expect(abs(system.score - 63.2) < 0.01)
        #expect(system.grade == "C")
    }

    @Test func `tiers weigh three, one and a half`() throws {
        let bad = outcome(info("LOG-001", .format), 100, of: 100, in: "b")
        let outcomes = [outcome(info("LOG-001", .format), 0, of: 100, in: "a"), bad]
        let scoring = Scoring(tiers: ["a": .critical, "b": .internal], assessed: everything)
        let card = scoring.card(outcomes: outcomes, services: [("a", 100), ("b", 100)])
        #expect(abs(try #require(card.system).score - 300 / 3.5) < 1e-9)
        #expect(try #require(card.system).grade == "unrated")
    }

    @Test func `the gain is exactly what the capped score gains by the repair`() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let system = RandomSystem(using: &random)
            let card = system.card()
            for finding in card.findings where finding.score.outcome.suppressed == 0 {
                var mended = system
                for i in mended.outcomes.indices where mended.outcomes[i].service == finding.service {
                    guard mended.outcomes[i].rule.id == finding.score.outcome.rule.id else { continue }
                    mended.outcomes[i].violations = 0
                    for t in mended.outcomes[i].templateRatios.indices { mended.outcomes[i].templateRatios[t].violations = 0 }
                }
                let before = try #require(card.services.first { $0.name == finding.service })
                let after = try #require(mended.card().services.first { $0.name == finding.service })
                #expect(abs(after.score - before.score - finding.score.gain) < 1e-9)
                #expect(finding.score.price >= finding.score.pointsLost)
            }
        }
    }

    @Test func `a leak comes first, then what failed, then what is provisional, the dearest first`() {
        let leak = info(
            "SEC-001", .security, .low, severity: .error, Allowance(ok: 0, bad: 0, minimum: 1, presence: true),
            cap: ScoreCap(at: 49))
        let outcomes =
            clean() + [
                outcome(leak, 1, of: 1_000_000), outcome(info("LOG-001", .format, .critical), 3, of: 3),
                outcome(info("LOG-002", .format, .low), 900, of: 1000),
                outcome(info("LOG-003", .format, .critical), 900, of: 1000),
            ]
        let card = Scoring(assessed: everything).card(outcomes: outcomes, services: [("orders", 1000)])
        #expect(card.findings.map(\.score.outcome.rule.id) == ["SEC-001", "LOG-003", "LOG-002", "LOG-001"])
        #expect(card.findings.map(\.score.verdict) == [.fail, .fail, .fail, .provisional])
    }

    @Test func `points lost are exactly what the repair returns`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let system = RandomSystem(using: &random)
            let card = system.card()
            for finding in card.findings {
                var mended = system
                for i in mended.outcomes.indices where mended.outcomes[i].service == finding.service {
                    guard mended.outcomes[i].rule.id == finding.score.outcome.rule.id else { continue }
                    mended.outcomes[i].violations = 0
                    for t in mended.outcomes[i].templateRatios.indices { mended.outcomes[i].templateRatios[t].violations = 0 }
                }
                let before = try #require(card.services.first { $0.name == finding.service })
                let after = try #require(mended.card().services.first { $0.name == finding.service })
                #expect(abs(after.uncapped - before.uncapped - finding.score.pointsLost) < 1e-9)
            }
        }
    }

    @Test func `not applicable, not assessed and clean are three different things`() throws {
        let outcomes =
            clean() + [
                outcome(info("MSG-004", .message), 0, of: 0), outcome(info("HLT-001", .health), 5, of: 10),
            ]
        let scoring = Scoring(assessed: everything.subtracting([.health]))
        let orders = try #require(scoring.card(outcomes: outcomes, services: [("orders", 100)]).services.first)
        let verdicts = Dictionary(uniqueKeysWithValues: orders.rules.map { ($0.outcome.rule.id, $0.verdict) })
        #expect(verdicts["MSG-004"] == .notApplicable)
        #expect(verdicts["HLT-001"] == .notApplicable)
        #expect(verdicts["CLEAN-message"] == .pass)
        #expect(orders.dimensions.filter(\.assessed).map(\.dimension) == [.format, .message, .correlation, .security])
        #expect(orders.score == 100)
        // 100 points, but not every dimension was assessed: no A+.
        #expect(orders.grade == "A")
    }

    @Test func `a service of its own may have fewer dimensions assessed`() throws {
        let outcomes = clean(Dimension.allCases) + clean(Dimension.allCases, in: "pay")
        let card = Scoring(assessed: everything).card(
            outcomes: outcomes, services: [("orders", 1), ("pay", 1)], assessedDimensions: ["pay": [.format, .security]])
        #expect(card.services.map(\.grade) == ["A+", "unrated"])
        // What was not assessed is no A+ of the system either.
        #expect(try #require(card.system).grade == "A")
    }

    @Test func `an A+ needs a clean slate`() throws {
        func grade(_ more: RuleOutcome) -> String? {
            let many = (0..<30).map { outcome(info("FILL-\($0)", .format), 0, of: 100_000) }
            let outcomes = clean(Dimension.allCases) + many + [more]
            return Scoring(assessed: everything).card(outcomes: outcomes, services: [("orders", 1)]).services.first?.grade
        }
        let rule = info("SEC-008", .format, .low, severity: .error)
        #expect(grade(outcome(rule, 0, of: 10_000)) == "A+")
        #expect(grade(outcome(rule, 200, of: 10_000)) == "A")
        #expect(grade(outcome(rule, 0, of: 10_000, suppressed: 1)) == "A")
    }

    @Test func `few records give a thin letter, or a provisional verdict, but never fail`() throws {
        let strict = Allowance(ok: 0.001, bad: 0.2)
        let outcomes =
            [.format, .message, .correlation, .security].map { outcome(info("T-\($0)", $0, strict), 0, of: 25) }
            + [outcome(info("LOG-001", .format, strict), 1, of: 25)]
        var scoring = Scoring(assessed: everything)
        let orders = try #require(scoring.card(outcomes: outcomes, services: [("orders", 25)]).services.first)
        #expect(orders.certainty == .thin)
        #expect(orders.grade.hasSuffix("?"))
        #expect(orders.rules.first?.outcome.rule.id == "LOG-001")
        #expect(orders.rules.first?.verdict == .provisional)
        scoring.pointVerdicts = true
        let point = scoring.card(outcomes: outcomes, services: [("orders", 25)])
        #expect(point.services.first?.rules.first?.verdict == .fail)
        #expect(point.services.first?.score == orders.score)
    }

    @Test func `a whole interval above the allowance fails`() {
        let outcomes = [outcome(info("LOG-001", .format), 300, of: 1000), outcome(info("LOG-002", .format), 11, of: 1000)]
        let card = Scoring(assessed: everything).card(outcomes: outcomes, services: [("orders", 1000)])
        #expect(card.services.first?.rules.map(\.verdict) == [.fail, .provisional])
    }

    @Test func `a suppressed rule says so and leaves the unsuppressed score beside`() throws {
        let rule = info("SEC-001", .security, Allowance(ok: 0, bad: 0, presence: true), cap: ScoreCap(at: 49))
        let outcomes = clean() + [outcome(rule, 0, of: 100, suppressed: 3)]
        let orders = try #require(
            Scoring(assessed: everything).card(outcomes: outcomes, services: [("orders", 100)]).services.first)
        #expect(orders.rules.first { $0.outcome.rule.id == "SEC-001" }?.verdict == .suppressed)
        #expect(orders.score == 100)
        #expect(orders.unsuppressed == 49)
        #expect(orders.caps.isEmpty)
    }

    @Test func `findings come dearest first, then by severity, service and rule`() {
        let outcomes = ["b", "a"].flatMap { name in
            [
                outcome(info("M-2", .message, severity: .warn), 100, of: 100, in: name),
                outcome(info("M-1", .message, severity: .error), 100, of: 100, in: name),
                outcome(info("M-3", .message, .critical, severity: .info), 100, of: 100, in: name),
                outcome(info("M-4", .message), 1, of: 1000, in: name),
            ]
        }
        let card = Scoring(assessed: everything).card(outcomes: outcomes, services: [])
        #expect(
            card.findings.map { "\($0.service) \($0.score.outcome.rule.id)" }
                == ["a M-3", "b M-3", "a M-1", "b M-1", "a M-2", "b M-2"])
    }

    @Test func `nothing read is no score`() {
        let card = Scoring(assessed: everything).card(outcomes: [], services: [("orders", 0)])
        #expect(card.system == nil)
        #expect(card.services.first?.isScored == false)
        #expect(card.services.first?.grade == "unrated")
        #expect(Scoring(assessed: everything).card(outcomes: [], services: []).services.isEmpty)
    }

    @Test func `a message is filled once, whatever the log puts into it`() {
        let rule = info("LOG-001", .format, message: "{service}: {violations} of {n} ({ratio}) have no {example}; {x} {")
        let text = FindingMessage.text(outcome(rule, 1234, of: 50_000, example: "{n}"), ratio: 1234 / 50_000)
        #expect(text == "orders: 1,234 of 50,000 (2.5%) have no {n}; {x} {")
    }

    @Test func `a fingerprint knows rule, service and subject, and no counts`() throws {
        func print(_ violations: Int, _ service: String, _ subject: String, _ example: String = "") throws -> String {
            var sample = outcome(info("LOG-001", .format), violations, of: 100, in: service, example: example)
            sample.subjects = [subject]
            let card = Scoring(assessed: everything).card(outcomes: [sample], services: [])
            return try #require(card.findings.first).fingerprint
        }
        #expect(try print(90, "orders", "a") == print(80, "orders", "a"))
        #expect(try print(90, "orders", "a") != print(90, "order", "sa"))
        #expect(try print(90, "orders", "a") != print(90, "orders", "b"))
        // Which of several faults is quoted may differ from run to run.
        #expect(try print(90, "orders", "a", "x") == print(90, "orders", "a", "y"))
        #expect(try print(90, "orders", "a").count == 16)
        // Frozen: users keep these in their own files.
        #expect(try print(90, "orders", "a") == "2f9c778c498d9aea")
    }

    @Test(arguments: [
        (0.0, "0%"), (1, "100%"), (0.16, "16%"), (0.05, "5%"), (0.0333, "3.3%"), (0.0006, "0.06%"), (0.99999, ">99.99%"),
        (0.998, "99.8%"), (1e-9, "<0.0001%"), (0.00012345, "0.012%"), (0.9949, "99%"),
    ])
    func `a ratio is printed with the digits that matter`(ratio: Double, text: String) {
        #expect(NumberText.percent(ratio) == text)
    }

    @Test func `numbers are printed without a locale`() {
        #expect([0, 999, 1000, 1_234_567, -1234].map(NumberText.count) == ["0", "999", "1,000", "1,234,567", "-1,234"])
        #expect(NumberText.count(.min) == "-9,223,372,036,854,775,808")
        #expect(NumberText.fixed(0.05, decimals: 1) == "0.1")
        #expect(NumberText.fixed(-1.005, decimals: 3) == "-1.005")
        #expect(NumberText.fixed(12, decimals: 0) == "12")
        #expect(NumberText.fixed(.nan, decimals: 1) == nil)
        #expect(NumberText.fixed(1e300, decimals: 1) == nil)
    }

    @Test func `a score just below a cut is not printed as the cut`() {
        #expect(Grade.printed(89.96) == 89.9)
        #expect(Grade.printed(89.94) == 89.9)
        #expect(Grade.printed(90) == 90)
        #expect(Grade.printed(77.96) == 78)
        #expect(Grade.letter(score: 90 - 1e-12, spotless: false, certainty: .solid) == "A")
        #expect(Grade.letter(score: 59.9999, spotless: true, certainty: .fair) == "D")
        #expect(Grade.letter(score: 97, spotless: true, certainty: .thin) == "A+?")
        #expect(Grade.letter(score: 0, spotless: true, certainty: .solid) == "F")
    }

    @Test func `a rule without a weight is said and costs nothing`() {
        let gaps = info("HLT-023", .health, .unscored, severity: .info, Allowance(ok: 0, bad: 0.5, minimum: 1))
        let scoring = Scoring(assessed: everything)
        let without = scoring.card(outcomes: clean([.format, .health]), services: [("orders", 10)])
        let with = scoring.card(outcomes: clean([.format, .health]) + [outcome(gaps, 1, of: 1)], services: [("orders", 10)])
        #expect(with.findings.map(\.score.outcome.rule.id) == ["HLT-023"])
        #expect(with.services[0].score == without.services[0].score)
        #expect(with.findings[0].score.price == 0)
        // Alone it makes no number.
        let alone = scoring.card(outcomes: [outcome(gaps, 1, of: 1)], services: [("orders", 10)])
        #expect(!alone.services[0].isScored)
    }
}
