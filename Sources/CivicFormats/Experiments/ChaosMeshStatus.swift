import CivicModel

/// A chaos object of Chaos Mesh 2 with its status, or a list of them (`kubectl get … -o json`): who was hit from when to when
/// stands in `status.experiment.containerRecords[].events`.
enum ChaosMeshStatus: ExperimentNotation {
    static func read(_ document: JSONDocument, path: String) -> [Experiment]? {
        let objects = document["kind"]?.string == "List" ? document["items"]?.elements ?? [] : [document]
        let experiments = objects.compactMap { experiment($0, path: path) }
        return experiments.isEmpty ? nil : experiments
    }

    private static func experiment(_ object: JSONDocument, path: String) -> Experiment? {
        guard let records = object["status"]?["experiment"]?["containerRecords"] ?? object["status"]?["experiment"]?["records"]
        else { return nil }
        let name = object["metadata"]?["name"]?.string ?? path
        let phase = object["status"]?["experiment"]?["desiredPhase"]?.string ?? ""
        var experiment = Experiment(
            title: name, origin: .journal, status: phase == "Run" ? "running" : "completed", path: path)
        let kind = object["kind"]?.string ?? "chaos"
        // Containers that were hit together are one fault.
        var windows: [(start: Instant, end: Instant?, targets: [String])] = []
        for record in records.elements {
            guard let id = record["id"]?.string else { continue }
            // `namespace/pod/container`: the container is named as the service, the pod with what its deployment adds.
            let parts = id.split(separator: "/").map(String.init)
            var start: Instant?
            for event in record["events"]?.elements ?? [] where event["type"]?.string == "Succeeded" {
                guard let time = event["timestamp"]?.instant else { continue }
                switch event["operation"]?.string {
                case "Apply": start = start ?? time
                case "Recover":
                    if let begun = start { windows.append((begun, time, Array(parts.dropFirst()))) }
                    start = nil
                default: break
                }
            }
            if let start { windows.append((start, nil, Array(parts.dropFirst()))) }
        }
        windows.sort { ($0.start, $0.targets.joined()) < ($1.start, $1.targets.joined()) }
        for window in windows {
            if let last = experiment.faults.indices.last, experiment.faults[last].start == window.start,
                experiment.faults[last].end == window.end
            {
                experiment.faults[last].targets += window.targets.suffix(1)
                experiment.faults[last].hints += window.targets.reversed().map { Fault.Hint($0, origin: "arguments") }
                continue
            }
            var fault = Fault(name: name, type: kind, start: window.start)
            fault.end = window.end
            fault.endOrigin = window.end == nil ? "no recovery is recorded" : "recovered"
            fault.targets = window.targets.suffix(1)
            fault.targetOrigin = "arguments"
            fault.hints =
                window.targets.reversed().map { Fault.Hint($0, origin: "arguments") } + [Fault.Hint(name, origin: "name")]
            experiment.faults.append(fault)
        }
        for i in experiment.faults.indices { experiment.faults[i].collectKeywords(address: nil) }
        experiment.start = experiment.faults.first?.start
        experiment.end = experiment.faults.compactMap(\.end).max()
        if experiment.faults.isEmpty { experiment.remarks.append("no target was injected") }
        return experiment
    }
}
