import CivicModel

extension Dialects {
    static let vaultAudit = Dialect(
        "vault-audit", "Vault audit",
        roles: [
            (.time, ["time"]), (.request, ["request.id", "response.id"]), (.eventType, ["type"]),
            (.httpRoute, ["request.path"]),
            (.errorMessage, ["error"]), (.service, ["request.mount_type"]),
        ],
        scale: .notASeverity, decoys: ["response.status"],
        samples: [
            FormatSample(
                #"{"time":"2026-01-05T10:00:00.1Z","type":"request","auth":{"token_type":"default"},"#
                    + #""request":{"id":"r1","operation":"update","path":"sys/audit/test"}}"#,
                time: "2026-01-05T10:00:00.1Z", level: .none, message: nil)
        ]
    ) { $0.has("time", "type") && $0.any(under: "auth") && $0.any("request.id", "response.id") }
}
