import CivicModel

extension Dialects {
    /// A severity of its own is rare in `err` lines: the key itself says it.
    private static func klog(_ id: String, _ title: String, level: Level, key: String, sample: String) -> Dialect {
        Dialect(
            id, title,
            roles: [(.time, ["ts"]), (.message, ["msg"]), (.errorMessage, ["err"]), (.logger, ["logger"])],
            levelWhenAbsent: level, decoys: ["v", "caller"],
            samples: [FormatSample(sample, time: "2026-01-05T10:00:00.852Z", level: level, message: "pod status updated")]
        ) { keys in keys.has("ts", "msg", key) && !keys.any("level", "severity") && keys.isNumber("ts") }
    }

    static let klogError = klog(
        "k8s-klog-json-error", "Kubernetes components, JSON (errors)", level: .error, key: "err",
        sample: #"{"ts":1767607200.852,"caller":"main.go:20","msg":"pod status updated","err":"timed out"}"#)

    static let klogInfo = klog(
        "k8s-klog-json", "Kubernetes components, JSON", level: .info, key: "v",
        sample: #"{"ts":1767607200.852,"caller":"main.go:20","msg":"pod status updated","v":0,"pod":{"name":"a"}}"#)
}
