import CivicModel

/// Reads who counts on the logs, and how strictly a contract is judged: `consumers:` and `contract:`.
struct ConsumerReader {
    let decoder: FileDecoder

    func contract(_ node: YAMLNode, into policy: inout ContractPolicy, origins: inout [String: Place]) {
        guard let fields = decoder.fields(node, of: "contract", known: ["min_records", "strict_values"]) else { return }
        if let node = fields["min_records"], !node.isNull {
            policy.minimumRecords = decoder.integer(node, "min_records", in: 0...Int.max) ?? policy.minimumRecords
            origins["contract.min_records"] = decoder.place(node)
        }
        if let node = fields["strict_values"], !node.isNull {
            policy.strictValues = decoder.boolean(node, "strict_values") ?? false
            origins["contract.strict_values"] = decoder.place(node)
        }
    }

    /// A list; those of later files come behind.
    func consumers(_ node: YAMLNode, into policy: inout ContractPolicy) {
        for item in decoder.list(node, "consumers") ?? [] {
            let known = ["name", "services", "fields", "templates", "levels"]
            guard let fields = decoder.fields(item, of: "an entry of consumers", known: known) else { continue }
            guard let name = fields["name"].flatMap({ decoder.string($0, "name") }) else {
                decoder.report(item, "a consumer needs a name", help: "write it like { name: pager, fields: [level] }")
                continue
            }
            func texts(_ key: String) -> [String] {
                guard let node = fields[key], !node.isNull else { return [] }
                return (node.items ?? [node]).compactMap { decoder.string($0, "an entry of \(key)") }
            }
            let consumer = Consumer(
                name: name, services: texts("services"), fields: texts("fields"), templates: texts("templates"),
                levels: texts("levels"))
            for level in consumer.levels where Level(name: level) == nil {
                decoder.report(
                    item, "no level is called \"\(level)\"",
                    help: "levels are \(Level.allCases.dropFirst().map(\.name).joined(separator: ", "))")
            }
            if consumer.fields.isEmpty, consumer.templates.isEmpty, consumer.levels.isEmpty {
                decoder.report(item, "\(name) reads nothing", help: "say what it reads: fields, templates or levels")
                continue
            }
            policy.consumers.append(consumer)
        }
    }
}
