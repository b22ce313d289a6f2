import CivicFormats
import CivicModel
import CivicProfile

/// Picks what a timeline shows out of the records of one worker.
final class TimelineObserver: RecordObserver {
    /// What is known of a service in one source.
    private struct Service {
        var number: UInt32
        var clock: TimelineClock
        var isWanted: Bool
        /// For `StageKey`.
        var hash: UInt64
    }

    private let collector: TimelineCollector
    private let filter: TimelineFilter
    private let mask: any TextMask
    private var columns: [TimelineColumns] = []
    private var services: [Int: Service] = [:]
    private var lastService: (key: Int, service: Service)?
    private var run = TimelineRun()
    private var untimed = 0
    /// Address of the record before, and how many of its line came before this one.
    private var last: (source: Int, byte: Int, part: UInt32) = (-1, -1, 0)
    private var text: [UInt8] = []
    /// What a word in front of an id says of it, and the ids of the message at hand.
    private let words: IDWords
    private var mentioned: [(role: IDRole, start: UnsafePointer<UInt8>, count: Int)] = []

    init(_ collector: TimelineCollector, mask: any TextMask) {
        self.collector = collector
        filter = collector.options.filter
        self.mask = mask
        words = IDWords(collector.roles)
    }

    func plan(for shape: Shape) -> Int? {
        columns.append(TimelineColumns(shape, roles: collector.roles))
        return columns.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        // Several records of one line share its address.
        last.part = last.source == facts.source && last.byte == record.byte ? last.part &+ 1 : 0
        (last.source, last.byte) = (facts.source, record.byte)

        if let level = filter.level, facts.level < level { return }
        let service = service(facts)
        guard service.isWanted else { return }
        var offset: TimelineEntry.Offset?
        var time = facts.nanoseconds
        if facts.time.isReadable {
            offset = service.clock.offset(at: time)
            time = time &- (offset?.applied ?? 0)
            if let window = filter.window, !window.contains(time) { return }
        }
        if !filter.ids.isEmpty {
            let bytes = UnsafeBufferPointer(start: record.start, count: record.count)
            guard filter.ids.contains(where: { $0.next(in: bytes, from: 0) != nil }) else { return }
        }
        if let keys = filter.keys {
            guard columns[plan].holds(keys, record) || keys.isMentioned(in: record, columns[plan]) else { return }
        }
        guard facts.time.isReadable else {
            untimed += 1
            return
        }
        keep(record, facts, columns[plan], service, time, offset)
        if run.size > collector.share {
            run.sort()
            collector.take(full: &run)
        }
    }

    func finish() {
        run.sort()
        collector.finish(run, untimed: untimed)
        run = TimelineRun()
    }

    private func service(_ facts: RecordFacts) -> Service {
        let key = Int(facts.serviceNumber) << 32 | facts.source
        if let lastService, lastService.key == key { return lastService.service }
        if let known = services[key] {
            lastService = (key, known)
            return known
        }
        let (name, origin) = facts.service()
        let source = collector.sources[facts.source]
        let final = collector.serviceNames.name(name, origin, source: source)
        let made = Service(
            number: collector.names.number(final),
            clock: collector.clocks.clock(of: final, isStored: collector.serviceNames.stores.contains(source)),
            isWanted: filter.service?(final) ?? true,
            hash: StageKey.service(final))
        services[key] = made
        lastService = (key, made)
        return made
    }

    private func keep(
        _ record: RecordView, _ facts: RecordFacts, _ columns: TimelineColumns, _ service: Service, _ time: Int64,
        _ offset: TimelineEntry.Offset?
    ) {
        let key = TimelineKey(
            time: time, service: service.number, source: UInt32(truncatingIfNeeded: collector.sources[facts.source]),
            byte: Int64(record.byte), part: last.part)
        let fields = TimelineBytes.Fields(
            key: key, rawTime: facts.nanoseconds, line: Int64(record.line), offset: offset,
            digits: UInt8(truncatingIfNeeded: facts.time.digits), level: facts.level, kind: .log,
            stage: stage(record, facts, columns, service))
        run.add(key) { out in
            let start = TimelineBytes.open(fields, in: &out)
            writtenTime(record, columns)
            TimelineBytes.append(short: text.prefix(64), to: &out)
            message(record, columns)
            TimelineBytes.append(long: text, to: &out)
            readMentions(record, columns)
            let counts = (
                events: ids(columns.events, .event, record, &out), causes: ids(columns.causes, .cause, record, &out),
                traces: ids(columns.traces, .flow, record, &out), requests: ids(columns.requests, nil, record, &out)
            )
            TimelineBytes.append(short: [], to: &out)
            TimelineBytes.close(start, counts: counts, in: &out)
        }
    }

