import CivicModel

/// A list that somebody wrote down during a game day: `{"name", "target", "start", "end"}` each, as a JSON array, as lines, as one
/// object, or under `faults` or `experiments` of one.
enum FaultList: ExperimentNotation {
    /// What an entry of such a list may say. A record of a log that has a start and a target says other things as well.
    private static let members: Set<String> = [
        "name", "fault", "title", "description", "target", "targets", "service", "services", "start", "from", "begin", "end",
        "to", "until", "type", "kind", "note", "notes", "comment", "by", "operator", "tags", "expected",
    ]

    /// Whether the first bytes of a source are such a list, one document, and nothing else.
    static func recognises(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        guard String(decoding: head.prefix(4096), as: UTF8.self).contains("\"start\"") else { return false }
        let document = JSONDocument.read(Array(head))
        guard document.problem == nil || document.problem == .cut, let value = document.value else { return false }
        let inner = value["faults"] ?? value["experiments"] ?? value
        let entries: [JSONDocument] = if case .array(let list) = inner { list } else { [inner] }
        return !entries.isEmpty
            && entries.allSatisfy { entry in
                entry.isObject && entry.members.allSatisfy { members.contains($0.key) }
                    && (entry["target"] ?? entry["targets"] ?? entry["service"] ?? entry["services"]) != nil
                    && fault(entry) != nil
            }
    }

    static func read(_ document: JSONDocument, path: String) -> [Experiment]? {
        let title = document["title"]?.string ?? document["name"]?.string ?? path
        var elements: [JSONDocument] = []
        switch document {
        case .array(let list): elements = list
        case .object:
            if let list = document["faults"] ?? document["experiments"], case .array(let inner) = list {
                elements = inner
            } else {
                elements = [document]
            }
        default: return nil
        }
        let faults = elements.compactMap { fault($0) }
        guard !faults.isEmpty else { return nil }
        var experiment = Experiment(title: title, origin: .list, status: "declared", path: path)
        experiment.faults = faults.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
            .map(\.element)
        experiment.start = experiment.faults.first?.start
        experiment.end = experiment.faults.compactMap(\.end).max()
        experiment.steps = experiment.faults.map { fault in
            var step = ExperimentStep(name: fault.name, type: "action", phase: .method, start: fault.start)
            step.end = fault.end
            return step
        }
        let left = elements.count - faults.count
        if left > 0 {
            experiment.remarks.append("\(left) of \(elements.count) entries have no start that is a time, and were left out")
        }
        return [experiment]
    }

    private static func fault(_ entry: JSONDocument) -> Fault? {
        guard let start = (entry["start"] ?? entry["from"] ?? entry["begin"])?.instant else { return nil }
        let target = entry["target"] ?? entry["targets"] ?? entry["service"] ?? entry["services"]
        let name = entry["name"]?.scalarText ?? entry["fault"]?.scalarText
        guard name != nil || target != nil else { return nil }
        var targets: [String] = []
        if let text = target?.scalarText { targets = [text] } else { targets = target?.elements.compactMap(\.scalarText) ?? [] }
        var fault = Fault(
            name: name ?? targets.joined(separator: ", "), type: entry["type"]?.string ?? entry["kind"]?.string ?? "fault",
            start: start)
        fault.end = (entry["end"] ?? entry["to"] ?? entry["until"])?.instant
        // An end before the start is a slip of the pen; nothing can be held against it.
        if let end = fault.end, end < start { fault.end = nil }
        fault.endOrigin = fault.end == nil ? "the list gives no end" : "the list"
        fault.hints = targets.map { Fault.Hint($0, origin: "list") } + [Fault.Hint(fault.name, origin: "name")]
        if targets.isEmpty {
            fault.chooseTargets(residue: NameWords.of(fault.name).filter { !FaultVerb.isVerb($0) })
        } else {
            (fault.targets, fault.targetOrigin) = (targets, "list")
        }
        fault.collectKeywords(address: nil)
        return fault
    }
}
