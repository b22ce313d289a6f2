import CivicFormats
import CivicModel
import CivicProfile

/// Whether a row of an event store says when the event happened and when the store took it, and whether the two agree: from a
/// second before to five minutes after.
struct TwoClocks: RecordMeasure {
    static let id = "two-clocks"

    private static let allowed: ClosedRange<Int64> = -1_000_000_000...300_000_000_000

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func bind(to shape: Shape) -> BoundMeasure {
        guard shape.storesEvent else { return .constant(.outside) }
        let appended = shape.index(ofFirst: EventColumns.appended)
        let occurred = shape.index(
            ofFirst: EventColumns.occurred.filter { path in
                appended < 0 || shape.fields[appended].path != path
            })
        guard appended >= 0, occurred >= 0 else { return .constant(.broken) }
        let kinds = (shape.fields[occurred].kind, shape.fields[appended].kind)
        let times = TimeParser()
        return .judged(levels: BoundMeasure.allLevels) { record, _ in
            let (first, second) = (record.slots[occurred], record.slots[appended])
            let happened = Self.time(first, kinds.0, times)
            let taken = Self.time(second, kinds.1, times)
            guard happened.shape.isReadable, taken.shape.isReadable else { return .broken }
            let (lag, isOverflow) = taken.nanoseconds.subtractingReportingOverflow(happened.nanoseconds)
            return !isOverflow && Self.allowed.contains(lag) ? .kept : .broken
        }
    }

    private static func time(_ slot: Slot, _ kind: ValueKind, _ times: TimeParser) -> ParsedTime {
        kind == .string ? times.parse(slot.start, Int(slot.count)) : times.parseNumber(slot.start, Int(slot.count))
    }
}
