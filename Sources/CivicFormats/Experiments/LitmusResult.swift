import CivicModel

/// A `ChaosResult` of LitmusChaos: the verdict and the targets. It holds no times, so it has no faults.
enum LitmusResult: ExperimentNotation {
    static func read(_ document: JSONDocument, path: String) -> [Experiment]? {
        guard document["kind"]?.string == "ChaosResult", let status = document["status"]?["experimentStatus"] else {
            return nil
        }
        let name = document["spec"]?["experiment"]?.string ?? document["metadata"]?["name"]?.string ?? path
        let phase = status["phase"]?.string ?? "unknown"
        var experiment = Experiment(title: name, origin: .journal, status: phase.lowercased(), path: path)
        experiment.deviated = status["verdict"]?.string == "Fail"
        let targets = document["status"]?["history"]?["targets"]?.elements.compactMap { $0["name"]?.string } ?? []
        experiment.remarks.append(
            "a ChaosResult has no times: write down when the fault began and ended as {\"name\", \"target\", \"start\", \"end\"}"
                + (targets.isEmpty ? "" : "; its targets were " + targets.joined(separator: ", ")))
        return [experiment]
    }
}
