public import CivicFormats
public import CivicModel

/// Sees every record of one worker beside the profile: the place where ids, experiments and timelines collect what they
/// need. One object per worker, made by a factory that owns what the workers' results merge into.
public protocol RecordObserver: AnyObject {
    /// What to do with records of `shape`, worked out once per shape; nil: they are of no interest.
    func plan(for shape: Shape) -> Int?
    /// On the hot path: no allocation, nothing looked up by name.
    func observe(_ record: RecordView, facts: RecordFacts, plan: Int)
    /// Called once, after the last record of the worker: merges its result into that of the run.
    func finish()
}

/// Which service the records of a source belong to in the end. A record that names no service belongs to the one service
/// that its source names, when it names exactly one, else to what its path says; that is known only when all is read.
public struct ServiceNames: Sendable {
    private let only: [Int: String]

    public init(_ profile: Profile) {
        var named: [Int: Set<String>] = [:]
        for key in profile.cells.keys where Self.isName(key.service, key.origin) {
            named[key.source, default: []].insert(key.service)
        }
        only = named.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    /// The service that a record of `source` with this name counts under.
    public func name(_ service: String, _ origin: ServiceOrigin, source: Int) -> String {
        Self.isName(service, origin) ? service : only[source] ?? service
    }

    /// Whether the record itself names the service.
    public static func isName(_ service: String, _ origin: ServiceOrigin) -> Bool {
        switch origin {
        case .field, .process: !service.isEmpty && !service.hasPrefix("unknown_service")
        case .configuration, .path, .none: false
        }
    }
}

extension LogScan.Result {
    /// Services some of whose files could not be read whole: what is missing in them may be missing from the files only.
    public func damagedServices(_ names: ServiceNames) -> Set<String> {
        let damaged = Set(sources.indices.filter { sources[$0].lostLines > 0 || !sources[$0].problems.isEmpty })
        guard !damaged.isEmpty else { return [] }
        return profile.cells.keys.reduce(into: []) { services, key in
            if damaged.contains(key.source) { services.insert(names.name(key.service, key.origin, source: key.source)) }
        }
    }
}
