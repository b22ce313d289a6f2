import CivicFormats

/// The types of values that a contract tells apart.
enum FieldType {
    /// Nil: the value says nothing of its type.
    static func name(of kind: ValueKind) -> String? {
        switch kind {
        case .null: nil
        case .boolean: "bool"
        case .integer, .bigInteger: "int"
        case .decimal: "number"
        case .string, .emptyString: "string"
        case .array: "array"
        case .emptyObject, .object, .objectEnd: "object"
        }
    }
}
