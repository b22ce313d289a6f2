public import CivicModel

/// A line with what a reader should make of it: shown in the docs and tested.
public struct FormatSample: Sendable {
    public var text: String
    /// Time of the first record in UTC as `Instant.formatted` prints it with the digits read, or nil when it has none.
    public var time: String?
    public var level: Level
    public var message: String?
    public var records: Int

    public init(_ text: String, time: String?, level: Level, message: String?, records: Int = 1) {
        (self.text, self.time, self.level, self.message, self.records) = (text, time, level, message, records)
    }
}

/// A notation of single log lines that is not JSON: one file each under `Lines/`, listed in `LineFormats.all`.
public protocol LineFormat: Sendable {
    /// Kebab-case, as `civic formats list` prints it.
    static var id: String { get }
    static var title: String { get }
    static var samples: [FormatSample] { get }
    /// Values are in named fields, so that no reader has to take sentences apart.
    static var isStructured: Bool { get }
    /// Roles of the names that `parse` adds itself; other names go through the alias table.
    static var roles: [(role: Role, name: String)] { get }
    /// How numbers under the level are meant.
    static var levelScale: LevelScale { get }
    /// Reads one line, without its line end and never empty. Adds fields in a fixed order and answers true, or answers
    /// false when the line is not of this format (what was added is then dropped by the caller). Must be decided by the
    /// line alone. An envelope sets `sink.payload` to the part that is itself a record.
    static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool
}

/// Takes the fields that a line format finds, in order. Values are bytes of the line, not copies.
public final class FieldSink {
    public struct Field {
        /// Points to static text or into the line.
        public var name: UnsafeBufferPointer<UInt8>
        public var kind: ValueKind
        public var value: UnsafeBufferPointer<UInt8>
        public var hasEscapes: Bool
    }

    // Unchecked: a sink belongs to one worker, and no access to it calls back; checked at run time, the appends of a line cost
    // as much as its parse.
    @exclusivity(unchecked) public private(set) var fields: [Field] = []
    /// The part of the line that is itself a record, when the line is an envelope.
    public var payload: UnsafeBufferPointer<UInt8>?
    /// The line holds a piece of a record that goes on in the next line of the same stream (CRI `P`, docker without a
    /// line end).
    public var isPartial = false
    /// Reads times; formats use it to find and to check a time in a line.
    public let times: TimeParser

    /// Columns of the lines to come, where a directive before them has named any (W3C).
    public var columns: W3CColumns?

    public init(times: TimeParser) { self.times = times }

    /// Keeps the names of the columns of the line that was read last.
    var lineColumns: W3CColumns?
    private let instantBytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 96)

    deinit { instantBytes.deallocate() }

    /// `date` (at most 10 bytes) and `time` (at most 18) as one time in GMT. Valid until the next call.
    func instant(date: UnsafeBufferPointer<UInt8>, time: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        // 30 bytes at most; the rest is slack that scans may read.
        instantBytes.initialize(repeating: 0x0A, count: 96)
        var n = 0
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes {
                instantBytes[n] = byte
                n += 1
            }
        }
        add(date.prefix(10))
        add(CollectionOfOne(UInt8(ascii: "T")))
        add(time.prefix(18))
        add(CollectionOfOne(UInt8(ascii: "Z")))
        return UnsafeBufferPointer(start: UnsafePointer(instantBytes), count: n)
    }

    /// Gives the field at `index` the same value in other memory.
    func move(_ index: Int, to value: UnsafeBufferPointer<UInt8>) { fields[index].value = value }

    /// Puts back what `fields`, `payload` and `isPartial` were.
    func restore(fields: [Field], payload: UnsafeBufferPointer<UInt8>?, isPartial: Bool) {
        (self.fields, self.payload, self.isPartial) = (fields, payload, isPartial)
    }

    public func reset() {
        fields.removeAll(keepingCapacity: true)
        payload = nil
        isPartial = false
    }

    public func add(_ name: StaticString, _ kind: ValueKind, _ value: UnsafeBufferPointer<UInt8>, hasEscapes: Bool = false) {
        // A static string with more than one scalar is always a pointer to its UTF-8 bytes.
        add(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), kind, value, hasEscapes: hasEscapes)
    }

    public func add(
        _ name: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ value: UnsafeBufferPointer<UInt8>, hasEscapes: Bool = false
    ) {
        fields.append(Field(name: name, kind: kind, value: value, hasEscapes: hasEscapes))
    }
}
