import CivicCorrelation
import CivicFormats
import CivicModel
import CivicProfile

/// One service as the measures see it: its cells, with their shapes, in an order that depends on nothing but the input.
struct ServiceView {
    struct Entry {
        var key: Profile.CellKey
        var counts: Profile.Cell
        /// Index into the system's shapes.
        var shape: Int
    }

    var name: String
    var entries: [Entry]
    /// Cells of what an event store holds of the service's events: no log, and judged as events.
    var events: [Entry] = []
    /// Sources whose rejected lines are charged to this service.
    var rejectedSources: [Int] = []

    var records: Int { entries.reduce(0) { $0 + $1.counts.records } + events.reduce(0) { $0 + $1.counts.records } }
}

/// All services of a run, and what they share.
struct SystemView {
    var services: [ServiceView]
    var shapes: [Shape]
    /// By shape: the record is an event, wherever it stands.
    var holdsEvent: [Bool]
    var templates: [UInt64: String]
    var sources: [Int: Profile.SourceTally]
    /// Services by source: the one that most records of the source belong to.
    var owners: [Int: String]
    /// Sources that records of several services stand in.
    var mixedSources: Set<Int>
    /// Chains, health and experiments.
    var evidence: SystemEvidence
    /// Fields that chains found to hold ids, by service and role.
    var foundIDs: [String: [IDRole: Set<String>]]
    /// Health endpoints by service.
    var health: [String: HealthSubject]

    /// Builds the view of `profile`. Records that name no service belong to the one service that their source names, when
    /// it names exactly one, else to what its path says.
    init(_ profile: Profile, evidence: SystemEvidence = SystemEvidence()) {
        self.evidence = evidence
        foundIDs = [:]
        for column in evidence.correlation?.roles ?? [] {
            foundIDs[column.service, default: [:]][column.role, default: []].insert(column.field)
        }
        let shapeKeys = profile.shapes.keys.sorted()
        shapes = shapeKeys.compactMap { profile.shapes[$0] }
        holdsEvent = shapes.map(\.holdsEvent)
        let shapeIndex = Dictionary(uniqueKeysWithValues: shapeKeys.enumerated().map { ($1, $0) })
        templates = profile.templates
        health = HealthSubject.all(evidence, templates: profile.templates)
        sources = profile.sources

        let names = ServiceNames(profile)

        // Who plays an experiment is no part of what is judged.
        let signs = Set(profile.templates.filter { ToolLog.isSign($0.value) }.keys)
        let played = Set(profile.cells.keys.filter { signs.contains($0.template) }.map(\.source))
        var entries: [String: [ServiceView.Entry]] = [:]
        var events: [String: [ServiceView.Entry]] = [:]
        var shares: [Int: [String: Int]] = [:]
        for (key, cell) in profile.cells where !played.contains(key.source) {
            let name = names.name(key.service, key.origin, source: key.source)
            let entry = ServiceView.Entry(key: key, counts: cell, shape: shapeIndex[key.shape] ?? 0)
            if names.stores.contains(key.source) {
                events[name, default: []].append(entry)
                if entries[name] == nil { entries[name] = [] }
                continue
            }
            entries[name, default: []].append(entry)
            shares[key.source, default: [:]][name, default: 0] += cell.records
        }
        owners = shares.mapValues { share in
            share.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        }
        mixedSources = Set(shares.filter { $0.value.count > 1 }.keys)
        // A service may be known by its health endpoint alone.
        for series in evidence.health?.series ?? [] where entries[series.service] == nil { entries[series.service] = [] }
        services = entries.map { name, list in
            ServiceView(
                name: name, entries: list.sorted(by: Self.precedes), events: (events[name] ?? []).sorted(by: Self.precedes))
        }.sorted { $0.name < $1.name }
        let owners = owners
        for (index, service) in services.enumerated() {
            services[index].rejectedSources = profile.sources.keys.filter { owners[$0] == service.name }.sorted()
        }
    }

    private static func precedes(_ a: ServiceView.Entry, _ b: ServiceView.Entry) -> Bool {
        if a.key.source != b.key.source { return a.key.source < b.key.source }
        if a.shape != b.shape { return a.shape < b.shape }
        if a.key.template != b.key.template { return a.key.template < b.key.template }
        if a.key.levelText != b.key.levelText { return a.key.levelText < b.key.levelText }
        if a.key.level != b.key.level { return a.key.level < b.key.level }
        if a.key.time.bits != b.key.time.bits { return a.key.time.bits < b.key.time.bits }
        return (a.key.service, a.key.origin.rawValue) < (b.key.service, b.key.origin.rawValue)
    }
}
