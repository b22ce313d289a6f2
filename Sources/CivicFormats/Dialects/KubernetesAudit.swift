import CivicModel

extension Dialects {
    /// `level` is the audit policy, no severity.
    static let kubernetesAudit = Dialect(
        "k8s-audit", "Kubernetes audit",
        roles: [
            (.time, ["stageTimestamp", "requestReceivedTimestamp"]), (.request, ["auditID"]), (.httpMethod, ["verb"]),
            (.httpRoute, ["requestURI"]), (.httpStatus, ["responseStatus.code"]),
        ],
        scale: .notASeverity, decoys: ["stage", "level", "apiVersion", "user.username"],
        samples: [
            FormatSample(
                #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Request","auditID":"9c","stage":"ResponseComplete","#
                    + #""requestURI":"/api/v1/pods","verb":"list","responseStatus":{"code":200},"#
                    + #""requestReceivedTimestamp":"2026-01-05T10:00:00.000001Z","#
                    + #""stageTimestamp":"2026-01-05T10:00:00.000002Z"}"#,
                time: "2026-01-05T10:00:00.000002Z", level: .none, message: nil)
        ]
    ) { $0.has("auditID", "stage") }
}
