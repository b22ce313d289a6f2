import CivicModel

/// One line of recorded answers as JSON: `civic.health.snapshot/1` with flat or nested keys, and the home-made spellings
/// of the same.
public enum HealthEnvelope {
    public static let schema = "civic.health.snapshot/1"

    private static let timeKeys = [
        "time", "@timestamp", "timestamp", "ts", "observed_at", "observedAt", "startedDateTime", "start", "date",
    ]
    private static let serviceKeys = [
        "service.name", "service", "service_name", "serviceName", "app", "name", "target", "group/name",
    ]
    private static let urlKeys = ["url.full", "url", "endpoint", "uri", "url_effective", "civic.target", "request.url"]
    private static let bodyKeys = ["http.response.body.content", "body", "response", "payload", "output.body", "content.text"]
    private static let codeKeys = [
        "http.response.status_code", "code", "http_code", "response_code", "statusCode", "responseCode", "http_status",
        "status_code", "httpStatus", "response.status",
    ]
    private static let errorKeys = ["error.message", "error.type", "error", "errors", "exception", "errormsg", "_error"]
    private static let kindKeys = ["civic.health.kind", "kind", "type", "probe", "check"]
    private static let durations: [(key: String, unit: Double)] = [
        ("http.client.request.duration", 1e9), ("latencyMs", 1e6), ("latency_ms", 1e6), ("duration_ms", 1e6),
        ("durationMs", 1e6), ("elapsed_ms", 1e6), ("elapsedMs", 1e6), ("time_ms", 1e6), ("timeMs", 1e6),
        ("responseTimeMs", 1e6),
        ("response_time_ms", 1e6), ("duration_ns", 1), ("time_total", 1e9), ("duration_s", 1e9), ("seconds", 1e9),
        ("elapsed_s", 1e9),
    ]
    /// What lines of logs have and recordings of answers do not.
    private static let logKeys: Set<String> = [
        "level", "severity", "lvl", "message", "loglevel", "log.level", "levelname", "logger", "logger_name", "thread", "msg",
        "remote_addr", "remote_ip", "client_ip", "user_agent", "http_user_agent", "hostname", "caller", "stack_trace",
    ]

    /// Whether an object with these paths may be a recorded answer: a look that costs little.
    static func mayRecognise(_ paths: Set<String>) -> Bool {
        guard paths.count < 512 else { return false }
        let hasAnswer = paths.contains { path in
            path.hasPrefix("http.response") || path.hasPrefix("civic.") || path.hasPrefix("body") || path.hasPrefix("response")
                || path.hasPrefix("payload") || path.hasPrefix("output") || path.hasPrefix("content") || path.hasPrefix("error")
                || path == "status" || path == "exception" || codeKeys.contains(path)
        }
        return hasAnswer && paths.contains { timeKeys.contains($0) }
    }

    /// Whether `line` is a recorded answer, and no record of a log that happens to tell of a request or a state.
    public static func recognises(_ line: JSONTree) -> Bool {
        guard line.isObject else { return false }
        if line["schema"]?.string == schema { return true }
        if value(line, ["civic.health.kind", "civic.target"]) != nil, value(line, timeKeys) != nil { return true }
        let hasURL = value(line, urlKeys)?.filledText != nil
        let hasAnswer = value(line, bodyKeys) != nil || statusCode(line) != nil || line["status"] != nil || error(line) != nil
        if line["observedAt"] != nil || line["observed_at"] != nil, hasURL, hasAnswer { return true }
        guard let time = value(line, timeKeys), case .time? = HealthTime.read(time), hasAnswer,
            !line.members.contains(where: { logKeys.contains($0.key.lowercased()) })
        else { return false }
        let url = value(line, urlKeys)?.text ?? ""
        let service = value(line, serviceKeys)?.filledText
        // A request that somebody made, to an address that is asked for health.
        if url.contains("://"), HealthKindInference.kind(url: url) != nil { return true }
        // A body that is a health body, of somebody.
        if hasURL || service != nil, let body = body(line)?.bytes, let found = HealthFormats.recognise(HealthDocument(body)) {
            return found.report.overallSource != .none
        }
        return false
    }

