import CivicFormats
import CivicModel
import CivicProfile

/// Collects the ids of all records and folds them into chains.
final class ChainCollector: Sendable {
    init(_ options: EvidenceCollector.Options) {}

    func observer() -> any RecordObserver { ChainObserver() }

    func correlation(of profile: Profile, names: ServiceNames) throws(SpillError) -> Correlation? { nil }
}

final class ChainObserver: RecordObserver {
    func plan(for shape: Shape) -> Int? { nil }
    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {}
    func finish() {}
}
