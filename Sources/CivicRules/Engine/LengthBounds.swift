/// Lengths below which a condition is settled without being evaluated: rules about long values have nothing to say about
/// short ones, and nearly all are short.
struct LengthBounds {
    /// Bytes of the record.
    var bytes = Int.max
    /// Bytes of values, by slot.
    var slots: [Int: Int] = [:]

    init() {}

    /// Bounds under which `condition` is known to hold (or, with `holding` false, known not to hold); nil when lengths do
    /// not tell.
    init?(under condition: BoundCondition, holding: Bool) {
        switch condition {
        case .constant(let value): if value != holding { return nil }
        case .not(let part):
            guard let bounds = LengthBounds(under: part, holding: !holding) else { return nil }
            self = bounds
        case .all(let parts), .any(let parts):
            let isConjunction: Bool
            if case .all = condition { isConjunction = true } else { isConjunction = false }
            let each = parts.map { LengthBounds(under: $0, holding: holding) }
            if isConjunction == holding {
                // Every part must be settled.
                for bounds in each {
                    guard let bounds else { return nil }
                    formIntersection(bounds)
                }
            } else {
                // One settled part settles the whole.
                guard let first = each.compactMap({ $0 }).first else { return nil }
                self = first
            }
        case .cell: return nil
        case .value(let test):
            // A value of n bytes has at most n characters.
            switch (test.subject, test.check) {
            case (.slot(let index, _), .length(let range)):
                guard let limit = Self.limit(range, holding: holding) else { return nil }
                slots[index] = limit
            case (.bytes, .range(let range)):
                guard let limit = Self.limit(range, holding: holding) else { return nil }
                bytes = limit
            default: return nil
            }
        }
    }

    private static func limit(_ range: NumericRange, holding: Bool) -> Int? {
        if holding {
            guard range.lower == nil, let upper = range.upper, upper.value < 1e15 else { return nil }
            return Int(upper.value.rounded(.down)) - (upper.inclusive ? 0 : 1)
        }
        guard range.upper == nil, let lower = range.lower, lower.value < 1e15 else { return nil }
        return Int(lower.value.rounded(.up)) - (lower.inclusive ? 1 : 0)
    }

    mutating func formIntersection(_ other: LengthBounds) {
        bytes = min(bytes, other.bytes)
        slots.merge(other.slots) { min($0, $1) }
    }
}
