public import CivicModel

/// What the clients of stores print that ask whether anybody is there.
public enum DatabasePing: HealthFormat {
    public static let id = "database-ping"
    public static let title = "pg_isready, redis-cli ping, mysqladmin ping, ZooKeeper ruok"
    public static var samples: [HealthSample] {
        [
            HealthSample("127.0.0.1:5432 - accepting connections\n", .pass), HealthSample("+PONG\r\n", .pass),
            HealthSample("/var/run/postgresql:5432 - rejecting connections", .fail), HealthSample("mysqld is alive", .pass),
            HealthSample("shop:5432 - no response", .fail), HealthSample("imok", .pass),
            HealthSample("LOADING Redis is loading the dataset in memory", .unknown),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil, document.lines.count == 1 else { return nil }
        let text = document.text
        let phrase = text.split(separator: " - ").last.map(String.init) ?? text
        var report = HealthReport(format: id)
        switch phrase.lowercased() {
        case "accepting connections", "pong", "+pong", "mysqld is alive", "imok": report.settle(word: phrase, status: .pass)
        case "rejecting connections", "no response", "no attempt": report.settle(word: phrase, status: .fail)
        default:
            guard text.hasPrefix("LOADING ") || text.hasPrefix("-LOADING ") else { return nil }
            report.settle(word: "LOADING", status: .unknown)
            report.lifecycle = .starting
        }
        return report
    }
}
