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

    private static let stores = AnyByteSearch([
        "jdbc:", "postgres://", "postgresql://", "mysql://", "mongodb://", "redis://", "rediss://", "amqp://", "amqps://",
        "kafka://", "nats://", "ldap://", "smtp://",
    ])
    private static let folders = AnyByteSearch(
        ["/etc/", "/var/", "/home/", "/opt/", "/srv/", "/usr/", "C:\\\\"].flatMap { ["\"" + $0, " " + $0] })

    static func kind(in body: [UInt8]) -> String? {
        let text = withoutEscapedSlashes(body.prefix(65_536))
        if stores.isIn(text) { return "a connection string" }
        if hasPrivateAddress(text) { return "an internal address" }
        if folders.isIn(text) { return "an absolute path" }
        return nil
    }

    private static func withoutEscapedSlashes(_ body: ArraySlice<UInt8>) -> [UInt8] {
        guard body.contains(UInt8(ascii: "\\")) else { return Array(body) }
        var text: [UInt8] = []
        text.reserveCapacity(body.count)
        for byte in body {
            if byte == UInt8(ascii: "/"), text.last == UInt8(ascii: "\\") { text.removeLast() }
            text.append(byte)
        }
        return text
    }

    /// A dotted address of 10/8, 172.16/12 or 192.168/16. 127.0.0.1 tells nothing.
    private static func hasPrivateAddress(_ text: [UInt8]) -> Bool {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, (0x30...0x39).contains(text[end]) || text[end] == UInt8(ascii: ".") { end += 1 }
            if isPrivateAddress(text[start..<end]) { return true }
            start = end + 1
        }
        return false
    }

    private static func isPrivateAddress(_ run: ArraySlice<UInt8>) -> Bool {
        // Four numbers of one to three digits.
        guard (7...15).contains(run.count) else { return false }
        let parts = run.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return false }
        let numbers = parts.compactMap { part in part.count <= 3 ? Int(String(decoding: part, as: UTF8.self)) : nil }
        guard numbers.count == 4, numbers.allSatisfy({ $0 <= 255 }) else { return false }
        return numbers[0] == 10 && numbers[1...].contains { $0 > 9 } || numbers[0] == 192 && numbers[1] == 168
            || numbers[0] == 172 && (16...31).contains(numbers[1])
    }
}
