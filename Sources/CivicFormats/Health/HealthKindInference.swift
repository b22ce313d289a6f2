public import CivicModel

/// What an endpoint is asked for, where nobody says: told by whole words of its address or its name.
public enum HealthKindInference {
    private static let kinds: [(kind: HealthKind, tokens: Set<String>)] = [
        (.startup, ["started", "startup", "startupz"]),
        (.ready, ["ready", "readyz", "readiness", "gtg"]),
        (.live, ["live", "livez", "liveness", "alive", "asg", "ping"]),
        (.deep, ["deep", "dependencies", "deps", "full", "comprehensive"]),
        (.health, ["health", "healthz", "healthcheck", "status", "_status", "__health", "ht", "okcomputer", "monitor", "up"]),
    ]

    /// The kind that one word names.
    public static func kind(token: String) -> HealthKind? {
        let token = token.lowercased()
        return kinds.first { $0.tokens.contains(token) }?.kind
    }

    /// A kind that a recorder gave, when it is a known one.
    public static func kind(given: String) -> HealthKind? {
        switch given.lowercased() {
        case "live", "liveness": .live
        case "ready", "readiness": .ready
        case "startup", "started": .startup
        case "health": .health
        case "deep": .deep
        default: nil
        }
    }

    /// The kind that words between separators of a name or a path say; nil when none does.
    public static func kind(name: String) -> HealthKind? {
        let tokens = Set(name.lowercased().split { "/_-. ".contains($0) }.map(String.init))
        return kinds.first { !$0.tokens.isDisjoint(with: tokens) }?.kind
    }

    /// The kind that the path and the query of an address say.
    public static func kind(url: String) -> HealthKind? {
        var rest = url[...]
        if let (_, after) = rest.split(around: "://") {
            rest = after.drop { $0 != "/" && $0 != "?" }
        }
        let path = rest.prefix { $0 != "?" && $0 != "#" }
        let query = rest.dropFirst(path.count + 1).lowercased().split(separator: "&")
        if query.contains("ready=1") || query.contains("ready=true") || query.contains("type=ready") { return .ready }
        if query.contains("type=alive") { return .live }
        return kind(name: String(path))
    }
}
