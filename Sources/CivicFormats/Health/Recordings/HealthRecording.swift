import CivicModel

/// Sources that hold answers of health endpoints in any other way than one envelope a line: a bare body, a capture, a
/// transcript, the export of a monitor.
public enum HealthRecording {
    // MARK: What a source is

    /// Whether the source that starts with `head` is a document of health answers, and no log.
    /// - Parameter path: folders and name may say that it is about health, where its content could be anything.
    static func recognises(head: UnsafeBufferPointer<UInt8>, path: String) -> Bool {
        var start = head.firstIndex { $0 > 0x20 } ?? head.count
        if head.count > start + 2, head[start] == 0xef, head[start + 1] == 0xbb, head[start + 2] == 0xbf { start += 3 }
        while start < head.count, head[start] <= 0x20 { start += 1 }
        guard start < head.count else { return false }
        switch head[start] {
        case UInt8(ascii: "{"): return recognisesValues(head, from: start, path: path)
        case UInt8(ascii: "["):
            return recognisesValues(head, from: start, path: path) || recognisesText(head, path: path)
        default: return recognisesText(head, path: path)
        }
    }

    /// Whether a path speaks of health.
    private static func isAboutHealth(_ path: String) -> Bool {
        let words = Set(path.lowercased().split { "/_-. ".contains($0) }.map(String.init))
        return !words.isDisjoint(with: [
            "health", "healthz", "healthcheck", "healthchecks", "livez", "readyz", "liveness", "readiness", "snapshots",
        ]) || SnapshotName(path: path).kind.map { $0 != .health } ?? false
    }

    /// Whether JSON values, one after the other, are health bodies.
    private static func recognisesValues(_ head: UnsafeBufferPointer<UInt8>, from start: Int, path: String) -> Bool {
        var at = start
        var count = 0
        let isAboutHealth = isAboutHealth(path)
        while count < 16 {
            while at < head.count, head[at] <= 0x20 || head[at] == UInt8(ascii: ",") && count > 0 { at += 1 }
            guard at < head.count else { break }
            guard let (tree, flaws, end) = JSONTreeReader.read(head, from: at), end > at else { return false }
            let isCut = flaws.contains(.truncated)
            // The last value of a head may be cut; of one that is cut early nobody can tell.
            if isCut, count > 0 { break }
            if flaws.contains(.malformed), tree.isEmptyComposite { return false }
            guard isHealth(tree, isSingle: count == 0 && rest(of: head, from: end).isEmpty, isAboutHealth: isAboutHealth) else {
                return false
            }
            count += 1
            if isCut || flaws.contains(.malformed) { break }
            at = end
        }
        return count > 0
    }

    private static func rest(of head: UnsafeBufferPointer<UInt8>, from end: Int) -> [UInt8] {
        Array(head[end...].drop { $0 <= 0x20 || $0 == UInt8(ascii: ",") }.prefix(1))
    }

    /// What lines of logs have, and bodies do not.
    private static let logKeys: Set<String> = [
        "logger", "logger_name", "loggername", "thread", "thread_name", "caller", "@timestamp", "severitytext", "severity_text",
        "severitynumber", "resourcelogs", "logevents", "specversion", "eventversion", "levelname", "log.level",
    ]
    private static let levelKeys: Set<String> = ["level", "severity", "lvl", "loglevel", "log_level"]
    private static let timeKeys: Set<String> = ["time", "timestamp", "ts", "date", "datetime", "eventtime"]
    private static let messageKeys: Set<String> = ["msg", "message", "event", "log"]

    /// Whether an object says of itself that it is a record, or something else that is no body.
    private static func isForeign(_ tree: JSONTree) -> Bool {
        let keys = Set(tree.members.map { $0.key.lowercased() })
        if !keys.isDisjoint(with: logKeys) || keys.contains("steady_states") || keys.contains("steady-state-hypothesis") {
            return true
        }
        return !keys.isDisjoint(with: levelKeys) && !(keys.isDisjoint(with: timeKeys) && keys.isDisjoint(with: messageKeys))
    }

    private static func isHealth(_ tree: JSONTree, isSingle: Bool, isAboutHealth: Bool) -> Bool {
        let members = tree.members
        if isForeign(tree) { return false }
        if let export = MonitorExport.read(tree) {
            return !export.answers.isEmpty && (export.format != "har" || isHealthHAR(export.answers))
        }
        guard let found = HealthFormats.recognise(HealthDocument(tree)) else {
            // An object that no format knows, under a name that says what it is.
            return isSingle && isAboutHealth && tree.isObject && !members.isEmpty
        }
        if found.isDistinctive {
            // A record of a log may carry a state and checks beside its time and its message.
            let keys = Set(members.map { $0.key.lowercased() })
            return isSingle || isAboutHealth || keys.isDisjoint(with: timeKeys) || keys.isDisjoint(with: messageKeys)
        }
        guard isSingle else { return false }
        if found.report.format == EmptyObject.id || found.report.format == NotHealth.id { return isAboutHealth }
        if found.report.format == Heptiolabs.id {
            // `{"colour":"red"}` is no check that failed.
            let words: Set<String> = ["ok", "up", "down", "healthy", "unhealthy", "pass", "fail", "passed", "failed"]
            return isAboutHealth || found.report.components.contains { words.contains($0.rawStatus?.lowercased() ?? "") }
        }
        // One word among members that nobody knows: only where the word is one of health, and little else is said.
        guard let word = found.report.rawStatus ?? found.report.components.first?.rawStatus, HealthStatus(word: word) != nil
        else {
            return isAboutHealth
        }
        return isAboutHealth || found.report.format != StatusOnly.id
            || members.count <= 8 && tree["message"] == nil && tree["id"] == nil
    }