    /// Whether `line` says at least what was asked or what came. What does neither is no line of a recording, whatever stands beside it.
    static func tellsOfAnswer(_ line: JSONTree) -> Bool {
        value(line, urlKeys)?.filledText != nil || body(line) != nil || statusCode(line) != nil || error(line) != nil
            || line["status"]?.filledText != nil
    }

    /// The answer in `line`.
    public static func read(_ line: JSONTree) -> HealthAnswer {
        let url = value(line, urlKeys)?.text ?? ""
        let service = value(line, serviceKeys)?.filledText ?? url
        var observation = HealthObservation(source: 0, line: 0, byte: 0, service: service)
        observation.url = url
        var bad: [String] = []
        observation.time = value(line, timeKeys).flatMap { HealthTime.instant($0, bad: &bad) }
        if observation.time != nil { observation.timeSource = .envelope }
        observation.instance = value(line, ["service.instance.id", "instance", "instance_id", "instanceId", "pod"])?.filledText
        observation.version = value(line, ["service.version", "service_version", "serviceVersion"])?.filledText
            .map { ComponentReader.short($0) }
        observation.kind = kind(line, url: url)
        observation.statusCode = statusCode(line)
        observation.duration = duration(line)
        observation.headers = lineHeaders(line)
        observation.probe = value(line, ["civic.probe.name"])?.filledText
        observation.interval = HealthTime.nanoseconds(value(line, ["civic.probe.interval_s"]), unit: 1e9)
        observation.timeout = HealthTime.nanoseconds(value(line, ["civic.probe.timeout_s"]), unit: 1e9)
        observation.phase = value(line, ["civic.run.phase", "phase"])?.filledText
        observation.run = value(line, ["civic.run.id"])?.filledText
        if let message = error(line) {
            let type = value(line, ["error.type"])?.filledText
            observation.errorMessage = ComponentReader.short(message)
            // OpenTelemetry gives the HTTP status as the type of an answer that came.
            if observation.statusCode == nil {
                observation.errorType = TransportError.type(of: [type, message].compactMap { $0 }.joined(separator: " "))
            }
        } else if observation.statusCode == nil, let code = statusMember(line), code == 0 {
            observation.errorType = TransportError.other
        }
        let body = body(line)
        observation.isTruncated = value(line, ["civic.body.truncated", "truncated"])?.truth ?? false
        observation.bodySize = value(line, ["http.response.body.size"])?.integer.map { max(0, $0) } ?? body?.bytes.count ?? 0
        return HealthAnswer(observation: observation, body: body?.bytes)
    }

    /// Path of the key that the time stands under, and so on, is what a reader of many lines need not know: the first of
    /// `keys` that `line` has, flat or nested.
    static func value(_ line: JSONTree, _ keys: [String]) -> JSONTree? {
        // Most lines are flat, and then no key stands for a path.
        let isNested = line.members.contains { $0.value.isObject }
        for key in keys {
            if let flat = line[key], !flat.isNull { return flat }
            guard isNested, key.contains(".") else { continue }
            if let nested = nested(line, key.split(separator: ".").map(String.init)[...]), !nested.isNull { return nested }
        }
        return nil
    }

    /// Objects may be nested as far as they like and dotted below: `{"http":{"response.status_code":503}}`.
    private static func nested(_ value: JSONTree, _ keys: ArraySlice<String>) -> JSONTree? {
        if let whole = value[keys.joined(separator: ".")] { return whole }
        for length in stride(from: keys.count - 1, to: 0, by: -1) {
            let head = keys.prefix(length).joined(separator: ".")
            if let inner = value[head], inner.isObject, let found = nested(inner, keys.dropFirst(length)) { return found }
        }
        return nil
    }

