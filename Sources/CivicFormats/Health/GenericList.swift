public import CivicModel

/// A list of parts, each with a name and a state of its own.
public enum GenericList: HealthFormat {
    public static let id = "list"
    public static let title = "a list of checks"
    public static let isDistinctive = false
    public static var samples: [HealthSample] {
        [HealthSample(#"[{"name":"db","status":"ok"},{"name":"queue","status":"down"}]"#, .fail, components: 2)]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let elements = document.json?.elements, !elements.isEmpty,
            elements.allSatisfy({ element in
                ["name", "id", "key", "component"].contains { element[$0]?.filledText != nil }
                    && ["healthy", "status", "state"].contains { key in
                        StatusOnly.word(element[key]).map { HealthStatus(word: $0) != nil } ?? false
                    }
            })
        else { return nil }
        return HealthList.read(document.json, as: self)
    }
}
