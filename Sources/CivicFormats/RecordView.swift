/// What a scan noticed about the bytes of a record.
public struct ByteNotes: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let invalidUTF8 = ByteNotes(rawValue: 1 << 0)
    public static let nul = ByteNotes(rawValue: 1 << 1)
    /// A byte order mark that is not the start of the source.
    public static let byteOrderMark = ByteNotes(rawValue: 1 << 2)
    /// U+FFFD: some earlier reader has already lost text.
    public static let replacementCharacter = ByteNotes(rawValue: 1 << 3)
    /// C0 (but tab, line feed, carriage return) or DEL.
    public static let control = ByteNotes(rawValue: 1 << 4)
    /// ESC, the start of a terminal sequence; also a control.
    public static let escape = ByteNotes(rawValue: 1 << 5)
    /// U+202A…E or U+2066…9.
    public static let bidiOverride = ByteNotes(rawValue: 1 << 6)
    /// The record goes on in another line of the envelope and was not put together.
    public static let partial = ByteNotes(rawValue: 1 << 7)
}

/// One record, as bytes: valid during the call that hands it over.
public struct RecordView {
    /// Index into the reader's shapes.
    public var shape: Int
    public var slots: UnsafePointer<Slot>
    public var slotCount: Int
    /// The line and the lines that continue it, without the last line end.
    public var start: UnsafePointer<UInt8>
    public var count: Int
    /// 1-based, in the decompressed stream.
    public var line: Int
    /// Offset of the line in the decompressed stream.
    public var byte: Int
    public var notes: ByteNotes
    /// Some value holds a backslash escape.
    public var hasEscapes: Bool
    /// How many lines continue the first.
    public var continuationCount: Int
}

/// Takes what a reader finds in a block, in the order of the bytes.
public protocol RecordConsumer: AnyObject {
    func take(_ record: RecordView)
    /// A line that could not be read in the format it claims to be in.
    func reject(line: Int, byte: Int, text: UnsafeBufferPointer<UInt8>, why: RejectReason)
}

/// Why a line is no record.
public enum RejectReason: UInt8, Sendable, CaseIterable {
    /// Starts as JSON and is none.
    case malformedJSON
    /// Starts as JSON and ends before its object does.
    case cutJSON
    /// A piece of a record whose rest is missing.
    case partial
    /// Stands among recorded answers and tells of none: neither what was asked nor what came.
    case noAnswer

    public var detail: String {
        switch self {
        case .malformedJSON: "starts as a JSON object and is none"
        case .cutJSON: "the JSON object is cut off"
        case .partial: "a partial line whose end is missing"
        case .noAnswer: "tells of no answer of a health endpoint"
        }
    }
}

/// Lines of a block by what became of them: lines + extraRecords = records + rejected + blank + continuations.
public struct LineCounts: Sendable, Equatable {
    public var lines = 0
    public var records = 0
    public var rejected = 0
    /// Lines that say nothing: empty ones, comments between objects, directives such as `#Fields:`.
    public var blank = 0
    /// Lines that continue a record, or belong to the frame around several (the bracket of an array).
    public var continuations = 0
    /// Records and rejects beyond the first of their line: a line may hold a batch.
    public var extraRecords = 0
    public init() {}

    public mutating func add(_ other: LineCounts) {
        lines += other.lines
        records += other.records
        rejected += other.rejected
        blank += other.blank
        continuations += other.continuations
        extraRecords += other.extraRecords
    }
}
