import CivicFormats
import CivicModel
import CivicProfile

/// Collects from the logs what is held against health answers: bursts of errors, lifecycle records, mentions of health.
final class HealthLogCollector: Sendable {
    func observer() -> any RecordObserver { HealthLogObserver() }

    func logs(names: ServiceNames) -> HealthLogs { HealthLogs() }
}

/// What the logs say that health answers are held against.
public struct HealthLogs: Sendable {
    public init() {}
}

private final class HealthLogObserver: RecordObserver {
    func plan(for shape: Shape) -> Int? { nil }
    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {}
    func finish() {}
}
