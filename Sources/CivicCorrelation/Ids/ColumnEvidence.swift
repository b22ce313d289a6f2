import CivicModel

/// What a column's values show of its role.
public struct ColumnEvidence: Sendable {
    public var path: String
    /// Services whose records have it, sorted.
    public var services: [String] = []
    /// Sightings in the records that were looked at.
    public var values = 0
    public var distinct = 0
    /// Records per value and service, median.
    public var perValue = 0
    /// Nanoseconds between the first and the last sight of a value: what nine in ten are within.
    public var life: Int64 = 0
    /// Distinct values that other services have, too, in whatever column.
    public var shared = 0
    /// Distinct values that some other column with a known role has.
    public var inEvents = 0
    public var inCauses = 0
    public var inFlows = 0
    /// Distinct values whose records name two events or more.
    public var groups = 0
    public var role: IDRole?
    /// Nothing firm tells its role: others may.
    var isOpen = false
    /// What the role stands on, for people.
    public var reason = ""

    init(path: String) { self.path = path }
}
