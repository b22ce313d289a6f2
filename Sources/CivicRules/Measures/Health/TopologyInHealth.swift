import CivicCorrelation
import CivicModel

/// Whether bodies tell where things are: internal addresses, connection strings, absolute paths.
struct TopologyInHealth: HealthMeasure {
    static let id = "topology-in-health"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var names: [String] = []
        var known: [UInt64: String?] = [:]
        for endpoint in subject.endpoints {
            for answer in endpoint.all where answer.isAnswered && answer.isHTTP && !answer.isElsewhere {
                guard let body = answer.body, let key = answer.observation.body else { continue }
                let kind = known[key] ?? Self.kind(in: body.text)
                known[key] = kind
                count.add(violated: kind != nil, answer.note("\(endpoint.name) shows \(kind ?? ""): \(answer.bodyStart)"))
                if let kind { names.append(kind) }
            }
        }
        count.conclude(names, .medium, [])
        return count
    }

    private static let stores = [
        "jdbc:", "postgres://", "postgresql://", "mysql://", "mongodb://", "redis://", "rediss://", "amqp://", "amqps://",
        "kafka://", "nats://", "ldap://", "smtp://",
    ]
    private static let folders = ["/etc/", "/var/", "/home/", "/opt/", "/srv/", "/usr/", "C:\\\\"]

    static func kind(in body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(65_536), as: UTF8.self).replacing("\\/", with: "/")
        if stores.contains(where: text.contains) { return "a connection string" }
        if hasPrivateAddress(text) { return "an internal address" }
        if folders.contains(where: { text.contains("\"" + $0) || text.contains(" " + $0) }) { return "an absolute path" }
        return nil
    }

    /// A dotted address of 10/8, 172.16/12 or 192.168/16. 127.0.0.1 tells nothing.
    private static func hasPrivateAddress(_ text: String) -> Bool {
        let runs = text.split { !($0.isASCII && ($0.isNumber || $0 == ".")) }
        return runs.contains { run in
            let parts = run.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 4 else { return false }
            let numbers = parts.compactMap { part in part.count <= 3 ? Int(part) : nil }
            guard numbers.count == 4, numbers.allSatisfy({ $0 <= 255 }) else { return false }
            return numbers[0] == 10 && numbers[1...].contains { $0 > 9 } || numbers[0] == 192 && numbers[1] == 168
                || numbers[0] == 172 && (16...31).contains(numbers[1])
        }
    }
}
