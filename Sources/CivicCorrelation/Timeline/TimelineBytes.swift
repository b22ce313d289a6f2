import CivicModel

/// Entries as bytes, for runs in memory and on disk: a length, fixed fields, then texts with their lengths.
///
///     0 length u32 (all of it) | 4 service u32 | 8 source u32 | 12 part u32 | 16 time | 24 raw time | 32 byte | 40 line
///     48 applied | 56 low | 64 high | 72 digits, level, kind, has offset | 76 ids: events, causes, traces, requests u8
///     80 stage | 88 raw time text u16 length, bytes; message u32 length, bytes; each id u16 length, bytes; path u16 length, bytes
enum TimelineBytes {
    static let fixed = 88
    /// Longest id, and most ids of one role, that are kept.
    static let longestID = 256
    static let mostIDs = 16

    /// What the bytes are made of; texts of records are in the hands of the caller for the call only.
    struct Fields {
        var key: TimelineKey
        var rawTime: Int64
        var line: Int64
        var offset: TimelineEntry.Offset?
        var digits: UInt8
        var level: Level
        var kind: TimelineEntry.Kind
        var stage: UInt64
    }

    /// Appends the fixed part; texts follow with `append`, and `close` sets the length.
    static func open(_ fields: Fields, in out: inout [UInt8]) -> Int {
        let start = out.count
        put(UInt32(0), &out)
        put(fields.key.service, &out)
        put(fields.key.source, &out)
        put(fields.key.part, &out)
        put(fields.key.time, &out)
        put(fields.rawTime, &out)
        put(fields.key.byte, &out)
        put(fields.line, &out)
        put(fields.offset?.applied ?? 0, &out)
        put(fields.offset?.low ?? 0, &out)
        put(fields.offset?.high ?? 0, &out)
        out += [fields.digits, fields.level.rawValue, fields.kind.rawValue, fields.offset == nil ? 0 : 1, 0, 0, 0, 0]
        put(fields.stage, &out)
        return start
    }

    static func close(_ start: Int, counts: (events: Int, causes: Int, traces: Int, requests: Int), in out: inout [UInt8]) {
        let length = UInt32(truncatingIfNeeded: out.count - start)
        for k in 0..<4 { out[start + k] = UInt8(truncatingIfNeeded: length >> UInt32(8 * k)) }
        out[start + 76] = UInt8(truncatingIfNeeded: counts.events)
        out[start + 77] = UInt8(truncatingIfNeeded: counts.causes)
        out[start + 78] = UInt8(truncatingIfNeeded: counts.traces)
        out[start + 79] = UInt8(truncatingIfNeeded: counts.requests)
    }

    static func append(short text: some Collection<UInt8>, to out: inout [UInt8]) {
        let text = text.prefix(Int(UInt16.max))
        put(UInt16(text.count), &out)
        out += text
    }

    static func append(long text: some Collection<UInt8>, to out: inout [UInt8]) {
        put(UInt32(truncatingIfNeeded: text.count), &out)
        out += text
    }

    private static func put<N: FixedWidthInteger>(_ value: N, _ out: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) }
    }

    /// Length of the entry at `at`, the fixed part of which must be there.
    static func length(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int {
        Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
    }

    /// Key of the entry at `at`, the fixed part of which must be there.
    static func key(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> TimelineKey {
        func load<N: FixedWidthInteger>(_ offset: Int, _: N.Type) -> N {
            N(littleEndian: bytes.loadUnaligned(fromByteOffset: at + offset, as: N.self))
        }
        return TimelineKey(
            time: load(16, Int64.self), service: load(4, UInt32.self), source: load(8, UInt32.self),
            byte: load(32, Int64.self), part: load(12, UInt32.self))
    }

    /// The entry at `at`, all of which must be there.
    static func entry(_ bytes: UnsafeRawBufferPointer, _ at: Int, names: TimelineNames) -> TimelineEntry {
        func load<N: FixedWidthInteger>(_ offset: Int, _: N.Type) -> N {
            N(littleEndian: bytes.loadUnaligned(fromByteOffset: at + offset, as: N.self))
        }
        var next = fixed
        func text(_ count: Int) -> String {
            defer { next += count }
            return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[(at + next)..<(at + next + count)]), as: UTF8.self)
        }
        func short() -> String {
            let count = Int(load(next, UInt16.self))
            next += 2
            return text(count)
        }
        let source = Int(load(8, UInt32.self))
        var entry = TimelineEntry(
            kind: TimelineEntry.Kind(rawValue: bytes[at + 74]) ?? .log, time: Instant(nanoseconds: load(16, Int64.self)),
            service: names.name(load(4, UInt32.self)), message: "", path: "")
        entry.rawTime = Instant(nanoseconds: load(24, Int64.self))
        entry.byte = Int(load(32, Int64.self))
        entry.line = Int(load(40, Int64.self))
        entry.source = source == Int(UInt32.max) ? -1 : source
        entry.digits = Int(bytes[at + 72])
        entry.level = Level(rawValue: bytes[at + 73]) ?? .none
        if bytes[at + 75] == 1 {
            entry.offset = .init(applied: load(48, Int64.self), low: load(56, Int64.self), high: load(64, Int64.self))
        }
        entry.rawTimeText = short()
        let count = Int(load(next, UInt32.self))
        next += 4
        entry.message = text(count)
        entry.ids.event = (0..<bytes[at + 76]).map { _ in short() }
        entry.ids.cause = (0..<bytes[at + 77]).map { _ in short() }
        entry.ids.trace = (0..<bytes[at + 78]).map { _ in short() }
        entry.ids.request = (0..<bytes[at + 79]).map { _ in short() }
        entry.path = short()
        entry.stage = load(80, UInt64.self)
        return entry
    }
}
