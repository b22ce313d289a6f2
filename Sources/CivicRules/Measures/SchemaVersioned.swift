import CivicFormats
import CivicModel
import CivicProfile

/// Whether an event says which version of its contract it follows: a schema, a version of it, or a type that ends in one.
struct SchemaVersioned: RecordMeasure {
    static let id = "schema-versioned"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func bind(to shape: Shape) -> BoundMeasure {
        guard shape.holdsEvent else { return .constant(.outside) }
        if shape.index(ofFirst: EventColumns.schemas) >= 0 { return .constant(.kept) }
        guard let type = shape.index(of: .eventType), shape.fields[type].kind.isPresent else { return .constant(.broken) }
        return .judged(levels: BoundMeasure.allLevels) { record, _ in
            Self.isVersioned(record.slots[type].bytes) ? .kept : .broken
        }
    }

    /// Ends in `v1`, `.V2`, `@3`, `.v1.2` or `/1.0.0`.
    private static func isVersioned(_ type: UnsafeBufferPointer<UInt8>) -> Bool {
        var end = type.count
        while end > 0, (0x30...0x39).contains(type[end - 1]) || type[end - 1] == UInt8(ascii: ".") { end -= 1 }
        guard end > 0, end < type.count else { return false }
        let mark = type[end - 1]
        if mark == UInt8(ascii: "v") || mark == UInt8(ascii: "V") || mark == UInt8(ascii: "@") { return true }
        return mark == UInt8(ascii: "/") || mark == UInt8(ascii: ":") || mark == UInt8(ascii: "-") || mark == UInt8(ascii: "_")
    }
}
