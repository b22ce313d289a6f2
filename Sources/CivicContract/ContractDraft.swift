import CivicModel

/// The facts that a run shows, in classes.
struct ContractDraft {
    /// Fewest records of something that becomes a fact.
    static let least = Proof.least
    /// Records of a template that say which fields all of them have.
    static let settled = 10
    /// Facts of one kind and service beyond which only what is common becomes one: more are data in names.
    static let crowd = 256

    let observation: ServiceObservation

    init(_ observation: ServiceObservation) { self.observation = observation }

    /// All facts of the service.
    func facts() -> [ContractFact] {
        guard observation.records >= Self.least else { return [] }
        return [service()] + fields() + times() + ids() + templates() + edges() + leaks()
    }

    private func fact(_ kind: ContractFact.Kind, _ subject: String = "", _ attributes: [String: FactValue?]) -> ContractFact {
        ContractFact(
            service: observation.name, kind: kind, subject: subject, attributes: attributes.compactMapValues { $0 })
    }

    // MARK: - The service

    func service() -> ContractFact {
        fact(
            .service, "",
            [
                "fmt": observation.notation.map { .text($0.name) },
                "lvl": observation.lowestLevel.map { .text($0.name) },
                "vol": Magnitude(floor: Double(observation.records)).map { .text($0.text) },
                "per": observation.perChain.flatMap { Magnitude(floor: $0) }.map { .text($0.text) },
            ])
    }

    // MARK: - Fields

    private func fields() -> [ContractFact] {
        let known = observation.fields.filter { $0.value.present >= Self.least }
        let isCrowded = known.count > Self.crowd
        return known.keys.sorted().compactMap { path in
            guard let field = known[path], !isCrowded || field.present * 100 >= observation.records else { return nil }
            return self.field(path, field)
        }
    }

    func presence(_ field: ServiceObservation.Field) -> PresenceClass {
        PresenceClass(share: Double(field.present) / Double(max(1, observation.records)))
    }

    func field(_ path: String, _ field: ServiceObservation.Field) -> ContractFact {
        var attributes: [String: FactValue?] = [
            "pres": .text(presence(field).rawValue),
            "t": field.types.isEmpty ? nil : .list(field.types.keys.sorted()),
        ]
        if field.values.count > 0 {
            attributes["card"] = .text(CardinalityClass(distinct: field.values.distinct, of: field.values.count).rawValue)
            if let values = LabelValues.closed(field.values) {
                attributes["enum"] = .list(values)
                attributes["closed"] = .flag(true)
            }
        }
        return fact(.field, path, attributes)
    }

    // MARK: - Times and ids

    func times() -> [ContractFact] {
        observation.times.keys.sorted().compactMap { path in
            guard let summary = TimeNotation(observation.times[path] ?? [:]), summary.records >= Self.least else { return nil }
            return fact(.time, path, summary.attributes)
        }
    }

    func ids() -> [ContractFact] {
        observation.roles.keys.sorted().compactMap { path in
            guard let field = observation.fields[path], field.present >= Self.least else { return nil }
            return id(path, field)
        }
    }

    func id(_ path: String, _ field: ServiceObservation.Field) -> ContractFact {
        let units = max(1, observation.perChain ?? 1)
        let (k, n) = (Int(Double(field.present) / units), Int(Double(observation.records) / units))
        return fact(
            .id, path,
            [
                "role": observation.roles[path].map { .text($0) },
                "cov": CoverageClass.name(k: k, n: n).map { .text($0) },
                "shape": IDShape.name(ofAll: field.values.samples.map(\.text)).map { .text($0) },
            ])
    }

    // MARK: - Templates

    private func templates() -> [ContractFact] {
        let known = observation.templates.filter { $0.value.records >= Self.least }
        let isCrowded = known.count > Self.crowd
        let common = Set(observation.fields.filter { presence($0.value).isCommon }.keys)
        return known.keys.sorted().compactMap { id in
            guard let template = known[id], !isCrowded || template.records * 1000 >= observation.records else { return nil }
            return self.template(id, template, common: common)
        }
    }

    /// - Parameter common: paths that the contract says nearly all records have.
    func template(_ id: String, _ template: ServiceObservation.Template, common: Set<String>) -> ContractFact {
        var (has, lacks): ([String], [String]) = ([], [])
        for (path, field) in observation.fields where field.present >= Self.least {
            let present = observation.present(path, in: template)
            if common.contains(path) {
                if present < template.records { lacks.append(path) }
            } else if present == template.records, present >= Self.settled {
                has.append(path)
            }
        }
        return fact(
            .template, id,
            [
                "lvl": template.level.map { .text($0.name) },
                "rate": rate(template.records).map { .text($0.text) },
                "x": .text(template.text),
                "has": has.isEmpty ? nil : .list(has.sorted()),
                "lacks": lacks.isEmpty ? nil : .list(lacks.sorted()),
            ])
    }

    /// The rate that at least holds, on the 1-2-5 grid.
    func rate(_ k: Int) -> Magnitude? { Magnitude(floor: Proof.interval(k, observation.records).low) }

    // MARK: - Edges and leaks

    func edges() -> [ContractFact] {
        observation.edges.keys.sorted().compactMap { from in
            let best = observation.edges[from]?.max { ($0.reached, $1.at) < ($1.reached, $0.at) }
            guard let best, best.total >= 30, let reach = CoverageClass.name(k: best.reached, n: best.total) else { return nil }
            return fact(.edge, from, ["at": .text(best.at), "reach": .text(reach)])
        }
    }

    func leaks() -> [ContractFact] { observation.leaks.keys.sorted().map { fact(.leak, $0, [:]) } }
}
