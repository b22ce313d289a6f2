public import CivicModel

/// `{}`: heptiolabs without `?full=1`, CockroachDB, grpcurl; the HTTP status alone says what it means.
public enum EmptyObject: HealthFormat {
    public static let id = "empty-object"
    public static let title = "an empty object"
    public static let isDistinctive = false
    public static var samples: [HealthSample] { [HealthSample("{}\n", .unknown)] }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, json.isObject, json.members.isEmpty,
            document.flaws.isDisjoint(with: [.malformed, .truncated])
        else { return nil }
        return HealthReport(format: id)
    }
}
