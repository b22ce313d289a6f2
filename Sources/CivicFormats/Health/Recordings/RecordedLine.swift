import CivicModel

/// One line of a recording as JSON: an envelope, or what curl, httpstat and k6 write.
public enum RecordedLine {
    /// Whether an object with these paths may be one: a look that costs little.
    static func mayRecognise(_ paths: Set<String>) -> Bool {
        HealthEnvelope.mayRecognise(paths) || paths.contains("metric") && paths.contains("type")
            || paths.contains("time_total") && paths.contains { $0 == "http_code" || $0 == "response_code" }
            || paths.contains { $0.hasPrefix("timings_ms") }
    }

    public static func recognises(_ line: JSONTree) -> Bool {
        isK6(line) || isCurl(line) || isHTTPStat(line) || HealthEnvelope.recognises(line)
    }

    /// Whether `line` can belong to a recording.
    public static func belongs(_ line: JSONTree) -> Bool {
        isK6(line) || isCurl(line) || isHTTPStat(line) || HealthEnvelope.tellsOfAnswer(line)
    }

    /// The answer in `line`; nil when it belongs to the recording and tells of none.
    public static func read(_ line: JSONTree) -> HealthAnswer? {
        if isK6(line) { return k6(line) }
        if isCurl(line) { return curl(line) }
        if isHTTPStat(line) { return httpStat(line) }
        return HealthEnvelope.read(line)
    }

    /// Format that a source of such lines has.
    public static func format(_ line: JSONTree) -> String {
        isK6(line) ? "k6" : isCurl(line) ? "curl-json" : isHTTPStat(line) ? "httpstat" : "json-envelope"
    }

    // MARK: k6 --out json

    private static func isK6(_ line: JSONTree) -> Bool {
        guard let type = line["type"]?.string, line["metric"]?.string != nil, line["data"]?.isObject == true else {
            return false
        }
        return type == "Point" || type == "Metric"
    }

    private static func k6(_ line: JSONTree) -> HealthAnswer? {
        guard line["metric"]?.string == "http_req_duration", let data = line["data"], let tags = data["tags"] else {
            return nil
        }
        var observation = observation(url: tags["url"]?.text ?? "")
        set(data["time"], in: &observation)
        observation.duration = HealthTime.nanoseconds(data["value"], unit: 1e6)
        observation.probe = tags["name"]?.filledText ?? "k6"
        setCode(tags["status"]?.text.flatMap { Int($0) }, in: &observation)
        if observation.statusCode == nil {
            let code = tags["error_code"]?.text.flatMap { Int($0) } ?? 0
            observation.errorMessage = tags["error"]?.filledText ?? tags["error_code"]?.filledText
            switch code {
            case 1050, 1211: observation.errorType = "timeout"
            case 1100..<1200: observation.errorType = "dns"
            case 1212: observation.errorType = "connection_refused"
            case 1220: observation.errorType = "connection_reset"
            case 1300..<1400: observation.errorType = "tls"
            default: observation.errorType = TransportError.type(of: observation.errorMessage ?? "")
            }
        }
        return HealthAnswer(observation: observation)
    }

    // MARK: curl -w '%{json}'

    private static func isCurl(_ line: JSONTree) -> Bool {
        (line["response_code"] ?? line["http_code"])?.integer != nil && line["time_total"] != nil
            && (line["url_effective"] != nil || line["time_connect"] != nil)
    }

    private static func curl(_ line: JSONTree) -> HealthAnswer {
        var observation = observation(url: line["url_effective"]?.text ?? line["url"]?.text ?? "")
        observation.duration = HealthTime.nanoseconds(line["time_total"], unit: 1e9)
        observation.instance = line["remote_ip"]?.filledText
        if let type = line["content_type"]?.filledText { observation.headers = [.init(name: "content-type", value: type)] }
        for key in ["time", "timestamp", "ts", "date"] where observation.time == nil { set(line[key], in: &observation) }
        setCode((line["response_code"] ?? line["http_code"])?.integer, in: &observation)
        if observation.statusCode == nil {
            let exit = line["exitcode"]?.integer
            observation.errorType = exit.flatMap { TransportError.type(curlExit: $0) } ?? TransportError.other
            observation.errorMessage = line["errormsg"]?.filledText.map { ComponentReader.short($0) }
        }
        return HealthAnswer(observation: observation)
    }

    // MARK: httpstat --format json

    private static func isHTTPStat(_ line: JSONTree) -> Bool { line["timings_ms"]?.isObject == true && line["url"] != nil }

    private static func httpStat(_ line: JSONTree) -> HealthAnswer {
        var observation = observation(url: line["url"]?.text ?? "")
        let response = line["response"]
        observation.duration = HealthTime.nanoseconds(line["timings_ms"]?["total"], unit: 1e6)
        observation.headers = HealthEnvelope.headers(response?["headers"])
        setCode(response?["status_code"]?.integer, in: &observation)
        if observation.statusCode == nil {
            observation.errorType =
                line["exit_code"]?.integer.flatMap { TransportError.type(curlExit: $0) } ?? TransportError.other
            observation.errorMessage = (line["error"] ?? line["message"]).flatMap { ComponentReader.message($0) }
        }
        return HealthAnswer(observation: observation)
    }

    // MARK: Parts

    static func observation(url: String) -> HealthObservation {
        var observation = HealthObservation(source: 0, line: 0, byte: 0, service: service(url: url))
        observation.url = ComponentReader.short(url)
        observation.kind = HealthKindInference.kind(url: url) ?? .health
        return observation
    }

    /// Who is behind an address, when nobody says more: its host, with its port where the host says nothing.
    public static func service(url: String) -> String {
        guard let (_, rest) = url.split(around: "://") else { return url }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }.split(separator: "@").last ?? ""
        return authority.isEmpty ? url : String(authority)
    }

    /// Whether an address says where was asked and not who: that of the machine that asks.
    public static func isLocal(authority: String) -> Bool {
        if authority.hasPrefix("[::1]") { return true }
        let host = authority.prefix { $0 != ":" }.lowercased()
        return host == "localhost" || host == "0.0.0.0"
            || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    static func set(_ value: JSONTree?, in observation: inout HealthObservation) {
        var bad: [String] = []
        guard let time = HealthTime.instant(value, bad: &bad) else { return }
        observation.time = time
        observation.timeSource = .envelope
    }

    static func setCode(_ code: Int?, in observation: inout HealthObservation) {
        observation.statusCode = code.flatMap { (100..<600).contains($0) ? $0 : nil }
    }
}
