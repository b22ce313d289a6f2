import CivicModel
import CivicProfile
import Testing

@testable import CivicCorrelation

/// What is said of systems in which nothing happens, and of a few in which something does.
struct WitnessNullTests {
    private struct Dice {
        var state: UInt64
        mutating func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / 9_007_199_254_740_992
        }
    }

    private static let second: Int64 = 1_000_000_000
    private static let base: Int64 = 1_767_607_200 * second

    private func experiment(from start: Int64, to end: Int64) -> Experiment {
        var experiment = Experiment(title: "T", origin: .list, status: "declared", path: "list")
        var fault = Fault(name: "cut", type: "fault", start: Instant(nanoseconds: Self.base + start * Self.second))
        fault.end = Instant(nanoseconds: Self.base + end * Self.second)
        (fault.targets, fault.keywords) = (["elsewhere"], ["elsewhere"])
        experiment.faults = [fault]
        return experiment
    }

    /// The review of an experiment against records given as (service, message, level, nanoseconds after the base).
    private func review(
        _ experiment: Experiment, _ records: [(service: String, text: String, level: Level, time: Int64)]
    ) -> FaultReview? {
        var collected: [RecordKind: KindHistory] = [:]
        var fingerprints: [String: UInt64] = [:]
        for (line, record) in records.enumerated() {
            let template = fingerprints[record.text] ?? UInt64(fingerprints.count + 1)
            fingerprints[record.text] = template
            let kind = RecordKind(
                source: 0, service: record.service, origin: .field, template: template, level: record.level,
                isServerError: false, isZoneAssumed: false)
            let mark = TimeBins.Mark(nanoseconds: Self.base + record.time, source: 0, line: line, byte: line)
            collected[kind, default: KindHistory(text: record.text)].far.add(mark)
            collected[kind]?.near.add(mark)
        }
        let system = ObservedSystem(
            collected, names: ServiceNames(Profile()), ceiling: .max, health: nil, correlation: nil, experiments: [experiment])
        return ExperimentReviewer(system, pins: [:]).review(experiment).faults.first
    }

    private func quiet(
        _ dice: inout Dice, services: Int, seconds: Int64
    ) -> [(service: String, text: String, level: Level, time: Int64)] {
        var records: [(service: String, text: String, level: Level, time: Int64)] = []
        for service in 0..<services {
            for second in 0..<seconds { records.append(("s\(service)", "worked", .info, second * Self.second + 1)) }
            // Troubles that come anywhere, from one in ten minutes to one in ten seconds.
            let rate = 0.0017 * [1.0, 6, 60][service % 3]
            var time = 0.0
            while true {
                time += max(0.001, -log2(max(1e-9, dice.next())) / 1.4427 / rate)
                guard time < Double(seconds) else { break }
                records.append(("s\(service)", "trouble", .error, Int64(time * 1e9)))
            }
        }
        return records
    }

    /// Without a C library: enough digits for a waiting time.
    private func log2(_ x: Double) -> Double {
        var (value, power) = (x, 0.0)
        while value < 1 {
            value *= 2
            power -= 1
        }
        return power + (value - 1) * (1.4427 - 0.4427 * (value - 1))
    }

    @Test func `a burst that names the fault is a sign although the same was said once elsewhere`() throws {
        func witnesses(_ text: String) throws -> [String] {
            var records: [(service: String, text: String, level: Level, time: Int64)] = []
            for second in 0..<280 { records.append(("s", "worked", .info, Int64(second) * Self.second + 1)) }
            for second in [52.5, 55.5, 58.5, 61.5, 64.5, 277] { records.append(("s", text, .error, Int64(second * 1e9))) }
            return try #require(review(experiment(from: 50, to: 66), records)).witnesses.map(\.service)
        }
        #expect(try witnesses("elsewhere does not answer") == ["s"])
        #expect(try witnesses("something does not answer") == [])
    }

    @Test func `troubles that come anywhere are hardly ever taken for signs`() {
        var dice = Dice(state: 11)
        var (alarms, chances) = (0, 0)
        for _ in 0..<60 {
            let records = quiet(&dice, services: 6, seconds: 900)
            let start = Int64(60 + dice.next() * 780)
            let review = review(experiment(from: start, to: start + 15), records)
            alarms += review?.witnesses.count ?? 0
            chances += 6
            #expect(review?.silent.isEmpty == true)
        }
        #expect(Double(alarms) / Double(chances) <= 0.05, "\(alarms) of \(chances)")
    }

    @Test func `a burst that falls into the time of a fault by chance is hardly ever taken for a sign`() {
        var dice = Dice(state: 3)
        var (alarms, chances) = (0, 0)
        for _ in 0..<100 {
            var records = quiet(&dice, services: 3, seconds: 240)
            for service in 0..<3 {
                let start = Int64(dice.next() * 230e9)
                for k in 0..<25 { records.append(("s\(service)", "far side is slow", .warn, start + Int64(k) * 200_000_000)) }
            }
            let start = Int64(70 + dice.next() * 80)
            alarms += review(experiment(from: start, to: start + 15), records)?.witnesses.count ?? 0
            chances += 3
        }
        #expect(Double(alarms) / Double(chances) <= 0.08, "\(alarms) of \(chances)")
    }

    @Test func `a service that says something only then is a witness, and one that stops is silent`() {
        var dice = Dice(state: 5)
        var records = quiet(&dice, services: 3, seconds: 900)
        records.removeAll { $0.service == "s1" && (300..<330).contains($0.time / Self.second) }
        for second in 301..<320 { records.append(("s0", "far side gone", .warn, Int64(second) * Self.second)) }
        let review = review(experiment(from: 300, to: 330), records)
        #expect(review?.witnesses.contains { $0.service == "s0" && $0.after == Self.second && $0.isSpecific } == true)
        #expect(review?.silent.map { $0.service } == ["s1"])
        #expect(review?.recovery.contains { $0.service == "s1" && $0.after < Self.second } == true)
    }

    @Test func `a lone warning counts only where something else points to its service`() {
        var dice = Dice(state: 5)
        var records = quiet(&dice, services: 3, seconds: 900)
        records.append(("s1", "disk nearly full", .warn, 307 * Self.second))
        #expect(review(experiment(from: 300, to: 330), records)?.witnesses.contains { $0.service == "s1" } == false)
        records.append(("s2", "elsewhere answers late", .warn, 307 * Self.second))
        #expect(
            review(experiment(from: 300, to: 330), records)?.witnesses.contains { $0.message == "elsewhere answers late" }
                == true)
        records.removeAll { $0.service == "s1" && $0.text == "worked" && (301..<330).contains($0.time / Self.second) }
        #expect(
            review(experiment(from: 300, to: 330), records)?.witnesses.contains { $0.message == "disk nearly full" } == true)
    }

    @Test func `an ordinary error that becomes a flood is a sign`() {
        var dice = Dice(state: 8)
        var records = quiet(&dice, services: 3, seconds: 900)
        for i in 0..<400 { records.append(("s2", "trouble", .error, 300 * Self.second + Int64(i) * 50_000_000)) }
        let review = review(experiment(from: 300, to: 320), records)
        #expect(review?.witnesses.contains { $0.service == "s2" } == true)
    }

    @Test func `nothing within the window is nobody's word`() {
        let review = review(
            experiment(from: 100, to: 110), [("s", "worked", .info, 0), ("s", "worked", .info, 900 * Self.second)])
        #expect(review?.isNoticed == false)
        #expect(review?.unjudged == ["s"])
    }
}
