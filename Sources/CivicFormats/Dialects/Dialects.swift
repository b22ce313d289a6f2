import CivicModel

/// The schemas of structured records that are known by their keys.
public enum Dialects {
    /// In the order in which they are asked: the more a schema's keys say, the earlier.
    public static let all: [Dialect] = [
        otlpJSON, cloudEvents, clef, journald, dockerJSON, mongoDB, gelf, hclog, gcpLogEntry, cloudWatch, cloudWatchEvent,
        cloudTrail, kubernetesAudit, cloudNativePG, postgresJSONLog, log4j2JSON, elasticsearchJSON, ecsJSON, log4j2Logstash,
        logstashLogback, logbackJSON, monolog, pythonJSONLogger, loguru, rustTracing, appleUnified, serilogJSON, dotnetJSON,
        semanticLogger, powertools, mysqlJSON, cockroachJSON, cockroachCompact, vaultAudit, nextcloud, traefik, envoy,
        cloudflare, caddy, klogError, klogInfo, dapr, datadog, gcpStructured, azure, bunyan, pino, goKit, zap, structlog,
        nginxJSON, zerolog, slog, logrus, winston, eventStore, json,
    ]

    /// The first schema that the keys are of; plain `json` when they are of none.
    public static func dialect(for keys: ShapeKeys) -> Dialect {
        all.first { $0.matches(keys) } ?? json
    }

    /// JSON objects of no schema that is known: roles by the names of keys.
    public static let json = Dialect(
        "json", "JSON lines",
        samples: [
            FormatSample(
                #"{"timestamp":"2026-01-05T10:00:00.250Z","level":"warn","service":{"name":"orders"},"#
                    + #""message":"stock is low"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .warn, message: "stock is low")
        ]
    ) { _ in true }
}
