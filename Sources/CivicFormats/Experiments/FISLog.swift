import CivicModel

/// The experiment log of AWS Fault Injection Service: one JSON record an event, `log_type` and `details` in each.
enum FISLog {
    static func read(_ records: [JSONDocument], path: String) -> [Experiment]? {
        guard records.contains(where: { $0["log_type"]?.string != nil && $0["details"] != nil }) else { return nil }
        var ids: [String] = []
        var byID: [String: [JSONDocument]] = [:]
        for record in records where record["log_type"]?.string != nil {
            let id = record["id"]?.string ?? ""
            if byID[id] == nil { ids.append(id) }
            byID[id, default: []].append(record)
        }
        return ids.map { experiment(id: $0, byID[$0] ?? [], path: path) }
    }

    private static func experiment(id: String, _ records: [JSONDocument], path: String) -> Experiment {
        var experiment = Experiment(title: id.isEmpty ? path : id, origin: .journal, status: "running", path: path)
        var order: [String] = []
        var actions: [String: Fault] = [:]
        for record in records {
            let details = record["details"] ?? .null
            let time = record["event_timestamp"]?.instant
            switch record["log_type"]?.string {
            case "experiment-start": experiment.start = details["experiment_start_time"]?.instant ?? time
            case "experiment-end":
                experiment.end = details["experiment_end_time"]?.instant ?? time
                experiment.status = details["experiment_state"]?["status"]?.string ?? "completed"
            case "action-start", "action-end", "action-error":
                let name = details["action_name"]?.string ?? details["action_id"]?.string ?? "action"
                let state = details["action_state"]?["status"]?.string
                guard let start = details["action_start_time"]?.instant ?? actions[name]?.start ?? time else { break }
                if details["action_id"]?.string == "aws:fis:wait" { break }
                if actions[name] == nil {
                    order.append(name)
                    var fault = Fault(
                        name: name, type: details["action_id"]?.string ?? "action", start: start)
                    let targets =
                        details["action_targets"]?.members.flatMap { [$0.key] + ($0.value.scalarText.map { [$0] } ?? []) } ?? []
                    fault.hints = targets.map { Fault.Hint($0, origin: "arguments") } + [Fault.Hint(name, origin: "name")]
                    fault.chooseTargets(residue: NameWords.of(name).filter { !FaultVerb.isVerb($0) })
                    if let target = targets.last { (fault.targets, fault.targetOrigin) = ([target], "arguments") }
                    fault.endOrigin = "no end is recorded"
                    fault.collectKeywords(address: nil)
                    actions[name] = fault
                }
                if record["log_type"]?.string == "action-end" {
                    actions[name]?.end = details["action_end_time"]?.instant ?? time
                    actions[name]?.endOrigin = "its own duration"
                }
                if state == "failed" {
                    experiment.remarks.append("action \"\(name)\" failed, and is not counted as a fault")
                    actions[name]?.type = "failed"
                }
            default: break
            }
        }
        experiment.faults = order.compactMap { actions[$0] }.filter { $0.type != "failed" }.sorted {
            ($0.start, $0.name) < ($1.start, $1.name)
        }
        experiment.steps = experiment.faults.map { fault in
            var step = ExperimentStep(name: fault.name, type: "action", phase: .method, start: fault.start)
            step.end = fault.end
            return step
        }
        return experiment
    }
}
