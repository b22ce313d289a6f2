public import CivicModel

/// `grpc.health.v1`: what `grpcurl` prints as JSON and `grpc_health_probe` as text.
public enum GRPCHealth: HealthFormat {
    public static let id = "grpc"
    public static let title = "gRPC health checking (grpcurl, grpc_health_probe)"
    public static var samples: [HealthSample] {
        [
            HealthSample(#"{"status":"SERVING"}"#, .pass), HealthSample(#"{"status":"NOT_SERVING"}"#, .fail),
            HealthSample(#"{"status":"SERVICE_UNKNOWN"}"#, .unknown), HealthSample("status: SERVING\n", .pass),
            HealthSample(#"service unhealthy (responded with "NOT_SERVING")"#, .fail),
            HealthSample("failed to connect service at \"shop:9000\": context deadline exceeded\nexit status 2\n", .fail),
            HealthSample("health rpc failed: rpc error: code = NotFound desc = unknown service\n", .fail),
        ]
    }

    private static let words: Set<String> = ["SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"]

    public static func read(_ document: HealthDocument) -> HealthReport? {
        var report = HealthReport(format: id)
        if let json = document.json {
            guard let word = json["status"]?.string, words.contains(word) else { return nil }
            report.settle(word: word)
            return report
        }
        guard let first = document.lines.first, document.lines.count <= 8 else { return nil }
        for line in document.lines where line.hasPrefix("status: ") {
            let word = String(line.dropFirst(8))
            guard words.contains(word) || word == "UNKNOWN" else { continue }
            report.settle(word: word)
            return report
        }
        if first.hasPrefix("service unhealthy (responded with "), let (word, _) = first.dropFirst(34).split(around: "\")") {
            report.settle(word: String(word.dropFirst()))
            return report
        }
        let marks = [
            "failed to connect service at ", "timeout: failed to connect service", "health rpc failed: ",
            "timeout: health rpc ",
        ]
        guard document.lines.contains(where: { line in marks.contains { line.contains($0) } }) else { return nil }
        report.settle(word: TransportError.type(of: document.text), status: .fail)
        return report
    }
}
