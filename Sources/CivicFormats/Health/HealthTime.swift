import CivicModel

/// Reads the times and durations of health bodies, in whatever notation, and keeps those that cannot be read.
struct HealthTime {
    private static let parser = TimeParser()

    enum Reading {
        case time(Instant, hasZone: Bool)
        case unreadable
    }

    /// A text or a number as a point in time.
    static func read(_ value: JSONTree) -> Reading? {
        switch value {
        case .string(let text):
            guard !text.isEmpty else { return nil }
            var text = text
            let time = text.withUTF8 { bytes in
                bytes.baseAddress.map { parser.parse($0, bytes.count) } ?? .absent
            }
            guard time.isReadable else { return .unreadable }
            return .time(Instant(nanoseconds: time.nanoseconds), hasZone: time.shape.basis >= .explicitOffset)
        case .number(let text):
            var text = text
            let time = text.withUTF8 { bytes in
                bytes.baseAddress.map { parser.parseNumber($0, bytes.count) } ?? .absent
            }
            guard time.isReadable else { return text == "0" ? nil : .unreadable }
            return .time(Instant(nanoseconds: time.nanoseconds), hasZone: true)
        case .null, .boolean, .array, .object: return nil
        }
    }

    /// The time in `value`; what is no time, has no zone or says "never" is added to `bad` as written.
    static func instant(_ value: JSONTree?, bad: inout [String]) -> Instant? {
        guard let value, let reading = read(value) else { return nil }
        switch reading {
        case .time(let instant, let hasZone):
            if !hasZone { note(value, in: &bad) }
            return instant
        case .unreadable:
            note(value, in: &bad)
            return nil
        }
    }

    private static func note(_ value: JSONTree, in bad: inout [String]) {
        guard bad.count < 16, let text = value.text else { return }
        bad.append(String(text.prefix(64)))
    }

    /// The time that `text` is as a whole.
    static func instant(_ text: String) -> Instant? {
        guard case .time(let instant, _) = read(.string(text)) else { return nil }
        return instant
    }

    // MARK: Durations

    /// A number of `unit` nanoseconds; nil when it is none or does not fit.
    static func nanoseconds(_ value: JSONTree?, unit: Double) -> Int64? {
        guard let text = value?.text, let number = Double(text) else { return nil }
        return clamped(number * unit)
    }

    private static func clamped(_ nanoseconds: Double) -> Int64? {
        guard nanoseconds.isFinite, nanoseconds >= 0, nanoseconds < 9e18 else { return nil }
        return Int64(nanoseconds.rounded())
    }

    /// A text such as `00:00:01.2345678`, `1.02:03:04`, `54.653679ms`, `1h2m3s`, `0 seconds`; nil for other texts.
    static func nanoseconds(of text: String) -> Int64? {
        text.contains(":") ? timeSpan(text) : units(text)
    }

    /// `[d.]hh:mm:ss[.fffffff]`
    private static func timeSpan(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let minutes = Double(parts[1]), let seconds = Double(parts[2]) else { return nil }
        let days = parts[0].split(separator: ".")
        guard days.count <= 2, let hours = days.last.flatMap({ Double($0) }) else { return nil }
        let whole = days.count == 2 ? Double(days[0]) ?? 0 : 0
        return clamped((((whole * 24 + hours) * 60 + minutes) * 60 + seconds) * 1e9)
    }

    private static let unitNanoseconds: [String: Double] = [
        "ns": 1, "nanosecond": 1, "nanoseconds": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "microsecond": 1e3, "microseconds": 1e3,
        "ms": 1e6, "millis": 1e6, "millisecond": 1e6, "milliseconds": 1e6, "s": 1e9, "sec": 1e9, "secs": 1e9, "second": 1e9,
        "seconds": 1e9, "m": 6e10, "min": 6e10, "minute": 6e10, "minutes": 6e10, "h": 3.6e12, "hour": 3.6e12, "hours": 3.6e12,
    ]

    static func unit(_ name: String) -> Double? { unitNanoseconds[name.lowercased()] }

    private static func units(_ text: String) -> Int64? {
        var total = 0.0
        var rest = text[...]
        var count = 0
        while true {
            rest = rest.drop { $0 == " " }
            if rest.isEmpty { break }
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(number.count).drop { $0 == " " }
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let value = Double(number), let unit = unit(String(name)), count < 8 else { return nil }
            total += value * unit
            count += 1
        }
        return count > 0 ? clamped(total) : nil
    }
}
