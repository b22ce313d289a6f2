import CivicFormats
import CivicModel

/// Whether the names of a service's fields follow one style: snake, camel, kebab, Pascal or with blanks. Names of one
/// lower-case word have no style, and names that a schema fixes (they fill a role) are nobody's choice.
struct KeyStyle: ServiceMeasure {
    static let id = "key-style"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var styles: [String: String] = [:]
        var paths: [String: (style: String?, entry: Int)] = [:]
        for (index, entry) in service.entries.enumerated() {
            let shape = system.shapes[entry.shape]
            guard shape.isStructured else { continue }
            let fixed = Set(Role.allCases.compactMap { shape.index(of: $0) })
            for (position, field) in shape.fields.enumerated()
            where position >= shape.envelopeFieldCount && !fixed.contains(position) {
                guard paths[field.path] == nil else { continue }
                paths[field.path] = (Self.style(of: field.path), index)
            }
        }
        for (path, value) in paths { styles[path] = value.style }
        let tally = Dictionary(grouping: styles.values, by: { $0 }).mapValues(\.count)
        let majority = tally.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        var count = MeasureCount()
        var examples: [String] = []
        for (path, value) in paths.sorted(by: { $0.key < $1.key }) {
            count.population += 1
            guard let style = value.style, style != majority else { continue }
            count.violations += 1
            examples.append(path)
            count.samples.merge(service.entries[value.entry].counts.samples)
        }
        count.example = examples.prefix(3).joined(separator: ", ")
        return count
    }

    /// The style of the first segment that has one.
    static func style(of path: String) -> String? {
        for segment in path.split(separator: ".") {
            if let style = style(ofSegment: segment) { return style }
        }
        return nil
    }

    private static func style(ofSegment segment: Substring) -> String? {
        let bytes = Array(segment.utf8.drop { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "$") })
        guard let first = bytes.first else { return nil }
        let hasUpper = bytes.contains { $0 &- UInt8(ascii: "A") < 26 }
        let hasLower = bytes.contains { $0 &- UInt8(ascii: "a") < 26 }
        if bytes.contains(0x20) { return "spaced" }
        if bytes.contains(UInt8(ascii: "-")) { return "kebab-case" }
        if bytes.dropFirst().contains(UInt8(ascii: "_")) { return hasUpper && !hasLower ? "UPPER_CASE" : "snake_case" }
        if hasUpper, hasLower { return first &- UInt8(ascii: "A") < 26 ? "PascalCase" : "camelCase" }
        return nil
    }
}
