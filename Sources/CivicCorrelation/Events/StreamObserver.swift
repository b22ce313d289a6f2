import CivicFormats
import CivicModel
import CivicProfile

/// Writes down the places of one worker's events in their streams, and the types of events.
final class StreamObserver: RecordObserver {
    private let collector: StreamCollector
    private let rows: PartitionedRows<StreamRow>.Writer
    private let mask: Int

    private struct Plan {
        var event: Int32
        var type: Int32
        var stream: Int32
        /// Aggregate type or producer, which keeps streams of one name apart.
        var scope: Int32
        var version: Int32
        var position: Int32
        var service: Int32
        var payload: ContiguousArray<(slot: Int32, seed: UInt64)>
    }

    @exclusivity(unchecked) private var plans: [Plan] = []
    @exclusivity(unchecked) private var lastOwner: (service: Int32, source: Int, number: UInt16) = (-1, -1, 0)
    @exclusivity(unchecked) private var typeCache: UnsafeMutablePointer<UInt64>
    private static let typeCacheSize = 1024

    init(_ collector: StreamCollector) {
        self.collector = collector
        rows = PartitionedRows.Writer(collector.rows, chunkBytes: 16 << 10)
        mask = collector.rows.partitionCount - 1
        typeCache = .allocate(capacity: Self.typeCacheSize)
        typeCache.initialize(repeating: 0, count: Self.typeCacheSize)
    }

    deinit { typeCache.deallocate() }

    func plan(for shape: Shape) -> Int? {
        guard shape.holdsEvent else { return nil }
        func slot(_ role: Role) -> Int32 {
            shape.index(of: role).flatMap { shape.fields[$0].kind.isPresent ? Int32($0) : nil } ?? -1
        }
        func number(_ paths: [String]) -> Int32 { shape.storesEvent ? Int32(shape.index(ofFirst: paths)) : -1 }
        let stream = number(EventColumns.streams)
        let scope = number(EventColumns.streamTypes)
        let payload = shape.fields.indices.filter { index in
            EventColumns.payloads.contains { shape.fields[index].path == $0 || shape.fields[index].path.hasPrefix($0 + ".") }
        }
        plans.append(
            Plan(
                event: slot(.event), type: slot(.eventType), stream: stream, scope: scope >= 0 ? scope : slot(.service),
                version: stream >= 0 ? number(EventColumns.versions) : -1, position: number(EventColumns.positions),
                service: slot(.service),
                payload: ContiguousArray(payload.map { (Int32($0), ContentHash.of(shape.fields[$0].path)) })))
        return plans.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan index: Int) {
        plans.withUnsafeBufferPointer { plans in
            let plan = plans[index]
            if facts.serviceNumber != lastOwner.service || facts.source != lastOwner.source { learn(facts) }
            let owner = lastOwner.number
            if plan.type >= 0 { note(record.slots[Int(plan.type)], owner) }
            guard plan.version >= 0 || plan.position >= 0 else { return }
            let event = plan.event >= 0 ? IDText.key(record.slots[Int(plan.event)]) : .none
            var payload: UInt64 = 0
            for (slot, seed) in plan.payload {
                let value = record.slots[Int(slot)]
                payload = payload &+ ContentHash.of(value.start, Int(value.count), seed: seed)
            }
            var row = StreamRow(
                stream: .none, event: event, version: 0, payload: payload,
                time: facts.time.isReadable ? facts.nanoseconds : EventRow.noTime,
                place: EventRow.place(source: facts.source, byte: record.byte),
                line: UInt32(truncatingIfNeeded: record.line), owner: owner, kind: .stream)
            let scope = plan.scope >= 0 ? hash(record.slots[Int(plan.scope)]) : 0
            if plan.version >= 0, let version = number(record.slots[Int(plan.version)]) {
                row.version = version
                row.stream = IDKey(high: hash(record.slots[Int(plan.stream)]), low: scope)
                append(row)
            }
            if plan.position >= 0, let position = number(record.slots[Int(plan.position)]) {
                let export = ContentHash.mix(UInt64(truncatingIfNeeded: facts.source) &+ 1)
                (row.version, row.kind) = (position, .store)
                row.stream = IDKey(high: export, low: 0)
                append(row)
                guard plan.service >= 0 else { return }
                row.kind = .producer
                row.stream = IDKey(high: export, low: hash(record.slots[Int(plan.service)]) | 1)
                append(row)
            }
        }
    }

    private func hash(_ slot: Slot) -> UInt64 { ContentHash.of(slot.start, Int(slot.count)) }

    private func append(_ row: StreamRow) {
        rows.append(row, to: Int(truncatingIfNeeded: row.streamHash) & mask)
    }

    /// Digits, with zeros in front of them or not.
    private func number(_ slot: Slot) -> Int64? {
        let bytes = slot.bytes
        guard (1...19).contains(bytes.count) else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (next, isOverflow) = value.multipliedReportingOverflow(by: 10)
            if isOverflow { return nil }
            let (sum, isLarge) = next.addingReportingOverflow(Int64(byte - 0x30))
            if isLarge { return nil }
            value = sum
        }
        return value
    }

    @inline(never)
    private func learn(_ facts: RecordFacts) {
        let (name, origin) = facts.service()
        lastOwner = (
            facts.serviceNumber, facts.source, collector.owner(.init(service: name, origin: origin, source: facts.source))
        )
    }

    private func note(_ slot: Slot, _ owner: UInt16) {
        let key = ContentHash.mix(hash(slot) ^ UInt64(owner) << 48) | 1
        let at = Int(truncatingIfNeeded: key >> 8) & (Self.typeCacheSize - 1)
        if typeCache[at] == key { return }
        typeCache[at] = key
        let text = JSONText.string(UnsafeBufferPointer(rebasing: slot.bytes.prefix(200)), hasEscapes: false)
        collector.add(type: text, of: owner)
    }

    func finish() { rows.finish() }
}
