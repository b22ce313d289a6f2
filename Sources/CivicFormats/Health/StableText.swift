/// What a body says without what changes by itself: times and durations. Two bodies with equal bytes here say the same.
public enum StableText {
    /// Values under these words, or in units of time, change with the clock.
    private static let words: Set<String> = [
        "time", "timestamp", "date", "duration", "latency", "elapsed", "uptime", "age", "utc", "millis", "nanos", "seconds",
        "ms", "ns", "updated", "at", "heartbeat", "since", "ping",
    ]

    public static func of(_ document: HealthDocument) -> [UInt8] {
        guard let json = document.json else { return text(document.lines) }
        return strip(json)?.serialised ?? []
    }

    private static func strip(_ value: JSONTree) -> JSONTree? {
        switch value {
        case .null, .boolean, .number: return value
        case .string(let text): return isTime(text) ? nil : value
        case .array(let elements): return .array(elements.compactMap { strip($0) })
        case .object(let members):
            let unit = value["observedUnit"]?.string ?? value["metricUnit"]?.string
            let hasTimeUnit = unit.map { HealthTime.unit($0) != nil } ?? false
            return .object(
                members.compactMap { member -> JSONTree.Member? in
                    if hasTimeUnit, member.key == "observedValue" || member.key == "metricValue" { return nil }
                    if case .number = member.value, isTimed(key: member.key) { return nil }
                    return strip(member.value).map { JSONTree.Member(member.key, $0) }
                })
        }
    }

    /// `responseTimeMs`, `server_time_utc`, `lastUpdated`: the words of a key, whatever its style.
    private static func isTimed(key: String) -> Bool {
        if key.utf8.allSatisfy({ $0 < 0x80 }) { return isTimed(key.utf8) }
        var words: [String] = [""]
        var wasLower = false
        for character in key {
            if !character.isLetter {
                words.append("")
            } else {
                if character.isUppercase, wasLower { words.append("") }
                words[words.count - 1] += character.lowercased()
            }
            wasLower = character.isLowercase
        }
        return words.contains { Self.words.contains($0) }
    }

    /// The same for ASCII, of which nearly all keys are: telling letters by the tables of Unicode takes a large part of reading a body.
    private static func isTimed(_ key: String.UTF8View) -> Bool {
        var word: [UInt8] = []
        word.reserveCapacity(key.count)
        var wasLower = false
        func ends() -> Bool { !word.isEmpty && words.contains(String(decoding: word, as: UTF8.self)) }
        for c in key {
            let isUpper = c >= 0x41 && c <= 0x5a
            let isLower = c >= 0x61 && c <= 0x7a
            if !(isUpper || isLower) || isUpper && wasLower {
                if ends() { return true }
                word.removeAll(keepingCapacity: true)
            }
            if isUpper || isLower { word.append(c | 0x20) }
            wasLower = isLower
        }
        return ends()
    }

    private static func isTime(_ text: String) -> Bool {
        guard text.utf8.count >= 2, text.utf8.count <= 48, text.first?.isNumber == true else { return false }
        return HealthTime.instant(text) != nil || HealthTime.nanoseconds(of: text) != nil
    }

    private static func text(_ lines: [String]) -> [UInt8] {
        var out: [UInt8] = []
        for line in lines {
            for word in line.split(separator: " ") {
                let bare = word.drop { "([".contains($0) }
                if isTime(String(bare.prefix { !")],;".contains($0) })) { continue }
                out += Array(word.utf8) + [0x20]
            }
            out.append(0x0a)
        }
        return out
    }
}
