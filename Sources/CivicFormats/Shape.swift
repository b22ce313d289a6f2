public import CivicModel

/// One field of a shape.
public struct ShapeField: Sendable, Hashable {
    /// Dotted path: `service.name` for a nested member and for a flat key with a dot alike.
    public var path: String
    public var kind: ValueKind
    public init(path: String, kind: ValueKind) { (self.path, self.kind) = (path, kind) }
}

/// The ordered list of (field path, kind) that many records share, with all that follows from it alone: it is worked
/// out once per shape, never per record.
public struct Shape: Sendable {
    /// Id of the format that read the record (the innermost one): a dialect of JSON or a line format.
    public var format: String
    public var fields: [ShapeField]
    /// Index into `fields` (and the record's slots) of the field that fills each role, by `Role.rawValue`; -1: none.
    public var roles: [Int16]
    /// Index of the field with the nanoseconds that belong to a time in whole seconds; -1: none.
    public var nanosecondsIndex: Int
    public var levelScale: LevelScale
    /// What a record without a level means in this format (CLEF: info).
    public var levelWhenAbsent: Level?
    /// Values are in named fields.
    public var isStructured: Bool
    public var hasDuplicateKeys: Bool
    /// How many of the first fields belong to envelopes around the record.
    public var envelopeFieldCount: Int
    /// Format ids of the envelopes, outermost first.
    public var envelopes: [String]
    /// The record carries a stack trace in its continuation lines.
    public var hasJoinedStack: Bool

    /// Equal for equal shapes and for no others; the order of shapes in every output.
    public var key: String {
        var text = envelopes.joined(separator: ">") + ">" + format + "|\(envelopeFieldCount)"
        // With lengths, since a key may hold any byte; what the fields do not tell stands at the end.
        for field in fields { text += "\u{1f}\(field.path)\u{1e}\(field.kind.rawValue),\(field.path.utf8.count)" }
        return text + (hasJoinedStack ? "\u{1f}+" : "") + (hasDuplicateKeys ? "\u{1f}2" : "")
    }

    @inlinable public func index(of role: Role) -> Int? {
        let i = roles[Int(role.rawValue)]
        return i < 0 ? nil : Int(i)
    }
}