    private func stage(_ record: RecordView, _ facts: RecordFacts, _ columns: TimelineColumns, _ service: Service) -> UInt64 {
        let template = facts.templateFingerprint()
        return StageKey.of(
            service: service.hash, template: template >= collector.templateCeiling ? Profile.rareTemplate : template,
            type: columns.type.map { StageKey.type(in: record.slots[$0]) } ?? "")
    }

    private func writtenTime(_ record: RecordView, _ columns: TimelineColumns) {
        text.removeAll(keepingCapacity: true)
        guard let index = columns.time else { return }
        text += record.slots[index].bytes.prefix(64)
        if let index = columns.nanoseconds {
            let nanos = record.slots[index].bytes.prefix(9)
            text.append(UInt8(ascii: "."))
            text += repeatElement(UInt8(ascii: "0"), count: 9 - nanos.count)
            text += nanos
        }
    }

    /// The message, else what the record is about, else the record; masked.
    private func message(_ record: RecordView, _ columns: TimelineColumns) {
        let limit = collector.options.messageLimit
        text.removeAll(keepingCapacity: true)
        if let index = columns.message {
            let slot = record.slots[index]
            if !slot.hasEscapes { return mask.append(slot.bytes, limit: limit, to: &text) }
            var decoded: [UInt8] = []
            JSONText.decode(slot.bytes, into: &decoded)
            return decoded.withUnsafeBufferPointer { mask.append($0, limit: limit, to: &text) }
        }
        if !columns.summary.isEmpty {
            var words: [UInt8] = []
            for index in columns.summary {
                if !words.isEmpty { words.append(0x20) }
                let slot = record.slots[index]
                if slot.hasEscapes { JSONText.decode(slot.bytes, into: &words) } else { words += slot.bytes }
            }
            return words.withUnsafeBufferPointer { mask.append($0, limit: limit, to: &text) }
        }
        mask.append(UnsafeBufferPointer(start: record.start, count: record.count), limit: limit, to: &text)
    }

    private func readMentions(_ record: RecordView, _ columns: TimelineColumns) {
        mentioned.removeAll(keepingCapacity: true)
        guard let text = columns.mentions(record), let start = text.baseAddress else { return }
        MessageIDs.each(in: text, words: words) { token in
            guard token.word != 0, let role = words[token.word], mentioned.count < TimelineBytes.mostIDs else { return }
            mentioned.append((role, start + token.start, token.count))
        }
    }

    /// Appends the ids of the columns, else those that the message gives this role.
    private func ids(_ columns: [Int], _ role: IDRole?, _ record: RecordView, _ out: inout [UInt8]) -> Int {
        var count = 0
        func append(_ start: UnsafePointer<UInt8>, _ length: Int) {
            // What names nothing (`null`, zeros) is no id.
            guard length <= TimelineBytes.longestID, !IDText.key(start, length).isNone else { return }
            TimelineBytes.append(short: UnsafeBufferPointer(start: start, count: length), to: &out)
            count += 1
        }
        for index in columns {
            IDList.forEach(record.slots[index].bytes, limit: TimelineBytes.mostIDs - count, append)
        }
        guard columns.isEmpty, let role else { return count }
        for id in mentioned where id.role == role { append(id.start, id.count) }
        return count
    }
}

extension TimelineRun {
    /// Appends an entry that is no record.
    mutating func add(_ entry: TimelineEntry, names: TimelineNames) {
        let key = TimelineKey(
            time: entry.time.nanoseconds, service: names.number(entry.service),
            source: entry.source < 0 ? .max : UInt32(truncatingIfNeeded: entry.source), byte: Int64(entry.byte),
            part: UInt32(truncatingIfNeeded: count))
        let fields = TimelineBytes.Fields(
            key: key, rawTime: entry.rawTime.nanoseconds, line: Int64(entry.line), offset: entry.offset,
            digits: UInt8(truncatingIfNeeded: entry.digits), level: entry.level, kind: entry.kind,
            stage: 0)
        add(key) { out in
            let start = TimelineBytes.open(fields, in: &out)
            TimelineBytes.append(short: entry.rawTimeText.utf8, to: &out)
            TimelineBytes.append(long: entry.message.utf8, to: &out)
            func put(_ ids: [String]) -> Int {
                for id in ids.prefix(TimelineBytes.mostIDs) { TimelineBytes.append(short: id.utf8, to: &out) }
                return min(ids.count, TimelineBytes.mostIDs)
            }
            let counts = (
                events: put(entry.ids.event), causes: put(entry.ids.cause), traces: put(entry.ids.trace),
                requests: put(entry.ids.request)
            )
            TimelineBytes.append(short: entry.path.utf8, to: &out)
            TimelineBytes.close(start, counts: counts, in: &out)
        }
    }
}
