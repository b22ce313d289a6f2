import CivicModel
import CivicProfile

/// Whether records say themselves which service wrote them. A name taken from a path does not count: it is lost with the
/// first copy to another place. SDKs write `unknown_service` when nobody told them a name.
struct ServiceIdentity: ServiceMeasure {
    static let id = "service-identity"
    /// `accept: path` lets names from paths and from the configuration count.
    private let acceptsPath: Bool

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["accept"])
        acceptsPath = try parameters.words("accept", default: "").contains("path")
    }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in service.entries {
            let isNamed = ServiceNames.isName(entry.key.service, entry.key.origin) || acceptsPath && !entry.key.service.isEmpty
            count.add(entry, violated: !isNamed)
        }
        return count
    }
}
