public import CivicModel

/// Lines of a kubelet's log that say nothing but which probe failed, cut out of it; the whole log stays a log.
public enum KubernetesProbeLog: HealthFormat {
    public static let id = "k8s-probe-log"
    public static let title = "a kubelet's lines about failed probes"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"I0507 11:59:41.619645    6247 prober.go:107] "Probe failed" probeType="Readiness" pod="shop/shop-7ff7b9b9-k9nft" podUID="c3" containerName="shop" probeResult="failure" output="HTTP probe failed with statuscode: 503""#,
                .fail, components: 1)
        ]
    }

    static func isLine(_ line: some StringProtocol) -> Bool {
        line.contains("prober.go:") && line.contains("\"Probe failed\" probeType=")
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil, !document.lines.isEmpty, document.lines.allSatisfy({ isLine($0) }) else { return nil }
        var report = HealthReport(format: id)
        for line in document.lines.prefix(ComponentReader.componentLimit) {
            func value(_ name: String) -> String? {
                guard let (_, rest) = line.split(around: " \(name)=\"") else { return nil }
                var text = ""
                var isEscaped = false
                for character in rest {
                    if isEscaped {
                        text.append(character)
                        isEscaped = false
                    } else if character == "\\" {
                        isEscaped = true
                    } else if character == "\"" {
                        break
                    } else {
                        text.append(character)
                    }
                }
                return ComponentReader.short(text)
            }
            let pod = value("pod") ?? ""
            var component = HealthComponent(name: pod, status: .fail, rawStatus: value("probeResult"))
            component.kind = value("probeType")
            component.message = value("output")
            report.components.append(component)
        }
        let kinds = Set(report.components.compactMap { $0.kind.flatMap { KubernetesEvents.kind($0 + " probe ") } })
        if kinds.count == 1 { report.kind = kinds.first }
        report.settle(word: nil)
        return report
    }
}
