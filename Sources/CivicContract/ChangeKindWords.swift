extension ChangeKind {
    /// Kebab name, as rules have.
    public var name: String {
        switch self {
        case .fieldRemoved: "field-kept"
        case .presenceDropped: "presence-kept"
        case .typeChanged: "type-kept"
        case .numberTypeChanged: "number-type-kept"
        case .enumChanged: "values-kept"
        case .timeFormatChanged: "time-format-kept"
        case .timeFormatImproved: "time-format-improved"
        case .templateRemoved: "message-kept"
        case .levelChanged: "level-kept"
        case .idCoverageDropped: "id-coverage-kept"
        case .idRenamed: "id-name-kept"
        case .cardinalityGrew: "cardinality-kept"
        case .edgeLost: "edge-kept"
        case .added: "addition"
        case .goneCameBack: "gone-stays-gone"
        case .secretAdded: "no-new-secret"
        case .volumeChanged: "volume-kept"
        }
    }

    /// One sentence: what goes wrong.
    public var rationale: String {
        switch self {
        case .fieldRemoved: "A field that alerts, dashboards and parsers may read is not written any more."
        case .presenceDropped: "A field is missing in records that always had it, so that queries on it miss them in silence."
        case .typeChanged: "A value changed its type, and an index that knows the old one refuses or loses the new."
        case .numberTypeChanged: "A number changed between whole and fractional, which some indices tell apart."
        case .enumChanged: "A field that had a closed list of values has others, which those who read it may not know."
        case .timeFormatChanged: "Times are written in another way, without their zone or coarser than before."
        case .timeFormatImproved: "Times are written in another way that says at least as much."
        case .templateRemoved: "A message that was logged often is not logged any more, and whoever counted it counts nothing."
        case .levelChanged: "A message changed its level, so that alerts on the old one no longer see it or wake for it."
        case .idCoverageDropped: "Records no longer carry the id that ties them to those of other services."
        case .idRenamed: "An id goes by another name, and joins over services fail without an error."
        case .cardinalityGrew: "A field has far more different values than before, and each costs in an index."
        case .edgeLost: "Events of another service no longer reach this one, or it no longer says so."
        case .added: "Something is new; those who read logs by the old format do not see it."
        case .goneCameBack: "A field that was removed on purpose is back."
        case .secretAdded: "Records hold secrets or personal data that they did not hold before."
        case .volumeChanged: "A service writes ten times as much, or as little, for the same work."
        }
    }
}
