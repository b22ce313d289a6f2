public import CivicModel

/// What Prometheus' blackbox exporter says of one probe, in the exposition format.
public enum BlackboxProbe: HealthFormat {
    public static let id = "blackbox"
    public static let title = "Prometheus blackbox exporter"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                "# TYPE probe_success gauge\nprobe_success 0\n# TYPE probe_http_status_code gauge\nprobe_http_status_code 503\nprobe_duration_seconds 0.099\n",
                .fail, components: 1),
            HealthSample(
                "# TYPE probe_success gauge\nprobe_success{instance=\"http://shop/health\"} 1\n", .pass, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let probe = probe(document) else { return nil }
        var report = HealthReport(format: id)
        report.httpStatus = probe.code
        report.components = [
            HealthComponent(
                name: probe.instance ?? "probe", status: probe.isSuccess ? .pass : .fail, rawStatus: probe.isSuccess ? "1" : "0"
            )
        ]
        report.components[0].duration = probe.duration
        report.settle(word: probe.isSuccess ? "1" : "0")
        return report
    }

    struct Probe {
        var isSuccess: Bool
        var code: Int?
        var duration: Int64?
        var instance: String?
    }

    static func probe(_ document: HealthDocument) -> Probe? {
        guard document.json == nil, document.lines.contains(where: { $0.hasPrefix("probe_success") }) else { return nil }
        var probe: Probe?
        var values: [String: String] = [:]
        for line in document.lines where !line.hasPrefix("#") {
            let name = line.prefix { $0 != "{" && $0 != " " }
            let rest = line.dropFirst(name.count)
            if rest.hasPrefix("{"), let (_, after) = rest.split(around: "instance=\""), probe?.instance == nil,
                name == "probe_success"
            {
                values["instance"] = String(after.prefix { $0 != "\"" })
            }
            // A value may be followed by the time of the sample.
            let tail = rest.hasPrefix("{") ? rest.split(around: "} ").map { $0.1 } ?? "" : rest.drop { $0 == " " }
            if let value = tail.split(separator: " ").first, values[String(name)] == nil {
                values[String(name)] = String(value)
            }
        }
        guard let success = values["probe_success"].flatMap({ Double($0) }) else { return nil }
        let code = values["probe_http_status_code"].flatMap { Double($0) }.flatMap { Int(exactly: $0) }
        probe = Probe(isSuccess: success == 1, code: code.flatMap { (100..<600).contains($0) ? $0 : nil })
        probe?.duration = values["probe_duration_seconds"].flatMap { HealthTime.nanoseconds(.number($0), unit: 1e9) }
        probe?.instance = values["instance"]
        return probe
    }
}
