import CivicModel

/// Tells components that stand for another system from those that look at the service itself, by their names.
enum DependencyNames {
    /// The term that makes a component a dependency; nil when it is none, or nothing says so.
    static func term(_ component: HealthComponent, of service: String) -> String? {
        let name = tokens(component.name)
        if !inside.isDisjoint(with: [name.joined()]) || !inside.isDisjoint(with: name) && name.count == 1 { return nil }
        if let kind = component.kind?.lowercased(), kind == "datastore" { return kind }
        if let term = name.first(where: outside.contains) { return term }
        let details = component.details.map { tokens($0.path.split(separator: ".").last.map(String.init) ?? "") }
        if let term = details.lazy.compactMap({ $0.first(where: stores.contains) }).first { return term }
        // Weak words say "another system" only beside a name that is not the service's own.
        let own = Set(tokens(service))
        if let last = name.last, weak.contains(last),
            name.dropLast().contains(where: { !own.contains($0) && !weak.contains($0) })
        {
            return last
        }
        return nil
    }

    static func isDependency(_ component: HealthComponent, of service: String) -> Bool {
        term(component, of: service) != nil
    }

    /// A database inside the process: its failure is the service's own.
    static func isInProcess(_ component: HealthComponent) -> Bool {
        component.details.contains { ["h2", "sqlite"].contains($0.value.lowercased()) }
    }

    private static let outside: Set<String> = [
        "db", "database", "datasource", "jdbc", "sql", "postgres", "postgresql", "mysql", "maria", "mariadb", "oracle",
        "mssql", "mongo", "mongodb", "redis", "memcache", "memcached", "cassandra", "elastic", "elasticsearch", "opensearch",
        "solr", "kafka", "rabbit", "rabbitmq", "amqp", "jms", "activemq", "nats", "pulsar", "s3", "blob", "smtp", "mail",
        "ldap", "vault", "consul", "eureka", "discovery", "upstream", "downstream", "remote", "broker",
    ]
    /// Keys of details that name a store.
    private static let stores: Set<String> = ["database", "jdbc", "datasource"]
    private static let weak: Set<String> = ["http", "url", "api", "grpc", "service", "client"]
    private static let inside: Set<String> = [
        "diskspace", "disk", "ping", "livenessstate", "readinessstate", "deadlock", "deadlocks", "heap", "memory", "cpu",
        "uptime", "thread", "threads", "gc", "eventloop", "ssl", "self", "process", "refreshscope",
    ]

    /// Words of a name, cut at anything but letters and digits and at humps: `paymentClient:db-1` → payment, client, db, 1.
    static func tokens(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in name.prefix(256) {
            guard character.isLetter || character.isNumber else {
                if !word.isEmpty { words.append(word) }
                (word, wasLower) = ("", false)
                continue
            }
            if character.isUppercase, wasLower {
                words.append(word)
                word = ""
            }
            word += character.lowercased()
            wasLower = character.isLowercase
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
