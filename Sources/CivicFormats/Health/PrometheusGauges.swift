public import CivicModel

/// A page of metrics on which a service says by gauges how it is: `app_up 1`, `healthcheck_status{name="db"} 0`. All other
/// metrics on the page say nothing about health.
public enum PrometheusGauges: HealthFormat {
    public static let id = "prometheus-gauges"
    public static let title = "Prometheus exposition format with gauges of health"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                "# HELP shop_up 1 if all is well\n# TYPE shop_up gauge\nshop_up 0\n# TYPE shop_waiting gauge\nshop_waiting 31\n",
                .fail, components: 1),
            HealthSample(
                "# TYPE aspnetcore_healthcheck_status gauge\naspnetcore_healthcheck_status{name=\"db\"} 1\n"
                    + "aspnetcore_healthcheck_status{name=\"cache\"} 0.5\n",
                .warn, components: 2),
        ]
    }

    /// What a gauge of health is called at its end, after which `_status` may come.
    private static let words: Set<String> = ["up", "health", "healthy", "healthcheck", "ready", "alive"]
    /// Labels that say what a gauge is about.
    private static let labels: Set<String> = ["name", "component", "check", "healthcheck", "dependency", "target"]

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil, document.lines.contains(where: { $0.hasPrefix("# TYPE ") }) else { return nil }
        var components: [HealthComponent] = []
        for line in document.lines where !line.hasPrefix("#") {
            guard let sample = sample(line) else { return nil }
            guard isOfHealth(sample.name), components.count < ComponentReader.componentLimit else { continue }
            // A gauge with any other value counts or measures something.
            guard let status = status(sample.value) else { return nil }
            components.append(
                HealthComponent(
                    name: ComponentReader.short(sample.label ?? String(sample.name)), status: status,
                    rawStatus: String(sample.value)))
        }
        guard !components.isEmpty else { return nil }
        var report = HealthReport(format: id)
        report.components = components
        report.settle(word: nil)
        return report
    }

    private static func isOfHealth(_ name: Substring) -> Bool {
        var parts = name.split(separator: "_")
        if parts.last == "status" { parts.removeLast() }
        return parts.last.map { words.contains($0.lowercased()) } ?? false
    }

    private static func status(_ value: Substring) -> HealthStatus? {
        switch Double(value) {
        case 1: .pass
        case 0: .fail
        case 0.5: .warn
        default: nil
        }
    }

    /// `name{label="text",…} value [time]`; nil for a line that is no sample.
    private static func sample(_ line: String) -> (name: Substring, label: String?, value: Substring)? {
        let name = line.prefix { $0 == "_" || $0 == ":" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        var rest = line.dropFirst(name.count)
        var label: String?
        if rest.hasPrefix("{") {
            guard let close = rest.lastIndex(of: "}") else { return nil }
            for pair in rest[rest.index(after: rest.startIndex)..<close].split(separator: ",") where label == nil {
                guard let (key, text) = pair.split(around: "="), labels.contains(key.lowercased()) else { continue }
                label = String(text.filter { $0 != "\"" })
            }
            rest = rest[rest.index(after: close)...]
        }
        let words = rest.split(separator: " ")
        guard !name.isEmpty, name.first?.isNumber == false, words.count == 1 || words.count == 2, Double(words[0]) != nil
        else { return nil }
        return (name, label, words[0])
    }
}
