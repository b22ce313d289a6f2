import CivicFormats
import CivicProfile

/// What a stage is known by where records are read again: a number that its service, its message and its type of event give, whatever
/// the number of workers.
enum StageKey {
    /// - Parameters:
    ///   - service: by its final name.
    ///   - type: of the event that the record names; empty: none.
    static func of(service: UInt64, template: UInt64, type: String) -> UInt64 {
        ContentHash.mix(template ^ service &* 3 ^ (type.isEmpty ? 0 : ContentHash.of(type, seed: 0x71)))
    }

    /// The name of a type of event as stages have it; the rest of a long one is left out.
    static func type(in slot: Slot) -> String {
        JSONText.string(
            UnsafeBufferPointer(rebasing: slot.bytes.prefix(200)), hasEscapes: slot.hasEscapes && slot.count <= 200)
    }

    static func service(_ name: String) -> UInt64 { ContentHash.of(name, seed: 0x57) }
}
