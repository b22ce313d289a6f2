import CivicFormats
import CivicModel
import CivicProfile

/// Whether records that were written in production are at DEBUG or TRACE. Production is what the record's environment
/// says, or what the configuration says where records are silent.
struct DebugInProduction: RecordMeasure {
    static let id = "debug-in-production"
    private let assumed: Bool

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown([])
        assumed = parameters.environment.map { Self.isProduction(Array($0.utf8)) } ?? false
    }

    func bind(to shape: Shape) -> BoundMeasure {
        guard let index = shape.index(of: .environment) else {
            return assumed
                ? .judged(levels: .trace ... .fatal) { _, facts in facts.level <= .debug ? .broken : .kept }
                : .constant(.outside)
        }
        return .judged(levels: .trace ... .fatal) { record, facts in
            guard Self.isProduction(record.slots[index].bytes) else { return .outside }
            return facts.level <= .debug ? .broken : .kept
        }
    }

    private static func isProduction(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= 16 else { return false }
        let word = String(decoding: bytes, as: UTF8.self).lowercased()
        return ["production", "prod", "prd", "live"].contains(word) || word.hasPrefix("prod-") || word.hasPrefix("production-")
    }
}
