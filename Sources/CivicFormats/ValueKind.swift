/// The kind of one field value, as far as a scan sees it without reading the value: part of a record's shape.
public enum ValueKind: UInt8, Sendable, CaseIterable {
    case null, boolean
    /// A whole number that a double holds exactly (up to 15 digits).
    case integer
    /// A whole number of more digits.
    case bigInteger
    /// A number with a fraction or an exponent.
    case decimal
    case string
    /// `""`: a string that says nothing counts as absent for most rules, and the shape alone tells.
    case emptyString
    case array
    case emptyObject
    /// Start and end of an object: never a field's kind, only a step of a shape.
    case object, objectEnd

    /// Kinds that conflict in an index: any two different non-nil classes.
    public var indexClass: String? {
        switch self {
        case .null: nil
        case .boolean: "boolean"
        case .integer, .bigInteger, .decimal: "number"
        case .string, .emptyString: "string"
        case .array: nil
        case .emptyObject, .object, .objectEnd: "object"
        }
    }

    /// Whether a value of this kind says something: not null, not "".
    @inlinable public var isPresent: Bool { self != .null && self != .emptyString }
}
