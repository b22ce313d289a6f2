import CivicModel
import Testing

@testable import CivicScore

/// The properties that the score promises, each over thousands of random systems from a fixed seed.
@Suite struct ScorePropertyTests {
    private static let cases = 3000
    private static let noise = 1e-9

    @Test func `a repair never lowers any number`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<Self.cases {
            var system = RandomSystem(using: &random)
            let before = system.card()
            let broken = system.outcomes.indices.filter { system.outcomes[$0].violations > 0 }
            guard let i = broken.randomElement(using: &random) else { continue }
            let t = system.outcomes[i].templateRatios.indices.filter { system.outcomes[i].templateRatios[$0].violations > 0 }
                .randomElement(using: &random)!
            let mended = Int.random(in: 1...system.outcomes[i].templateRatios[t].violations, using: &random)
            system.outcomes[i].templateRatios[t].violations -= mended
            system.outcomes[i].violations -= mended
            let after = system.card()
            for (a, b) in zip(before.services, after.services) {
                #expect(b.score >= a.score - Self.noise)
                #expect(b.uncapped >= a.uncapped - Self.noise)
                for (x, y) in zip(a.dimensions, b.dimensions) { #expect(y.score >= x.score - Self.noise) }
                for (x, y) in zip(a.rules, b.rules) { #expect(y.credit >= x.credit - Self.noise) }
            }
            #expect((after.system?.score ?? 0) >= (before.system?.score ?? 0) - Self.noise)
        }
    }

    @Test func `copies of the corpus give the same number and a narrower interval`() {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<Self.cases {
            var system = RandomSystem(using: &random)
            let before = system.card()
            let k = Int.random(in: 2...9, using: &random)
            for i in system.outcomes.indices {
                system.outcomes[i].population *= k
                system.outcomes[i].violations *= k
                system.outcomes[i].suppressed *= k
                for t in system.outcomes[i].templateRatios.indices {
                    system.outcomes[i].templateRatios[t].population *= k
                    system.outcomes[i].templateRatios[t].violations *= k
                }
            }
            let after = system.card()
            for (a, b) in zip(before.services, after.services) {
                #expect(abs(a.score - b.score) < Self.noise)
                #expect(abs(a.unsuppressed - b.unsuppressed) < Self.noise)
                #expect(b.high - b.low <= a.high - a.low + Self.noise)
                #expect(a.caps.map(\.rule) == b.caps.map(\.rule))
            }
            #expect(abs((before.system?.score ?? 0) - (after.system?.score ?? 0)) < Self.noise)
        }
    }

    @Test func `a merged rule earns a credit between those of its parts`() {
        var random = SeededGenerator(seed: 13)
        for _ in 0..<Self.cases {
            let system = RandomSystem(using: &random)
            let rule = system.outcomes[0].rule
            func part() -> RuleOutcome {
                let population = Int.random(in: 1...10_000, using: &random)
                return outcome(rule, Int.random(in: 0...population, using: &random), of: population)
            }
            let (a, b) = (part(), part())
            let merged = outcome(rule, a.violations + b.violations, of: a.population + b.population)
            let credits = [a, b, merged].map { rule.allowance.credit(ratio: ViolationRatio($0).value) }
            #expect(min(credits[0], credits[1]) - Self.noise <= credits[2])
            #expect(credits[2] <= max(credits[0], credits[1]) + Self.noise)
        }
    }

    @Test func `every number stays within its bounds`() {
        var random = SeededGenerator(seed: 14)
        for _ in 0..<Self.cases {
            let card = RandomSystem(using: &random).card()
            for service in card.services {
                for x in [service.score, service.low, service.high, service.uncapped, service.unsuppressed] {
                    #expect(x >= 0 && x <= 100)
                }
                #expect(service.low <= service.score && service.score <= service.high)
                for d in service.dimensions { #expect(0 <= d.low && d.low <= d.score && d.score <= d.high && d.high <= 100) }
                for r in service.rules {
                    #expect(r.credit >= 0 && r.credit <= 1 && r.pointsLost >= 0 && r.pointsLost <= 100)
                    #expect(0 <= r.ratioLow && r.ratioHigh <= 1)
                    if r.verdict != .notApplicable { #expect(r.ratioLow <= r.ratio && r.ratio <= r.ratioHigh) }
                }
                let lost = service.rules.reduce(0) { $0 + $1.pointsLost }
                if service.isScored { #expect(abs(100 - lost - service.uncapped) < 1e-6) }
            }
            if let system = card.system { #expect(system.score >= 0 && system.score <= 100) }
        }
    }

    @Test func `a suppression never lowers the score, nor lifts the unsuppressed one`() {
        var random = SeededGenerator(seed: 15)
        for _ in 0..<Self.cases {
            var system = RandomSystem(using: &random)
            let before = system.card()
            for service in before.services { #expect(service.unsuppressed <= service.score + Self.noise) }
            guard let i = system.outcomes.indices.randomElement(using: &random) else { continue }
            let all = system.outcomes[i].violations
            // All of them, as a suppression of the rule does.
            system.outcomes[i].violations = 0
            system.outcomes[i].suppressed += all
            for t in system.outcomes[i].templateRatios.indices { system.outcomes[i].templateRatios[t].violations = 0 }
            let after = system.card()
            for (a, b) in zip(before.services, after.services) {
                #expect(b.score >= a.score - Self.noise)
                #expect(b.unsuppressed <= b.score + Self.noise)
                if system.outcomes[i].rule.allowance.ratio == .records {
                    #expect(abs(b.unsuppressed - a.unsuppressed) < Self.noise)
                }
            }
            #expect((after.system?.score ?? 0) >= (before.system?.score ?? 0) - Self.noise)
        }
    }

    @Test func `the order of the counts changes no bit`() {
        var random = SeededGenerator(seed: 16)
        for _ in 0..<Self.cases / 2 {
            var system = RandomSystem(using: &random)
            let before = numbers(system.card())
            system.outcomes.shuffle(using: &random)
            system.services.shuffle(using: &random)
            for i in system.outcomes.indices { system.outcomes[i].templateRatios.shuffle(using: &random) }
            #expect(numbers(system.card()) == before)
        }
    }

    @Test func `what one service does never changes the score of another`() {
        var random = SeededGenerator(seed: 17)
        for _ in 0..<Self.cases {
            var system = RandomSystem(using: &random)
            let before = system.card()
            let name = system.services[0].name
            for i in system.outcomes.indices where system.outcomes[i].service == name {
                system.outcomes[i].violations = system.outcomes[i].population
            }
            for (a, b) in zip(before.services, system.card().services) where a.name != name {
                #expect(a.score == b.score && a.grade == b.grade && a.low == b.low && a.high == b.high)
            }
        }
    }

    /// All that is computed, bit by bit.
    private func numbers(_ card: Scorecard) -> [String] {
        func bits(_ x: Double) -> String { String(x.bitPattern, radix: 16) }
        var all = [card.system.map { "\(bits($0.score)) \($0.grade)" } ?? "none"]
        for s in card.services {
            all.append("\(s.name) \(s.grade) \([s.score, s.low, s.high, s.uncapped, s.unsuppressed].map(bits))")
            all += s.dimensions.map { "\($0.dimension) \($0.assessed) \([$0.score, $0.low, $0.high].map(bits))" }
            all += s.rules.map {
                let x = [$0.ratio, $0.ratioLow, $0.ratioHigh, $0.credit, $0.pointsLost].map(bits)
                return "\($0.outcome.rule.id) \($0.verdict) \(x)"
            }
        }
        return all + card.findings.map { "\($0.fingerprint) \($0.message)" }
    }
}
