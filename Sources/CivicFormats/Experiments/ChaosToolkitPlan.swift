import CivicModel

/// An experiment file of Chaos Toolkit without a journal: what was planned. Nothing in it says when, so it has no faults.
enum ChaosToolkitPlan: ExperimentNotation {
    static func read(_ document: JSONDocument, path: String) -> [Experiment]? {
        guard case .array? = document["method"], document["title"] != nil || document["steady-state-hypothesis"] != nil else {
            return nil
        }
        var experiment = Experiment(
            title: document["title"]?.string ?? path, origin: .plan, status: "planned", path: path)
        experiment.tags = document["tags"]?.elements.compactMap(\.string) ?? []
        let actions = document["method"]?.elements.map { ChaosToolkitActivity($0) }.filter { $0.type == "action" } ?? []
        let names = actions.map { "\"\($0.name)\"" }.joined(separator: ", ")
        experiment.remarks.append(
            "an experiment file says what was planned (\(names.isEmpty ? "no action" : names)), not when it was done")
        return [experiment]
    }
}
