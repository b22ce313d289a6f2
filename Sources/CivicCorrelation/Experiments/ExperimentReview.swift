public import CivicModel

/// An experiment held against what the system said while it ran.
public struct ExperimentReview: Sendable {
    public var experiment: Experiment
    public init(experiment: Experiment) { self.experiment = experiment }
}
