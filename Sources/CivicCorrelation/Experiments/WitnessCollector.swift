import CivicFormats
import CivicModel
import CivicProfile

/// Collects which records appear around each fault and how often they did before.
final class WitnessCollector: Sendable {
    let experiments: [Experiment]

    init(_ experiments: [Experiment]) { self.experiments = experiments }

    func observer() -> any RecordObserver { WitnessObserver() }

    func reviews(
        names: ServiceNames, profile: Profile, health: HealthHistory?, correlation: Correlation?
    ) -> [ExperimentReview] {
        experiments.map { ExperimentReview(experiment: $0) }
    }
}

private final class WitnessObserver: RecordObserver {
    func plan(for shape: Shape) -> Int? { nil }
    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {}
    func finish() {}
}
