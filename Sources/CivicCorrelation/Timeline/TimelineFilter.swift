public import CivicModel

/// Which entries a timeline is to hold. All conditions must hold; those about contents concern records only: health and
/// experiments are what records are read against.
public struct TimelineFilter: Sendable {
    /// Nanoseconds since 1970, on corrected time.
    public var window: ClosedRange<Int64>?
    /// Records of this level or above.
    public var level: Level?
    public var service: (@Sendable (String) -> Bool)?
    /// Records that hold one of these.
    public var ids: [IDSearch] = []

    /// Records that hold or mention one of these.
    var keys: TraceKeys?

    public init() {}
}
