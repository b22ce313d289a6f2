import CivicModel

/// Documents that hold many answers: exports of monitors, HAR, Docker's last checks, journals of chaos experiments.
enum MonitorExport {
    /// Longest list of answers that is taken out of one document.
    static let limit = 1 << 20

    /// The answers in `json`, and what the recording is; nil when it is a body, or anything else.
    static func read(_ json: JSONTree) -> (format: String, answers: [HealthAnswer])? {
        if let entries = json[path: "log", "entries"] { return ("har", entries.elements.prefix(limit).map { har($0) }) }
        if json["heartbeatList"]?.isObject == true { return ("uptime-kuma", kuma(json)) }
        if let first = json.elements.first, first["results"]?.isArray == true, first["key"] != nil || first["name"] != nil {
            return ("gatus", json.elements.flatMap { gatus($0) })
        }
        if json["results"]?.isArray == true, json["key"]?.string != nil, json["name"]?.string != nil {
            return ("gatus", gatus(json))
        }
        if let result = json[path: "data", "result"], json[path: "data", "resultType"] != nil {
            return ("prometheus", prometheus(result))
        }
        if let answers = docker(json) { return ("docker", answers) }
        if let answers = events(json) { return (KubernetesEvents.id, answers) }
        for list in [json, json["snapshots"], json["observations"], json["answers"], json["records"]] {
            guard let elements = list?.elements, let first = elements.first, RecordedLine.recognises(first) else { continue }
            return (RecordedLine.format(first), elements.prefix(limit).compactMap { RecordedLine.read($0) })
        }
        if RecordedLine.recognises(json) { return (RecordedLine.format(json), [RecordedLine.read(json)].compactMap { $0 }) }
        return nil
    }

    // MARK: HAR 1.2

    private static func har(_ entry: JSONTree) -> HealthAnswer {
        var observation = RecordedLine.observation(url: entry[path: "request", "url"]?.text ?? "")
        RecordedLine.set(entry["startedDateTime"], in: &observation)
        observation.duration = HealthTime.nanoseconds(entry["time"], unit: 1e6)
        let response = entry["response"]
        observation.headers = HealthEnvelope.headers(response?["headers"])
        RecordedLine.setCode(response?["status"]?.integer, in: &observation)
        if observation.statusCode == nil {
            let message = response?["_error"]?.filledText ?? entry["_error"]?.filledText ?? response?["statusText"]?.filledText
            observation.errorMessage = message.map { ComponentReader.short($0) }
            observation.errorType = TransportError.type(of: message ?? "")
        }
        let content = response?["content"]
        var body: [UInt8]?
        if let text = content?["text"]?.text {
            body = content?["encoding"]?.string == "base64" ? Base64Text.decode(text) : Array(text.utf8)
        }
        if observation.headers.isEmpty, let type = content?["mimeType"]?.filledText {
            observation.headers = [.init(name: "content-type", value: type)]
        }
        return HealthAnswer(observation: observation, body: body)
    }

    // MARK: Gatus

    private static func gatus(_ endpoint: JSONTree) -> [HealthAnswer] {
        let name = endpoint["name"]?.filledText ?? endpoint["key"]?.filledText ?? ""
        return (endpoint["results"]?.elements ?? []).prefix(limit).map { result in
            let host = result["hostname"]?.filledText ?? ""
            var observation = HealthObservation(source: 0, line: 0, byte: 0, service: ComponentReader.short(name))
            observation.url = ComponentReader.short(host)
            observation.kind = HealthKindInference.kind(name: name) ?? .health
            RecordedLine.set(result["timestamp"], in: &observation)
            observation.duration = HealthTime.nanoseconds(result["duration"], unit: 1)
            RecordedLine.setCode(result["status"]?.integer, in: &observation)
            observation.probe = "gatus"
            let isGood = result["success"]?.truth
            let errors = (result["errors"]?.elements ?? []).compactMap { $0.filledText }
            if !errors.isEmpty {
                observation.errorMessage = ComponentReader.short(errors.joined(separator: "; "))
                if observation.statusCode == nil { observation.errorType = TransportError.type(of: errors[0]) }
            }
            var report = HealthReport(format: "gatus")
            for condition in result["conditionResults"]?.elements ?? [] {
                let isMet = condition["success"]?.truth
                report.components.append(
                    HealthComponent(
                        name: ComponentReader.short(condition["condition"]?.text ?? ""),
                        status: isMet.map { $0 ? .pass : .fail } ?? .unknown,
                        rawStatus: isMet.map { $0 ? "true" : "false" }))
            }
            report.settle(word: isGood.map { $0 ? "true" : "false" })
            return HealthAnswer(observation: observation, report: observation.errorType == nil ? report : nil)
        }
    }

    // MARK: Uptime Kuma

