import CivicModel

/// The HTTP probes of a Chaos Toolkit journal, as answers.
public enum JournalProbes {
    /// The probes that asked for health: by their address or name, or because a health body came back.
    public static func read(_ bytes: [UInt8]) -> [HealthAnswer] {
        guard let json = JSONTreeReader.document(bytes)?.tree else { return [] }
        var answers: [HealthAnswer] = []
        let run = json[path: "experiment", "title"]?.filledText
        for phase in ["before", "during", "after"] {
            guard let state = json[path: "steady_states", phase] else { continue }
            for state in state.isArray ? state.elements : [state] {
                answers += (state["probes"]?.elements ?? []).compactMap { answer($0, phase: phase, run: run) }
            }
        }
        answers += (json["run"]?.elements ?? []).compactMap { answer($0, phase: "method", run: run) }
        answers += (json["rollbacks"]?.elements ?? []).compactMap { answer($0, phase: "rollback", run: run) }
        return Array(answers.prefix(MonitorExport.limit))
    }

    private static func answer(_ step: JSONTree, phase: String, run: String?) -> HealthAnswer? {
        guard let activity = step["activity"], let provider = activity["provider"], provider["type"]?.string == "http",
            let url = provider["url"]?.string
        else { return nil }
        let name = activity["name"]?.text ?? ""
        var observation = RecordedLine.observation(url: url)
        RecordedLine.set(step["start"], in: &observation)
        observation.duration = HealthTime.nanoseconds(step["duration"], unit: 1e9)
        observation.probe = ComponentReader.short(name)
        observation.phase = phase
        observation.run = run.map { ComponentReader.short($0) }
        let output = step["output"]
        observation.headers = HealthEnvelope.headers(output?["headers"])
        RecordedLine.setCode(output?["status"]?.integer, in: &observation)
        if observation.statusCode == nil {
            // The last line of a Python traceback says what went wrong.
            let lines = step["exception"]?.elements.compactMap { $0.text } ?? []
            guard let message = lines.last.map({ HealthDocument.trimmed($0[...]) }) ?? output?.filledText else { return nil }
            observation.errorMessage = ComponentReader.short(message)
            observation.errorType = TransportError.type(of: lines.suffix(4).joined(separator: " ") + message)
        }
        let body = output?["body"].flatMap { $0.isNull ? nil : $0.string.map { Array($0.utf8) } ?? $0.serialised }
        let answer = HealthAnswer(observation: observation, body: body)
        if let kind = HealthKindInference.kind(url: url) ?? HealthKindInference.kind(name: name) {
            var answer = answer
            answer.observation.kind = kind
            return answer
        }
        guard let body, HealthFormats.recognise(HealthDocument(body, hint: answer.hint))?.isDistinctive == true else {
            return nil
        }
        return answer
    }
}
