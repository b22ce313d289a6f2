public import CivicModel

/// What the name of a file says of the one answer in it: `shop_ready_20250301T100000Z.json`,
/// `2025-03-01T10-00-00Z-shop-ready-503.json`.
public struct SnapshotName: Sendable, Equatable {
    public var time: Instant?
    public var service: String?
    public var kind: HealthKind?
    public var statusCode: Int?

    /// Words that say what the file is, and not of whom.
    private static let fillers: Set<String> = [
        "snapshot", "snapshots", "snap", "response", "resp", "body", "probe", "probes", "poll", "check", "checks", "out",
        "output",
        "capture", "curl", "http", "https", "json", "txt", "log", "gz", "xml", "html", "yaml", "yml", "actuator", "verbose",
        "result",
        "results", "data", "endpoint", "endpoints", "record", "recording", "recordings", "health-checks", "tmp",
    ]

    /// - Parameter path: the folders above count when the name itself says nothing.
    public init(path: String) {
        let parts = path.split(separator: "/").map(String.init)
        for (distance, part) in parts.reversed().prefix(4).enumerated() {
            let isFile = distance == 0
            let read = Self.read(part, isFile: isFile)
            if isFile {
                self = read
            } else {
                kind = kind ?? read.kind
                service = service ?? read.service
            }
            if service != nil { break }
        }
    }

    private init() {}

    private static func read(_ text: String, isFile: Bool) -> SnapshotName {
        var name = SnapshotName()
        var bytes = Array(text.utf8)
        if let (range, time) = time(in: bytes) {
            name.time = time
            bytes.replaceSubrange(range, with: [UInt8(ascii: "_")])
        }
        var words: [String] = []
        for word in String(decoding: bytes, as: UTF8.self).split(whereSeparator: { "_-. ".contains($0) }).map(String.init) {
            let lower = word.lowercased()
            if let code = Int(word), word.utf8.count == 3, (100..<600).contains(code), isFile {
                name.statusCode = name.statusCode ?? code
            } else if let kind = HealthKindInference.kind(token: lower) {
                // The first row of the table that matches wins, so `health-ready` is about readiness.
                if name.kind == nil || name.kind == .health { name.kind = kind }
            } else if !fillers.contains(lower), !word.allSatisfy(\.isNumber) {
                words.append(word)
            }
        }
        if !words.isEmpty { name.service = words.joined(separator: "-") }
        return name
    }

    // MARK: Times inside names

    /// The first time in a name: a date and a clock with or without separators, or a count since 1970.
    private static func time(in bytes: [UInt8]) -> (Range<Int>, Instant)? {
        for start in bytes.indices where isDigit(bytes[start]) && (start == 0 || !isDigit(bytes[start - 1])) {
            if let found = civil(bytes, at: start) ?? epoch(bytes, at: start) { return found }
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func epoch(_ bytes: [UInt8], at start: Int) -> (Range<Int>, Instant)? {
        var end = start
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        guard end - start == 10 || end - start == 13,
            case .time(let instant, _)? = HealthTime.read(.number(String(decoding: bytes[start..<end], as: UTF8.self)))
        else { return nil }
        return (start..<end, instant)
    }

    private static func civil(_ bytes: [UInt8], at start: Int) -> (Range<Int>, Instant)? {
        var i = start
        func number(_ digits: Int) -> Int? {
            guard i + digits <= bytes.count, bytes[i..<i + digits].allSatisfy(isDigit) else { return nil }
            defer { i += digits }
            return bytes[i..<i + digits].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        func separator(_ marks: String) {
            if i < bytes.count, marks.utf8.contains(bytes[i]) { i += 1 }
        }
        guard let year = number(4), (1990...2100).contains(year) else { return nil }
        separator("-_.")
        guard let month = number(2) else { return nil }
        separator("-_.")
        guard let day = number(2), CivilTime.isDate(year, month, day) else { return nil }
        separator("T_- t")
        guard let hour = number(2) else { return nil }
        separator(":-_.")
        guard let minute = number(2) else { return nil }
        separator(":-_.")
        guard let second = number(2), hour < 24, minute < 60, second <= 60 else { return nil }
        var nanos: Int64 = 0
        // Decimals of the second, unless three digits behind a dash are an HTTP status.
        if i < bytes.count, bytes[i] == UInt8(ascii: ".") || bytes[i] == UInt8(ascii: ","), i + 1 < bytes.count,
            isDigit(bytes[i + 1])
        {
            i += 1
            var digits = 0
            while i < bytes.count, isDigit(bytes[i]) {
                if digits < 9 {
                    nanos = nanos * 10 + Int64(bytes[i] - 0x30)
                    digits += 1
                }
                i += 1
            }
            for _ in digits..<9 { nanos *= 10 }
        } else if i < bytes.count, isDigit(bytes[i]) {
            // More digits than a clock has: a number of something else.
            return nil
        }
        if i < bytes.count, bytes[i] | 0x20 == UInt8(ascii: "z") { i += 1 }
        let days = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        return (start..<i, Instant(nanoseconds: seconds * 1_000_000_000 + nanos))
    }
}
