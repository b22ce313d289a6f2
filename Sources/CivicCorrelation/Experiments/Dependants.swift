import CivicFormats
import CivicModel

/// Who should notice when something is broken: services that exchange events with it directly, and those whose health answers look
/// at it. Empty when neither chains nor health tell of any.
struct Dependants {
    /// By name.
    private(set) var names: [String] = []
    /// Services of which it is known whom they exchange events with, and what was broken is not among them. By name.
    private(set) var bystanders: [String] = []

    /// - Parameter targets: what was broken, by the names of the logs or, where no service fits, of the journal.
    init(of targets: [String], in system: ObservedSystem) {
        let broken = Set(targets)
        var found: Set<String> = []
        let all = (system.correlation?.hops ?? []).filter { $0.from != $0.to }
        let hops = all.filter { broken.contains($0.from) || broken.contains($0.to) }
        let most = hops.map(\.count).max() ?? 0
        // What hardly ever passes between two services is no dependency.
        for hop in hops where hop.count * 10 >= most { found.insert(broken.contains(hop.from) ? hop.to : hop.from) }
        let words = targets.map { TargetMatch.core(NameWords.of($0)) }.filter { !$0.isEmpty }
        if let health = system.health, !words.isEmpty {
            for series in health.series where !found.contains(series.service) && !broken.contains(series.service) {
                let bodies = Set(series.observations.compactMap { health.log.observations[$0].body })
                if bodies.contains(where: { Self.looksAt(words, health.log.bodies[$0]?.report.components ?? []) }) {
                    found.insert(series.service)
                }
            }
        }
        names = found.subtracting(broken).filter { !$0.isEmpty }.sorted()
        if !hops.isEmpty {
            let near = Set(hops.flatMap { [$0.from, $0.to] })
            bystanders = Set(all.flatMap { [$0.from, $0.to] }).subtracting(near).subtracting(found).sorted()
        }
    }

    /// Whether a component, by its name or a detail, stands for one of the targets.
    private static func looksAt(_ targets: [[String]], _ components: [HealthComponent]) -> Bool {
        components.contains { component in
            let names = [component.name] + component.details.map(\.value)
            return names.contains { name in
                let said = NameWords.of(name)
                return targets.contains { words in
                    words.allSatisfy { word in said.contains { TargetMatch.isSame($0, word) } }
                }
            } || looksAt(targets, component.children)
        }
    }
}
