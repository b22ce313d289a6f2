/// The algorithms that rules may name: one file each in this folder, one line each here.
enum Measures {
    static let records: [any RecordMeasure.Type] = [
        ControlCharacters.self, DebugInProduction.self, ErrorOnSuccess.self, IDWellFormed.self, ProbeNoise.self,
        SchemaVersioned.self,
        TextEncoding.self, TwoClocks.self,
    ]

    static let services: [any ServiceMeasure.Type] =
        health + [
            ClockRight.self, CorrelationChecks.self,
            CorrelationIDPresent.self, FaultWitnessed.self, TimeToWitness.self, RecoveryWitnessed.self, WitnessUsable.self,
            WitnessSpecific.self, DuplicateKeys.self, EnvelopeComplete.self, EventIDPresent.self, FieldTypeConflict.self,
            InformativeMessage.self,
            KeyStyle.self, LevelVocabulary.self, OneFormatPerStream.self, RecordDecodes.self, Repeats.self,
            ServiceIdentity.self,
            StreamOrder.self, StructuredRecord.self, SynonymKeys.self, TimestampShape.self, TimestampZone.self,
        ]
}
