public import CivicModel

/// CockroachDB `/health?ready=1` of a node that is not ready: the error of its gRPC gateway.
public enum CockroachDB: HealthFormat {
    public static let id = "cockroachdb"
    public static let title = "CockroachDB /health"
    public static var samples: [HealthSample] {
        [HealthSample(#"{"error":"node is not healthy","code":14,"message":"node is not healthy","details":[]}"#, .fail)]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let error = json["error"]?.string ?? json["message"]?.string,
            let code = json["code"]?.integer,
            (1...16).contains(code), json["details"]?.isArray == true, json["status"] == nil
        else { return nil }
        var report = HealthReport(format: id)
        report.settle(word: error, status: .fail)
        if error.contains("draining") || error.contains("shutting down") { report.lifecycle = .draining }
        return report
    }
}