    /// A recording of a browser is about health when somebody asked for it.
    private static func isHealthHAR(_ answers: [HealthAnswer]) -> Bool {
        answers.contains { HealthKindInference.kind(url: $0.observation.url) != nil }
    }

    private static func recognisesText(_ head: UnsafeBufferPointer<UInt8>, path: String) -> Bool {
        // Texts are told by their start, in whole lines: heads of logs come by here, and most are refused.
        let isManifest = head.starts(with: "apiVersion:".utf8) || head.starts(with: "kind:".utf8)
        let text = Self.start(of: head, limit: isManifest ? head.count : 4 << 10)
        let isAboutHealth = isAboutHealth(path)
        let document = HealthDocument(text)
        if document.json == nil || document.json?.string != nil, let found = HealthFormats.recognise(document) {
            switch found.report.format {
            case KubernetesVerbose.id: return document.lines.allSatisfy { KubernetesVerbose.isOwn($0) } || isAboutHealth
            case NotHealth.id: return isAboutHealth
            case KubernetesEvents.id:
                let first = document.lines.first?.split(separator: " ").first ?? ""
                return ["Type", "Warning", "Normal", "LAST", "Name:"].contains(first)
            case KubernetesPod.id, Systemd.id, BlackboxProbe.id, EtcdHealth.id, KubernetesProbeLog.id, Eureka.id: return true
            default: return document.lines.count <= 20
            }
        }
        guard Transcript.read(text) != nil, let answers = Transcript.read(Self.start(of: head, limit: head.count)) else {
            return false
        }
        return isHealth(answers, isAboutHealth: isAboutHealth)
    }

    /// At most `limit` bytes, up to the end of a line where they are not all.
    private static func start(of head: UnsafeBufferPointer<UInt8>, limit: Int) -> [UInt8] {
        guard head.count > limit || head.count >= 60 << 10 else { return Array(head) }
        let part = head.prefix(limit)
        return Array(part[..<(part.lastIndex(of: 0x0a) ?? part.endIndex)])
    }

    /// A transcript of anything has answers; one of health has answers about it.
    private static func isHealth(_ answers: [HealthAnswer], isAboutHealth: Bool) -> Bool {
        var known = 0
        for answer in answers {
            let observation = answer.observation
            if observation.errorType != nil || observation.statusCode != nil
                || HealthKindInference.kind(url: observation.url) != nil
            {
                known += 1
            } else if let body = answer.body, let found = HealthFormats.recognise(HealthDocument(body, hint: answer.hint)),
                found.report.overallSource != .none
            {
                known += 1
            }
        }
        // Times with numbers behind them are in many logs: without an answer that says so, the path must.
        let hasProof =
            isAboutHealth
            || answers.contains { answer in
                let report = answer.body.flatMap { HealthFormats.recognise(HealthDocument($0, hint: answer.hint))?.report }
                return report.map { $0.format != PlainWord.id } ?? false || !answer.observation.headers.isEmpty
                    || HealthKindInference.kind(url: answer.observation.url) != nil
                    || answer.observation.errorType.map { $0 != TransportError.other } ?? false
            }
        return hasProof && known * 10 >= answers.count * 9
    }

    // MARK: What a source says

    /// All answers in a document, in their order, and what the recording is.
    public static func read(_ bytes: [UInt8]) -> (format: String, answers: [HealthAnswer]) {
        var bytes = bytes
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
        let document = HealthDocument(bytes)
        if let json = document.json, json.isObject || json.isArray {
            if document.flaws.isDisjoint(with: .trailingText) {
                if let export = MonitorExport.read(json), !export.answers.isEmpty { return export }
                return body(bytes, document)
            }
            return values(bytes)
        }
        if let probe = BlackboxProbe.probe(document) { return (BlackboxProbe.id, [MonitorExport.probe(probe, time: nil)]) }
        if let found = HealthFormats.recognise(document) {
            var answer = HealthAnswer(observation: HealthObservation(source: 0, line: 1, byte: 0, service: ""), body: bytes)
            if found.report.format == CurlError.id, document.lines.count == 1 {
                answer.observation.errorType = found.report.rawStatus
                answer.observation.errorMessage = ComponentReader.short(document.text)
            }
            if found.report.format != NotHealth.id || document.lines.count == 1 || document.isHTML {
                return (found.report.format, [answer])
            }
        }
        if let answers = Transcript.read(bytes) { return (format(of: answers), answers) }
        return body(bytes, document)
    }

    private static func body(_ bytes: [UInt8], _ document: HealthDocument) -> (format: String, answers: [HealthAnswer]) {
        let format = HealthFormats.recognise(document)?.report.format ?? HealthFormats.unrecognised
        return (format, [HealthAnswer(observation: HealthObservation(source: 0, line: 1, byte: 0, service: ""), body: bytes)])
    }

    /// JSON values one after the other, each an answer.
    private static func values(_ bytes: [UInt8]) -> (format: String, answers: [HealthAnswer]) {
        let bodies = Transcript.bodies(bytes)
        let answers = bodies.map { body in
            HealthAnswer(
                observation: HealthObservation(source: 0, line: body.line + 1, byte: body.start, service: ""), body: body.bytes)
        }
        return (format(of: answers), answers)
    }

    /// The format of the first body that has one.
    private static func format(of answers: [HealthAnswer]) -> String {
        for answer in answers.prefix(64) {
            if let report = answer.report ?? BodilessAnswer.report(of: answer.observation) { return report.format }
            guard let body = answer.body, let found = HealthFormats.recognise(HealthDocument(body, hint: answer.hint)) else {
                continue
            }
            return found.report.format
        }
        return "http"
    }
}
