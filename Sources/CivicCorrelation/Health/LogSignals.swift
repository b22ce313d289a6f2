/// What the text of a message says about its service, as far as health answers are held against it. Worked out once per
/// message template, so it may look at words; words are English.
struct LogSignals: OptionSet, Sendable {
    let rawValue: UInt8
    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The service is up from here: "started", "listening on …", "ready".
    static let started = LogSignals(rawValue: 1 << 0)
    /// The first words of a new process.
    static let starting = LogSignals(rawValue: 1 << 1)
    /// The service was told to stop, or says that it stops.
    static let stopping = LogSignals(rawValue: 1 << 2)
    /// An orchestrator kills the service because of its liveness probe.
    static let killedByProbe = LogSignals(rawValue: 1 << 3)
    /// Health, probes, connections: what a reader would take for a word about a change of state.
    static let mention = LogSignals(rawValue: 1 << 4)
    /// Another system that the service needs.
    static let dependency = LogSignals(rawValue: 1 << 5)

    /// A request of a probe. Told by the path and not by the text.
    static let probe = LogSignals(rawValue: 1 << 6)

    static let lifecycle: LogSignals = [.started, .starting, .stopping, .killedByProbe]

    /// Longest part of a template that is looked at, in bytes.
    private static let textLimit = 512
    /// A sentence of more words than these is about something else than the start of its service.
    private static let longestStart = 7

    /// - Parameter template: the text of a message with `*` for its values.
    init(template: String) {
        rawValue = 0
        let text = String(decoding: template.utf8.prefix(Self.textLimit), as: UTF8.self).lowercased()
        let words = text.split { !($0.isLetter || $0 == "_") }
        let set = Set(words)
        if text.contains("failed liveness probe") || text.contains("liveness probe failed") { insert(.killedByProbe) }
        if !set.isDisjoint(with: Self.mentions) || Self.mentionStems.contains(where: text.contains) { insert(.mention) }
        if !set.isDisjoint(with: Self.dependencies) { insert([.mention, .dependency]) }
        if set.contains("sigterm") || text.contains("shutting down") || text.contains("graceful shutdown")
            || text.contains("shutdown requested") || text.contains("received signal") || text.contains("stopping server")
            || text.contains("stopping service") || text.contains("stopping application") || text.contains("terminating on")
        {
            insert(.stopping)
        }
        if text.contains("startup complete") || text.contains("ready to accept connections")
            || text.contains("ready for connections") || text.contains("ready to handle connections")
            || text.contains("started ") && text.contains(" in * ") && !text.contains("process")
        {
            insert(.started)
        }
        guard words.count <= Self.longestStart, set.isDisjoint(with: Self.notServices) else { return }
        if set.contains("listening") || set.contains("started") || set.contains("ready") && words.count <= 3 {
            insert(.started)
        }
        if set.contains("starting") || set.contains("booting") { insert(.starting) }
        if set.contains("stopping"), words.count <= 3 { insert(.stopping) }
    }

    /// What starts and is ready inside a running service.
    private static let notServices: Set<Substring> = [
        "job", "jobs", "task", "tasks", "batch", "transaction", "request", "requests", "processing", "scheduler", "poll",
        "polling", "timer", "thread", "session", "sync", "import", "export", "backup", "migration", "experiment", "test",
        "connection", "connections", "connecting", "order", "payment", "retry", "retrying", "download", "upload", "query",
        "cache", "pool", "checkpoint", "snapshot", "vacuum", "not", "workflow", "step", "consumer", "producer", "topic",
        "partition", "rebalance", "election", "replication", "stopped", "get", "post",
    ]

    private static let mentions: Set<Substring> = [
        "health", "healthy", "unhealthy", "healthcheck", "ready", "readiness", "live", "liveness", "probe", "degraded",
        "connected", "disconnected", "connection", "connections", "breaker", "available", "unavailable", "outage", "down",
        "up", "reachable", "unreachable", "timeout", "refused", "status", "state", "failover",
    ]
    private static let mentionStems = ["recover", "restor", "reconnect", "health", "circuit"]

    /// Names of systems that services depend on. Only such as no service calls itself in passing.
    private static let dependencies: Set<Substring> = [
        "db", "database", "postgres", "postgresql", "mysql", "mariadb", "oracle", "mongo", "mongodb", "redis", "memcached",
        "cassandra", "elasticsearch", "opensearch", "solr", "kafka", "rabbitmq", "amqp", "activemq", "nats", "pulsar", "s_",
        "smtp", "ldap", "vault", "consul", "eureka", "broker", "upstream", "jdbc", "datasource", "grpc",
    ]
}
