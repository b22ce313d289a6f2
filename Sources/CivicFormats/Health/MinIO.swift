public import CivicModel

/// MinIO `/minio/health/…`: no body; the HTTP status and headers say it.
public enum MinIO: HealthFormat {
    public static let id = "minio"
    public static let title = "MinIO /minio/health (headers only)"
    public static let samples: [HealthSample] = []

    public static func read(_ document: HealthDocument) -> HealthReport? { nil }

    /// 412 says that the cluster would lose its redundancy without this node.
    static func report(code: Int) -> HealthReport {
        var report = HealthReport(format: id)
        report.httpStatus = code
        report.overall = code == 412 ? .warn : (200..<300).contains(code) ? .pass : code >= 500 ? .fail : .unknown
        report.overallSource = .http
        if code == 412 { report.lifecycle = .maintenance }
        return report
    }
}
