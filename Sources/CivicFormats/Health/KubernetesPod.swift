public import CivicModel

/// Pods as `kubectl get pod -o json|yaml` prints them: ready or not, container by container.
public enum KubernetesPod: HealthFormat {
    public static let id = "k8s-pod"
    public static let title = "Kubernetes pods (kubectl get -o json|yaml)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"kind":"Pod","metadata":{"name":"shop-1"},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"shop","ready":true,"restartCount":0,"state":{"running":{"startedAt":"2025-03-01T10:00:00Z"}}}]}}"#,
                .pass, components: 1),
            HealthSample(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop-1\nstatus:\n  conditions:\n  - status: \"False\"\n    type: Ready\n  containerStatuses:\n  - name: shop\n    ready: false\n    restartCount: 3\n    state:\n      waiting:\n        reason: CrashLoopBackOff\n  phase: Running\n",
                .fail, components: 1),
            HealthSample(
                #"{"kind":"List","items":[{"kind":"Pod","metadata":{"name":"a"},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}},{"kind":"Pod","metadata":{"name":"b"},"status":{"phase":"Pending","conditions":[{"type":"Ready","status":"False"}]}}]}"#,
                .warn, components: 2),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let root = document.json ?? document.yaml, root.isObject else { return nil }
        var report = HealthReport(format: id)
        report.kind = .ready
        if isPod(root) {
            let (status, word) = state(root)
            report.components = containers(root)
            report.service = name(root)
            report.instance = root[path: "metadata", "name"]?.filledText
            report.settle(word: word, status: status)
            if root[path: "metadata", "deletionTimestamp"] != nil { report.lifecycle = .stopping }
            return report
        }
        guard ["List", "PodList"].contains(root["kind"]?.string ?? ""), let items = root["items"]?.elements, !items.isEmpty,
            items.allSatisfy({ isPod($0) })
        else { return nil }
        for pod in items.prefix(ComponentReader.componentLimit) {
            let (status, word) = state(pod)
            var component = HealthComponent(
                name: ComponentReader.short(pod[path: "metadata", "name"]?.text ?? ""), status: status, rawStatus: word)
            component.children = containers(pod)
            report.components.append(component)
        }
        report.settle(word: nil, isFleet: true)
        return report
    }

    private static func isPod(_ value: JSONTree) -> Bool {
        guard let status = value["status"], status.isObject else { return false }
        if let kind = value["kind"]?.string { return kind == "Pod" }
        return status["containerStatuses"]?.isArray == true && status["conditions"]?.isArray == true
    }

    /// The app's label, or the name without what a replica set adds to it.
    static func name(_ pod: JSONTree) -> String? {
        let labels = pod[path: "metadata", "labels"]
        let label = labels?["app.kubernetes.io/name"]?.filledText ?? labels?["app"]?.filledText
        return label ?? pod[path: "metadata", "name"]?.filledText.map { KubernetesEvents.workload($0) }
    }

    private static func state(_ pod: JSONTree) -> (HealthStatus, String) {
        let phase = pod[path: "status", "phase"]?.text ?? ""
        let ready = pod[path: "status", "conditions"]?.elements.first { $0["type"]?.string == "Ready" }
        switch (phase, ready?["status"]?.text) {
        // A job that is done is not ready, and nothing is wrong with it.
        case ("Succeeded", _): return (.unknown, phase)
        case ("Failed", _): return (.fail, phase)
        case (_, "True"): return (.pass, "Ready")
        case (_, "False"): return (.fail, ready?["reason"]?.filledText ?? "NotReady")
        default: return (.unknown, phase.isEmpty ? "Unknown" : phase)
        }
    }

    private static func containers(_ pod: JSONTree) -> [HealthComponent] {
        var components: [HealthComponent] = []
        for entry in (pod[path: "status", "containerStatuses"]?.elements ?? []).prefix(ComponentReader.componentLimit) {
            let ready = entry["ready"]?.truth
            var component = HealthComponent(
                name: ComponentReader.short(entry["name"]?.text ?? ""), status: ready.map { $0 ? .pass : .fail } ?? .unknown,
                rawStatus: ready.map { $0 ? "ready" : "not ready" })
            for state in ["waiting", "terminated"] {
                guard let state = entry[path: "state", state] ?? entry[path: "lastState", state] else { continue }
                component.message =
                    [state["reason"]?.filledText, state["message"]?.filledText].compactMap { $0 }.joined(separator: ": ")
                break
            }
            for key in ["restartCount", "image"] {
                if let text = entry[key]?.text {
                    component.details.append(.init(path: key, value: ComponentReader.short(text)))
                }
            }
            if let started = entry[path: "state", "running", "startedAt"]?.text {
                component.details.append(.init(path: "startedAt", value: ComponentReader.short(started)))
            }
            components.append(component)
        }
        return components
    }
}
