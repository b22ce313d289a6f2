import CivicFormats

/// The notation that a record is written in: what a parser must know before it sees any field. Dialects of JSON are one
/// notation, because a renamed field must not look like another one.
enum Notation {
    private static let dialects = Set(Dialects.all.map(\.id) + [Dialects.json.id])

    static func name(of shape: Shape) -> String { dialects.contains(shape.format) ? "json" : shape.format }
}
