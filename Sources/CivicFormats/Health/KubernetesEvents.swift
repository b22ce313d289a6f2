public import CivicModel

/// What the kubelet says of its probes: events in JSON, and the table at the end of `kubectl describe pod`.
public enum KubernetesEvents: HealthFormat {
    public static let id = "k8s-events"
    public static let title = "Kubernetes events of probes (kubectl get events, describe)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                "Type     Reason     Age                From     Message\n----     ------     ----               ----     -------\nNormal   Started    53s                kubelet  Started container shop\nWarning  Unhealthy  10s (x3 over 20s)  kubelet  Liveness probe failed: HTTP probe failed with statuscode: 503\nNormal   Killing    10s                kubelet  Container shop failed liveness probe, will be restarted\n",
                .fail, components: 1),
            HealthSample(
                #"{"kind":"EventList","items":[{"reason":"Unhealthy","type":"Warning","message":"Readiness probe failed: dial tcp: connection refused","involvedObject":{"kind":"Pod","name":"shop-1"},"count":3,"lastTimestamp":"2025-03-01T10:00:00Z"}]}"#,
                .fail, components: 1),
        ]
    }

    /// One probe that failed, as an event tells it.
    struct Failure {
        var kind: HealthKind
        var message: String
        var pod: String?
        var time: Instant?
        var count: Int?
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let failures = failures(document) else { return nil }
        var report = HealthReport(format: id)
        for failure in failures.prefix(ComponentReader.componentLimit) {
            var component = HealthComponent(name: "\(failure.kind.rawValue) probe", status: .fail, rawStatus: "Unhealthy")
            component.message = ComponentReader.short(failure.message)
            component.time = failure.time
            if let pod = failure.pod { component.details.append(.init(path: "pod", value: ComponentReader.short(pod))) }
            if let count = failure.count { component.details.append(.init(path: "count", value: String(count))) }
            report.components.append(component)
        }
        let kinds = Set(failures.map(\.kind))
        if kinds.count == 1 { report.kind = kinds.first }
        report.settle(word: failures.isEmpty ? nil : "Unhealthy")
        return report
    }

    /// Nil when the document holds no events.
    static func failures(_ document: HealthDocument) -> [Failure]? {
        if let json = document.json {
            let items = json["kind"]?.string == "Event" ? [json] : json["items"]?.elements ?? []
            guard let first = items.first, first["reason"]?.string != nil, first["involvedObject"] ?? first["regarding"] != nil
            else {
                return nil
            }
            var bad: [String] = []
            return items.compactMap { item in
                let message = item["message"]?.text ?? item["note"]?.text ?? ""
                guard let kind = kind(message) else { return nil }
                let time = ["lastTimestamp", "eventTime", "firstTimestamp"].lazy.compactMap {
                    HealthTime.instant(item[$0], bad: &bad)
                }.first
                return Failure(
                    kind: kind, message: message, pod: (item["involvedObject"] ?? item["regarding"])?["name"]?.filledText,
                    time: time ?? HealthTime.instant(item[path: "series", "lastObservedTime"], bad: &bad),
                    count: item["count"]?.integer ?? item[path: "series", "count"]?.integer)
            }
        }
        // A table has its columns; single lines of it are told by their first words.
        guard
            document.lines.contains(where: { line in
                let words = line.split(separator: " ", maxSplits: 3)
                return words.count > 2
                    && (words[0] == "Warning" && words[1] == "Unhealthy" || words[0] == "Type" && words[1] == "Reason")
            })
        else { return nil }
        return document.lines.compactMap { line in
            guard line.hasPrefix("Warning"), line.split(separator: " ", maxSplits: 2).dropFirst().first == "Unhealthy",
                let start = ["Liveness probe ", "Readiness probe ", "Startup probe "].lazy.compactMap({
                    line.firstRange(of: $0)?.lowerBound
                }).first
            else { return nil }
            let message = String(line[start...])
            return kind(message).map { Failure(kind: $0, message: message) }
        }
    }

    /// The probe that a message is about, when it failed.
    static func kind(_ message: String) -> HealthKind? {
        if message.hasPrefix("Liveness probe ") { return .live }
        if message.hasPrefix("Readiness probe ") { return .ready }
        if message.hasPrefix("Startup probe ") { return .startup }
        return nil
    }

    /// `shop-7ff7b9b9-k9nft` without what the replica set and the pod add: `shop`. A stateful set's `shop-0` is `shop`.
    static func workload(_ pod: String) -> String {
        var parts = pod.split(separator: "-")
        func isHash(_ text: Substring, _ lengths: ClosedRange<Int>) -> Bool {
            lengths.contains(text.count) && text.allSatisfy { $0.isLowercase && $0.isLetter || $0.isNumber }
                && (text.contains { $0.isNumber } || lengths.upperBound == 5)
        }
        if parts.count > 2, isHash(parts[parts.count - 1], 5...5), isHash(parts[parts.count - 2], 7...10) {
            parts.removeLast(2)
        } else if parts.count > 1, parts[parts.count - 1].allSatisfy(\.isNumber) {
            parts.removeLast()
        }
        return parts.joined(separator: "-")
    }
}
