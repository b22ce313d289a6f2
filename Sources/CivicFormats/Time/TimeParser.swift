public import CivicModel

/// A time that was read, or `TimeShape.absent`.
public struct ParsedTime: Sendable {
    /// Nanoseconds since 1970, UTC.
    public var nanoseconds: Int64
    public var shape: TimeShape
    @inlinable public init(nanoseconds: Int64, shape: TimeShape) { (self.nanoseconds, self.shape) = (nanoseconds, shape) }
    @inlinable public static var absent: ParsedTime { ParsedTime(nanoseconds: 0, shape: .absent) }
}

/// Reads times. A value type without state that changes, so that every worker may hold one.
public struct TimeParser: Sendable {
    public init() {}
}
