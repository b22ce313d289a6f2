public import CivicCorrelation
import CivicFormats
public import CivicModel
public import CivicProfile

/// What a run shows, service by service: what a contract is made from and held against.
public struct RunObservation {
    var services: [String: ServiceObservation] = [:]

    /// - Parameters:
    ///   - values: what its observers saw in the same scan.
    ///   - outcomes: those of rules about secrets are read.
    ///   - only: the services that are asked for; nil: all.
    ///   - masked: hides what detectors find in a message.
    ///   - damaged: services whose files could not be read whole.
    public init(
        _ profile: Profile, correlation: Correlation?, values: ValueCollector, outcomes: [RuleOutcome], damaged: Set<String>,
        masked: (String) -> String, only: ((String) -> Bool)? = nil
    ) {
        let names = ServiceNames(profile)
        let keys = profile.shapes.keys.sorted()
        let shapes = keys.compactMap { profile.shapes[$0] }
        let index = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
        let views = shapes.map(ShapeFacts.init)
        let templates = profile.templates.mapValues { (id: TemplateID.of($0), text: masked($0)) }
        for (key, cell) in profile.cells where !names.stores.contains(key.source) {
            guard let shape = index[key.shape] else { continue }
            let name = names.name(key.service, key.origin, source: key.source)
            guard only?(name) ?? true else { continue }
            services[name, default: ServiceObservation(name: name)].count(
                cell, key: key, shape: shape, facts: views[shape], template: templates[key.template])
        }
        let paths = views.map { Set($0.fields.map(\.path)) }
        for (service, fields) in values.values(names: names) {
            for (path, sketch) in fields where services[service]?.fields[path] != nil {
                services[service]?.fields[path]?.values = sketch
            }
        }
        for name in services.keys {
            services[name]?.shapes = paths
            services[name]?.chains = correlation?.chains ?? 0
            services[name]?.isDamaged = damaged.contains(name)
        }
        for role in correlation?.roles ?? [] where services[role.service]?.fields[role.field] != nil {
            services[role.service]?.roles[role.field] = role.role.rawValue
        }
        for reach in correlation?.reaches ?? [] where services[reach.to] != nil {
            services[reach.to]?.edges[reach.from, default: []].append(
                .init(at: TemplateID.of(reach.template), reached: reach.reached, total: reach.total))
        }
        for outcome in outcomes where outcome.population > 0 {
            let found = outcome.violations + outcome.suppressed
            guard let secrets = outcome.secrets, found > 0 else { continue }
            services[outcome.service]?.leaks[outcome.rule.id] = .init(
                k: found, n: outcome.population, name: outcome.rule.name, fix: outcome.rule.fix,
                addresses: outcome.evidence,
                templates: secrets.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key))
        }
    }
}

/// What a shape says of all its records.
struct ShapeFacts {
    var fields: [(path: String, type: String?)] = []
    var notation: String
    var timePath: String?

    init(_ shape: Shape) {
        notation = Notation.name(of: shape)
        if let time = shape.index(of: .time) { timePath = shape.fields[time].path }
        var seen: Set<String> = []
        for field in shape.fields.dropFirst(shape.envelopeFieldCount) where field.kind.isPresent {
            guard seen.insert(field.path).inserted else { continue }
            fields.append((field.path, FieldType.name(of: field.kind)))
        }
    }
}

extension ServiceObservation {
    mutating func count(
        _ cell: Profile.Cell, key: Profile.CellKey, shape: Int, facts: ShapeFacts, template: (id: String, text: String)?
    ) {
        records += cell.records
        notations[facts.notation, default: 0] += cell.records
        levels[key.level, default: 0] += cell.records
        for (path, type) in facts.fields {
            fields[path, default: Field()].present += cell.records
            if let type { fields[path]?.types[type, default: 0] += cell.records }
            fields[path]?.samples.merge(cell.samples)
        }
        if let path = facts.timePath, key.time.isReadable { times[path, default: [:]][key.time, default: 0] += cell.records }
        guard let template, key.template != Profile.rareTemplate, !template.text.isEmpty else { return }
        templates[template.id, default: Template(text: template.text)].records += cell.records
        templates[template.id]?.levels[key.level, default: 0] += cell.records
        templates[template.id]?.shapes[shape, default: 0] += cell.records
        templates[template.id]?.samples.merge(cell.samples)
    }
}
