import CivicCorrelation
import CivicModel
import CivicRuleFiles

/// Whether answers or addresses of health endpoints hold secrets: what the built-in rules about credentials, sessions and
/// addresses find in logs, and members that are called like secrets. Never shows a value.
struct SecretsInHealth: HealthMeasure {
    static let id = "secrets-in-health"

    private static let families: Set<String> = ["SEC-001", "SEC-002", "SEC-004"]

    /// The detectors of the built-in rules, read when the first health answer is judged.
    private static let programs: DetectorPrograms? = {
        guard let file = RuleFiles.all.first(where: { $0.name == "sec.yml" }),
            let rules = try? RuleFileReader.read(bytes: file.bytes, file: "rules/sec.yml")
        else { return nil }
        return try? DetectorPrograms(PatternTable(rules: rules.filter { families.contains($0.info.id) }).detectors)
    }()

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let programs = Self.programs else { return count }
        let detectors = DetectorSet(programs)
        var names: [String] = []
        var known: [UInt64: [String]] = [:]
        for endpoint in subject.endpoints {
            let inAddress = Self.found(Array(endpoint.series.identity.url.utf8), detectors)
            for answer in endpoint.all where answer.isAnswered {
                var found = inAddress
                if let body = answer.body, let key = answer.observation.body {
                    let inBody = known[key] ?? Self.found(body.text, detectors)
                    known[key] = inBody
                    found += inBody
                }
                for header in answer.observation.headers where header.name != "set-cookie" {
                    found += Self.found(Array("\(header.name): \(header.value)".utf8), detectors)
                }
                count.add(
                    violated: !found.isEmpty, answer.note("\(endpoint.name) holds \(found.prefix(3).joined(separator: ", "))"))
                names += found
            }
        }
        count.conclude(names.map { String($0.prefix { $0 != "(" }).trimmed }, .high, [])
        return count
    }

    /// What was found, each with the start and the length of its value: `bearer-token (ey…, 212 characters)`.
    private static func found(_ text: [UInt8], _ detectors: DetectorSet) -> [String] {
        text.withUnsafeBufferPointer { bytes in
            detectors.everyMatch(in: bytes).map { describe($0.name, text[$0.span]) }
        } + SecretMembers.all(in: text).map { describe($0.key, text[$0.value]) }
    }

    private static func describe(_ name: String, _ value: ArraySlice<UInt8>) -> String {
        let start = String(decoding: value.prefix(2), as: UTF8.self)
        return "\(name.prefix(60)) (\(start)…, \(value.count) bytes)"
    }
}

extension String {
    fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}

/// Members of JSON text whose key says that the value is a secret.
enum SecretMembers {
    private static let endings = [
        "password", "passwd", "passphrase", "pwd", "secret", "apikey", "privatekey", "accesstoken", "authtoken",
        "refreshtoken", "accesskey", "secretkey", "accountkey", "credential", "credentials",
    ]
    private static let endingBytes = endings.map { Array($0.utf8) }
    /// What says that nothing is there, or that it is hidden already.
    private static let empty: Set<String> = [
        "redacted", "null", "unset", "none", "masked", "hidden", "configured", "present", "missing", "undefined", "default",
        "disabled", "enabled", "expired", "invalid", "rotated", "healthy",
    ]

    /// Key and the range of the value, in the order of the text.
    static func all(in text: [UInt8]) -> [(key: String, value: Range<Int>)] {
        var found: [(key: String, value: Range<Int>)] = []
        var at = 0
        var key: Range<Int>?
        while at < text.count, let string = string(in: text, from: &at) {
            var next = at
            while next < text.count, text[next] <= 0x20 { next += 1 }
            if next < text.count, text[next] == UInt8(ascii: ":") {
                key = string
                next += 1
                while next < text.count, text[next] <= 0x20 { next += 1 }
                // Only a string that follows at once is the value of this key.
                if next >= text.count || text[next] != UInt8(ascii: "\"") { key = nil }
                at = next
                continue
            }
            if let name = key, isSecret(text[name]), isValue(text[string]) {
                found.append((String(decoding: text[name], as: UTF8.self), string))
            }
            key = nil
        }
        return found
    }

    /// The next string literal without its quotes; `at` moves behind it.
    private static func string(in text: [UInt8], from at: inout Int) -> Range<Int>? {
        guard let open = text[at...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        var end = open + 1
        while end < text.count, text[end] != UInt8(ascii: "\"") { end += text[end] == UInt8(ascii: "\\") ? 2 : 1 }
        guard end < text.count else { return nil }
        at = end + 1
        return open + 1..<end
    }

    private static func isSecret(_ key: ArraySlice<UInt8>) -> Bool {
        let key = key.suffix(64)
        if key.allSatisfy({ $0 < 0x80 }) {
            let bare = key.compactMap { c -> UInt8? in
                switch c {
                case 0x41...0x5a: c | 0x20
                case 0x30...0x39, 0x61...0x7a: c
                default: nil
                }
            }
            return bare.elementsEqual("token".utf8)
                || endingBytes.contains { $0.count <= bare.count && bare.suffix($0.count) == $0[...] }
        }
        let name = String(decoding: key, as: UTF8.self).lowercased().filter { $0.isLetter || $0.isNumber }
        return name == "token" || endings.contains(where: name.hasSuffix)
    }

    /// A value without blanks that is no word for "nothing", no mask and no id.
    private static func isValue(_ value: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: value.prefix(512), as: UTF8.self)
        let bare = text.filter { $0.isLetter || $0.isNumber }
        guard value.count >= 6, !text.contains(" "), bare.count >= 4, !empty.contains(bare.lowercased()) else { return false }
        let isHex = text.allSatisfy { $0.isHexDigit || $0 == "-" }
        return !(isHex && (text.count == 36 || text.count == 40)) && !text.hasPrefix("${") && !text.hasPrefix("<")
            && Set(bare).count > 2
    }
}
