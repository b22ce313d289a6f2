import CivicFormats
import CivicModel
import CivicProfile

/// Whether the ids of a record can join anything: trace ids in the W3C form or another notation that carries as much, no
/// zeros, no placeholders, and no span without its trace.
struct IDWellFormed: RecordMeasure {
    static let id = "id-wellformed"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func bind(to shape: Shape) -> BoundMeasure {
        func present(_ role: Role) -> Int? {
            shape.index(of: role).flatMap { shape.fields[$0].kind.isPresent ? $0 : nil }
        }
        let trace = present(.trace)
        let others = [Role.request, .event, .cause].compactMap(present)
        let span = present(.span)
        guard trace != nil || span != nil || !others.isEmpty else { return .constant(.outside) }
        if trace == nil, span != nil { return .constant(.broken) }
        return .judged(levels: BoundMeasure.allLevels) { record, _ in
            if let trace {
                let value = record.slots[trace].bytes
                if !ValueFormats.isHexID(value, digits: 32), !ValueFormats.isMeaningfulID(value) { return .broken }
            }
            if let span {
                let value = record.slots[span].bytes
                if !ValueFormats.isHexID(value, digits: 16), ValueFormats.isPlaceholder(value) { return .broken }
            }
            for index in others where ValueFormats.isPlaceholder(record.slots[index].bytes) { return .broken }
            return .kept
        }
    }
}