    private static func kuma(_ json: JSONTree) -> [HealthAnswer] {
        var answers: [HealthAnswer] = []
        for monitor in json["heartbeatList"]?.members ?? [] {
            for beat in monitor.value.elements.prefix(limit) {
                var observation = HealthObservation(source: 0, line: 0, byte: 0, service: ComponentReader.short(monitor.key))
                RecordedLine.set(beat["time"], in: &observation)
                observation.duration = HealthTime.nanoseconds(beat["ping"], unit: 1e6)
                observation.errorMessage = beat["msg"]?.filledText.map { ComponentReader.short($0) }
                observation.probe = "uptime-kuma"
                var report = HealthReport(format: "uptime-kuma")
                switch beat["status"]?.integer {
                case 0: report.settle(word: "down")
                case 1: report.settle(word: "up")
                case 2: report.settle(word: "pending")
                case 3:
                    report.settle(word: "maintenance")
                    report.lifecycle = .maintenance
                default: break
                }
                answers.append(HealthAnswer(observation: observation, report: report))
            }
        }
        return answers
    }

    // MARK: Prometheus: query and query_range

    private static func prometheus(_ result: JSONTree) -> [HealthAnswer] {
        struct Sample {
            var success: Bool?
            var code: Int?
            var duration: Int64?
        }
        var samples: [String: [(time: JSONTree, sample: Sample)]] = [:]
        for series in result.elements {
            let name = series[path: "metric", "__name__"]?.string ?? "probe_success"
            let instance = series[path: "metric", "instance"]?.text ?? ""
            for point in series["values"]?.elements ?? [series["value"]].compactMap({ $0 }) {
                let pair = point.elements
                guard pair.count == 2, let text = pair[1].text, let value = Double(text) else { continue }
                var list = samples[instance] ?? []
                let index = list.firstIndex { $0.time == pair[0] } ?? list.count
                guard index < limit else { continue }
                if index == list.count { list.append((pair[0], Sample())) }
                switch name {
                case "probe_success", "up": list[index].sample.success = value == 1
                case "probe_http_status_code": list[index].sample.code = Int(exactly: value)
                case "probe_duration_seconds": list[index].sample.duration = HealthTime.nanoseconds(pair[1], unit: 1e9)
                default: break
                }
                samples[instance] = list
            }
        }
        return samples.keys.sorted().flatMap { instance -> [HealthAnswer] in
            (samples[instance] ?? []).compactMap { time, sample in
                guard sample.success != nil || sample.code != nil else { return nil }
                return probe(
                    .init(isSuccess: sample.success ?? true, code: sample.code, duration: sample.duration, instance: instance),
                    time: time)
            }
        }
    }

    static func probe(_ probe: BlackboxProbe.Probe, time: JSONTree?) -> HealthAnswer {
        var observation = RecordedLine.observation(url: probe.instance ?? "")
        RecordedLine.set(time, in: &observation)
        observation.duration = probe.duration
        observation.probe = "blackbox"
        RecordedLine.setCode(probe.code, in: &observation)
        var report = HealthReport(format: BlackboxProbe.id)
        report.httpStatus = observation.statusCode
        report.settle(word: probe.isSuccess ? "1" : "0")
        return HealthAnswer(observation: observation, report: report)
    }

    // MARK: Docker's last five checks

    private static func docker(_ json: JSONTree) -> [HealthAnswer]? {
        let containers = json.isArray ? json.elements : [json]
        var answers: [HealthAnswer] = []
        for container in containers {
            guard let health = DockerHealth.health(container) else { continue }
            let service = DockerHealth.service(container) ?? ""
            for entry in health["Log"]?.elements ?? [] {
                var observation = HealthObservation(source: 0, line: 0, byte: 0, service: ComponentReader.short(service))
                RecordedLine.set(entry["Start"], in: &observation)
                var bad: [String] = []
                if let start = observation.time, let end = HealthTime.instant(entry["End"], bad: &bad), end >= start {
                    observation.duration = end.nanoseconds &- start.nanoseconds
                }
                observation.probe = "docker"
                let exit = entry["ExitCode"]?.integer ?? 0
                var report = HealthReport(format: DockerHealth.id)
                report.settle(word: exit == 0 ? "healthy" : "unhealthy")
                let output = entry["Output"]?.filledText
                let body = output.map { Array($0.utf8) } ?? []
                // Four KiB of the output are kept.
                observation.isTruncated = body.count >= 4096
                if exit != 0 { observation.errorMessage = output.map { ComponentReader.short($0) } }
                answers.append(HealthAnswer(observation: observation, body: body, report: report))
            }
        }
        return answers.isEmpty ? nil : answers
    }

    // MARK: Events of Kubernetes with times

    private static func events(_ json: JSONTree) -> [HealthAnswer]? {
        guard let failures = KubernetesEvents.failures(HealthDocument(json)), failures.contains(where: { $0.time != nil })
        else { return nil }
        return failures.map { failure in
            let pod = failure.pod ?? ""
            var observation = HealthObservation(
                source: 0, line: 0, byte: 0, service: ComponentReader.short(KubernetesEvents.workload(pod)))
            observation.instance = pod.isEmpty ? nil : ComponentReader.short(pod)
            observation.kind = failure.kind
            observation.time = failure.time
            observation.timeSource = failure.time == nil ? .none : .envelope
            observation.errorMessage = ComponentReader.short(failure.message)
            observation.probe = "kubelet"
            var report = HealthReport(format: KubernetesEvents.id)
            report.settle(word: "Unhealthy")
            return HealthAnswer(observation: observation, report: report)
        }
    }
}
