public import CivicFormats

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
