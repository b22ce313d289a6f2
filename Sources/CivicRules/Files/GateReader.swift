import CivicModel

/// Reads what a run must reach and whom it must hear from: `gate:` and `expect:`.
struct GateReader {
    let decoder: FileDecoder

    // MARK: - Gate

    /// Reads `gate:` on top of what earlier files set.
    /// - Parameter origins: places of the settings, by dotted key.
    func gate(_ node: YAMLNode, into gate: inout GatePolicy, origins: inout [String: Place]) {
        let known = [
            "min_score", "min_dimension", "services", "system", "fail_on", "fail_on_new", "no_worse_than", "tolerance",
            "min_records",
        ]
        guard let fields = decoder.fields(node, of: "gate", known: known) else { return }
        for key in known {
            guard let node = fields[key], !node.isNull else { continue }
            origins["gate.\(key)"] = decoder.place(node)
            switch key {
            case "min_score": gate.minimumScore = decoder.number(node, "min_score", in: 0...100)
            case "system":
                guard let fields = decoder.fields(node, of: "gate.system", known: ["min_score"]) else { continue }
                guard let score = fields["min_score"], !score.isNull else { continue }
                gate.minimumScore = decoder.number(score, "min_score", in: 0...100)
                origins["gate.min_score"] = decoder.place(score)
            case "min_dimension": gate.minimumDimension.merge(dimensions(node)) { _, new in new }
            case "services": services(node, into: &gate, origins: &origins)
            case "fail_on": if let word = failOn(node) { gate.failOn = word.severity }
            case "fail_on_new": gate.failOnNew = decoder.boolean(node, "fail_on_new") ?? false
            case "no_worse_than":
                gate.noWorseThan = decoder.string(node, "no_worse_than").map {
                    TextFile.join(TextFile.directory(of: decoder.file), $0)
                }
            case "tolerance": gate.tolerance = decoder.number(node, "tolerance", in: 0...100) ?? 0.5
            default: gate.minimumRecords = decoder.integer(node, "min_records", in: 0...Int.max)
            }
        }
        if let node = fields["fail_on_new"], gate.failOnNew, gate.noWorseThan == nil {
            decoder.report(
                node, "fail_on_new compares with an earlier report, and none is named",
                help: "add no_worse_than: with a report of civic audit --format json")
        }
    }

    private func dimensions(_ node: YAMLNode) -> [Dimension: Double] {
        var result: [Dimension: Double] = [:]
        for entry in decoder.map(node, "min_dimension") ?? [] {
            guard let dimension = Dimension(rawValue: entry.key) else {
                decoder.unknown(entry, of: "min_dimension", known: Dimension.allCases.map(\.rawValue))
                continue
            }
            result[dimension] = decoder.number(entry.value, entry.key, in: 0...100)
        }
        return result
    }

    private func failOn(_ node: YAMLNode) -> GatePolicy.FailOn? {
        if node.text.flatMap(ValueSyntax.boolean) == false { return .nothing }
        guard let word = decoder.choice(node, "severity", among: Severity.allCases.map(\.rawValue) + ["off"]) else {
            return nil
        }
        return Severity(rawValue: word).map(GatePolicy.FailOn.severity) ?? .nothing
    }

    private func services(_ node: YAMLNode, into gate: inout GatePolicy, origins: inout [String: Place]) {
        for entry in decoder.map(node, "gate.services") ?? [] {
            let known = ["min_score", "min_dimension", "fail_on"]
            guard let fields = decoder.fields(entry.value, of: "an entry of gate.services", known: known) else { continue }
            var limits = GatePolicy.ServiceLimits(services: entry.key)
            limits.minimumScore = fields["min_score"].flatMap { decoder.number($0, "min_score", in: 0...100) }
            limits.minimumDimension = fields["min_dimension"].map(dimensions) ?? [:]
            limits.failOn = fields["fail_on"].flatMap(failOn)
            // A later file says all of an entry anew, and has the last word.
            gate.services.removeAll { $0.services == entry.key }
            gate.services.append(limits)
            origins["gate.services.\(entry.key)"] = Place(file: decoder.file, line: entry.line, column: entry.column)
        }
    }

    // MARK: - Expectations

    /// Reads `expect:` on top of what earlier files set.
    func expectations(_ node: YAMLNode, into expectations: inout Expectations, origins: inout [String: Place]) {
        guard let fields = decoder.fields(node, of: "expect", known: ["services", "complete"]) else { return }
        if let complete = fields["complete"], !complete.isNull {
            expectations.isComplete = decoder.boolean(complete, "complete") ?? false
            origins["expect.complete"] = decoder.place(complete)
        }
        guard let services = fields["services"], !services.isNull else { return }
        // A list of names asks for one record each.
        if let items = services.items {
            for item in items {
                guard let name = decoder.string(item, "an item of expect.services") else { continue }
                add(.init(services: name), decoder.place(item), to: &expectations, &origins)
            }
            return
        }
        for entry in decoder.map(services, "expect.services") ?? [] {
            guard let service = expected(entry) else { continue }
            let place = Place(file: decoder.file, line: entry.line, column: entry.column)
            add(service, place, to: &expectations, &origins)
        }
    }

    private func add(
        _ service: Expectations.Service, _ place: Place, to expectations: inout Expectations, _ origins: inout [String: Place]
    ) {
        expectations.services.removeAll { $0.services == service.services }
        expectations.services.append(service)
        origins["expect.services.\(service.services)"] = place
    }

    /// A number of records, or a map with more.
    private func expected(_ entry: YAMLNode.Entry) -> Expectations.Service? {
        var service = Expectations.Service(services: entry.key)
        if entry.value.isNull { return service }
        if entry.value.text != nil {
            guard let records = decoder.integer(entry.value, "the records of \(entry.key)", in: 0...Int.max) else { return nil }
            service.minimumRecords = records
            return service
        }
        let known = ["min_records", "health"]
        guard let fields = decoder.fields(entry.value, of: "an expected service", known: known) else { return nil }
        if let node = fields["min_records"], let records = decoder.integer(node, "min_records", in: 0...Int.max) {
            service.minimumRecords = records
        }
        if let node = fields["health"] { service.health = decoder.boolean(node, "health") ?? false }
        return service
    }
}