    private static func statusCode(_ line: JSONTree) -> Int? {
        for key in codeKeys {
            if let value = value(line, [key]), let code = integer(value), (100..<600).contains(code) { return code }
        }
        return statusMember(line).flatMap { (100..<600).contains($0) ? $0 : nil }
    }

    /// `status` is the HTTP status beside a body or an address only; else it may be anything.
    private static func statusMember(_ line: JSONTree) -> Int? {
        guard let status = line["status"], value(line, bodyKeys) != nil || value(line, urlKeys) != nil else { return nil }
        return integer(status)
    }

    private static func integer(_ value: JSONTree) -> Int? { value.integer ?? value.string.flatMap { Int($0) } }

    private static func error(_ line: JSONTree) -> String? {
        for key in errorKeys {
            guard let value = value(line, [key]) else { continue }
            if let text = ComponentReader.message(value) ?? value["type"]?.filledText {
                if value.boolean == false || value == .number("0") { continue }
                return text
            }
            if let first = value.elements.lazy.compactMap({ ComponentReader.message($0) }).first { return first }
        }
        return nil
    }

    private static func duration(_ line: JSONTree) -> Int64? {
        for (key, unit) in durations {
            if let value = value(line, [key]), let nanoseconds = HealthTime.nanoseconds(value, unit: unit) {
                return nanoseconds
            }
        }
        guard let text = line["duration"]?.string ?? line["latency"]?.string ?? line["elapsed"]?.string else { return nil }
        return HealthTime.nanoseconds(of: text)
    }

    private static func kind(_ line: JSONTree, url: String) -> HealthKind {
        for key in kindKeys {
            if let given = value(line, [key])?.string, let kind = HealthKindInference.kind(given: given) { return kind }
        }
        if let kind = HealthKindInference.kind(url: url) { return kind }
        let names = value(line, ["civic.probe.name", "probe", "check", "name"])?.string ?? ""
        return HealthKindInference.kind(name: names) ?? .health
    }

    /// Bytes of one answer's headers, beyond which the rest is left out.
    private static let headerLimit = 256

    private static func lineHeaders(_ line: JSONTree) -> [HealthObservation.Header] {
        var headers: [HealthObservation.Header] = []
        for key in ["http.response.headers", "http.response.header", "headers", "response.headers", "output.headers"] {
            if let found = value(line, [key]) { headers += Self.headers(found) }
        }
        let prefix = "http.response.header."
        let flat = line.members.filter { $0.key.hasPrefix(prefix) && $0.key.count > prefix.count }
            .map { JSONTree.Member(String($0.key.dropFirst(prefix.count)), $0.value) }
        return Array((headers + Self.headers(.object(flat))).prefix(headerLimit))
    }

    /// Headers as a map of texts or lists, or as HAR's list of names and values.
    static func headers(_ value: JSONTree?) -> [HealthObservation.Header] {
        var headers: [HealthObservation.Header] = []
        func add(_ name: String, _ value: JSONTree) {
            for value in value.isArray ? value.elements : [value] {
                guard headers.count < headerLimit, let text = value.text else { continue }
                headers.append(.init(name: ComponentReader.short(name.lowercased()), value: ComponentReader.short(text)))
            }
        }
        for member in value?.members ?? [] { add(member.key, member.value) }
        for entry in value?.elements ?? [] {
            if let name = entry["name"]?.text, let value = entry["value"] { add(name, value) }
        }
        return headers
    }

    private static func body(_ line: JSONTree) -> (bytes: [UInt8], isText: Bool)? {
        guard let value = value(line, bodyKeys) else { return nil }
        if let text = value.string {
            let isBase64 = Self.value(line, ["civic.body.encoding", "content.encoding"])?.string == "base64"
            if isBase64, let bytes = Base64Text.decode(text) { return (bytes, true) }
            return (Array(text.utf8), true)
        }
        return (value.serialised, false)
    }
}
