extension Measures {
    /// Measures of recorded answers of health endpoints.
    static let health: [any ServiceMeasure.Type] = [
        BodyStatusConflict.self, CachePolicy.self, ConstantAnswer.self,
        ContentTypeConflict.self, DetectionLag.self, FalseAlarms.self, Flapping.self, GreenWhileFailing.self,
        LargeBodies.self, LivenessDependencies.self, LivenessFalls.self, LivenessRestarts.self, LoneTimeouts.self,
        MalformedBodies.self, MissingComponents.self, MissingVersion.self, NotHealth.self, ObservationGaps.self,
        OpaqueBodies.self, OverallConflict.self, PrivateWords.self, ProbesInLog.self, ReadinessUnderFault.self,
        ReadyBeforeStart.self, ReplicasFailTogether.self, SameLiveAndReady.self, SecretsInHealth.self,
        SessionsFromProbes.self, SilentTransitions.self, SingleKind.self, SlowAnswers.self, StaleResults.self,
        StopWithoutDrain.self, TopologyInHealth.self, TracesInHealth.self, UnexplainedFailure.self,
        UnlinkedTransitions.self, UnusableTimes.self,
    ]
}
