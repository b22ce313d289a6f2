public import CivicModel

/// heptiolabs/healthcheck (Go) with `?full=1`: `OK`, or what went wrong.
public enum Heptiolabs: HealthFormat {
    public static let id = "heptiolabs"
    public static let title = "healthcheck (Go, heptiolabs) and other maps of words"
    public static let isDistinctive = false
    public static var samples: [HealthSample] {
        [
            HealthSample(#"{"db":"OK","dns":"lookup failed"}"#, .fail, components: 2),
            HealthSample(#"{"db":"OK"}"#, .pass, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let report = WordMap.report(json, as: self) else { return nil }
        return report
    }
}

/// Maps whose values are all words or sentences.
enum WordMap {
    /// What describes and is no part.
    private static let descriptions: Set<String> = [
        "status", "health", "state", "ok", "healthy", "success", "message", "name", "version", "id", "time", "timestamp",
        "level", "type", "title", "error",
        "detail", "reason", "description", "url", "host", "hostname", "service", "environment", "commit", "build",
    ]

    static func report(_ json: JSONTree, as format: any HealthFormat.Type) -> HealthReport? {
        let members = json.members
        guard !members.isEmpty, members.allSatisfy({ $0.value.filledText != nil }),
            members.allSatisfy({ $0.value.string != nil || $0.value.boolean != nil }),
            !members.contains(where: { descriptions.contains($0.key.lowercased()) })
        else { return nil }
        var report = HealthReport(format: format.id)
        let texts = members.compactMap { $0.value.text }
        // One and the same short word under every name is most likely "working" in some language.
        let isLocalised =
            texts.count > 1 && Set(texts).count == 1 && HealthStatus(word: texts[0]) == nil && texts[0].count <= 24
            && !texts[0].contains(" ") && !texts[0].contains(":")
        for (member, text) in zip(members, texts).prefix(ComponentReader.componentLimit) {
            var component = HealthComponent(
                name: ComponentReader.short(member.key), status: isLocalised ? .pass : status(text),
                rawStatus: ComponentReader.short(text))
            if HealthStatus(word: text) == nil { component.message = component.rawStatus }
            report.components.append(component)
        }
        report.settle(word: nil)
        return report
    }

    /// A word of the vocabulary, or one in front of a colon; any other text tells of an error.
    private static func status(_ text: String) -> HealthStatus {
        if let status = HealthStatus(word: text) { return status }
        if let colon = text.firstIndex(of: ":"), let status = HealthStatus(word: String(text[..<colon])), status != .pass {
            return status
        }
        return .fail
    }
}
