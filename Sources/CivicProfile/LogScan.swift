public import CivicBytes
public import CivicFormats
public import CivicModel
import Dispatch
import Synchronization

/// What a scan knows of one source once it has been read to its end.
public struct SourceReport: Sendable {
    public var path: String
    public var compression = "none"
    public var kind = SourceSummary.Kind.unknown
    public var storedBytes = 0
    public var decompressedBytes = 0
    public var lines = 0
    public var lostLines = 0
    public var problems: [InputProblem] = []

    public init(path: String) { self.path = path }
}

/// Reads all inputs with one worker per core and counts what they hold.
///
/// Workers share sources by blocks: each takes the next block of a source under that source's lock (which is where a gzip
/// is inflated) and reads it outside. While there are sources that nobody has begun, a worker begins one of its own; the
/// last big file is thus inflated by one worker while the others parse.
public struct LogScan: Sendable {
    public struct Options: Sendable {
        public var reading = ReadingOptions()
        public var limits = ReadLimits()
        public var inflater = InflaterKind.best
        public var jobs = 1
        /// Records outside are left out, and so are records without a time.
        public var window: ClosedRange<Int64>?
        /// Takes the lines that could not be read.
        public var rejects: RejectCollector?
        /// Blocks of a source that are read; nil: all.
        public var blocksPerSource: Int?
        public init() {}
    }

    public struct Result: Sendable {
        public var profile: Profile
        public var sources: [SourceReport]
        /// What health endpoints answered.
        public var health = HealthLog()
        /// Sources that are one document each (journals of experiments), whole, by index.
        public var documents: [Int: [UInt8]] = [:]
    }

    /// Longest document that is kept, in bytes: what a journal may hold is up to the probes that it ran.
    public static let documentLimit = 256 << 20

    private let options: Options

    public init(options: Options) { self.options = options }

    /// - Parameters:
    ///   - inputs: sorted; a source's index here is its number everywhere.
    ///   - fallback: name for records of a source that do not name their service.
    ///   - judge: makes the judge of one worker.
    ///   - observers: makes what else sees the records of one worker.
    ///   - progress: called now and then with the stored bytes read so far, from any thread.
    public func run(
        _ inputs: [SourceWalk.Input],
        fallback: @escaping @Sendable (SourceWalk.Input) -> (name: String, origin: ServiceOrigin),
        judge: @escaping @Sendable () -> (any RecordJudge)?,
        observers: @escaping @Sendable () -> [any RecordObserver] = { [] }, progress: (@Sendable (Int) -> Void)? = nil
    ) -> Result {
        let pool = SourcePool(inputs: inputs, options: options, fallback: fallback, progress: progress)
        let merged = Mutex(Part())
        let jobs = max(1, min(options.jobs, 256))
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            let part = Self.work(pool, options: options, judge: judge(), observers: observers())
            merged.withLock { $0.merge(part) }
        }
        var whole = merged.withLock { $0 }
        whole.profile.finish(templateLimit: ProfileBuilder.templateLimit)
        let reports = pool.reports()
        let reader = HealthDocumentReader(window: options.window)
        var documents: [Int: [UInt8]] = [:]
        for (index, pieces) in whole.pieces.sorted(by: { $0.key < $1.key }) {
            let bytes = pieces.sorted { $0.block < $1.block }.flatMap(\.bytes)
            if reports[index].kind == .health {
                whole.profile.sources[index] = reader.read(
                    bytes, source: index, path: inputs[index].path, name: fallback(inputs[index]))
            } else {
                reader.read(journal: bytes, source: index)
                documents[index] = bytes
            }
        }
        whole.health.merge(reader.log)
        whole.health.nameServices()
        whole.health.observations.sort(by: HealthObservation.precedes)
        return Result(profile: whole.profile, sources: reports, health: whole.health, documents: documents)
    }

    /// What one worker brings home.
    private struct Part: Sendable {
        var profile = Profile()
        var health = HealthLog()
        /// Pieces of documents by source.
        var pieces: [Int: [(block: Int, bytes: [UInt8])]] = [:]

        mutating func merge(_ other: Part) {
            profile.merge(other.profile)
            health.merge(other.health)
            pieces.merge(other.pieces, uniquingKeysWith: +)
        }
    }

    private static func work(
        _ pool: SourcePool, options: Options, judge: (any RecordJudge)?, observers: [any RecordObserver]
    ) -> Part {
        var part = Part()
        let reader = RecordReader(options: options.reading)
        let builder = ProfileBuilder(
            reader: reader, times: options.reading.times, judge: judge, observers: observers, window: options.window,
            rejects: options.rejects)
        let health = HealthLineReader(rejects: options.rejects)
        let block = Block(capacity: options.limits.block)
        var current: Int?
        while let context = pool.next(into: block, reader: reader, preferring: &current) {
            switch context.sketch.kind {
            case .health where !context.sketch.isHealthDocument:
                let tally = health.read(block, source: context.index, window: options.window)
                builder.add(snapshots: tally, source: context.index)
            case .journal where context.sketch.isPlan: break
            case .journal, .health:
                // A document beyond the limit is left without its middle, and its reader says that it is cut.
                guard block.offset + block.count <= documentLimit else { break }
                part.pieces[context.index, default: []].append(
                    (block.index, Array(UnsafeBufferPointer(start: UnsafePointer(block.base), count: block.count))))
            case .unknown, .empty: break
            case .logs: builder.add(block, of: context)
            }
        }
        for observer in observers { observer.finish() }
        part.profile = builder.profile()
        part.health = health.log
        return part
    }
}

/// The sources of a run, each open at most once and read front to back under a lock of its own.
private final class SourcePool: Sendable {
    /// A source between two blocks. Unchecked, because a `SourceReader` is a plain class: it is reached through the lock of
    /// its slot only, and keeps neither the block nor the closures that it is handed.
    private struct Open: @unchecked Sendable {
        var reader: SourceReader
        var context: SourceContext
        var reportedBytes = 0
        var blocks = 0
    }

    private struct Queue {
        /// Indices of sources that nobody has begun, smallest last: big ones go first.
        var waiting: [Int]
        /// Sources that are open and not at their end.
        var open: [Int] = []
        var readBytes = 0
    }

    private let inputs: [SourceWalk.Input]
    private let options: LogScan.Options
    private let fallback: @Sendable (SourceWalk.Input) -> (name: String, origin: ServiceOrigin)
    private let progress: (@Sendable (Int) -> Void)?
    private let queue: Mutex<Queue>
    private let slots: [Slot]

    private final class Slot: Sendable {
        let state = Mutex<Open?>(nil)
        let report = Mutex<SourceReport?>(nil)
    }

    init(
        inputs: [SourceWalk.Input], options: LogScan.Options,
        fallback: @escaping @Sendable (SourceWalk.Input) -> (name: String, origin: ServiceOrigin),
        progress: (@Sendable (Int) -> Void)?
    ) {
        self.inputs = inputs
        self.options = options
        self.fallback = fallback
        self.progress = progress
        let order = inputs.indices.sorted { (inputs[$0].size, $1) < (inputs[$1].size, $0) }
        queue = Mutex(Queue(waiting: order))
        slots = inputs.map { _ in Slot() }
    }

    func reports() -> [SourceReport] {
        zip(inputs, slots).map { input, slot in slot.report.withLock { $0 } ?? SourceReport(path: input.path) }
    }

    /// Fills `block` with the next block of some source: of the preferred one while it lasts, then of one that nobody has
    /// begun, then of any that is open. Nil when all are at their end.
    func next(into block: Block, reader: RecordReader, preferring current: inout Int?) -> SourceContext? {
        while true {
            if let index = current {
                if let context = advance(index, into: block, reader: reader) { return context }
                current = nil
                queue.withLock { $0.open.removeAll { $0 == index } }
            }
            let choice: Int? = queue.withLock { queue in
                if let fresh = queue.waiting.popLast() {
                    queue.open.append(fresh)
                    return fresh
                }
                // Spread over what is left: the one that has been open longest is the likeliest to last.
                return queue.open.first
            }
            guard let choice else { return nil }
            current = choice
        }
    }

    private func advance(_ index: Int, into block: Block, reader: RecordReader) -> SourceContext? {
        slots[index].state.withLock { state -> SourceContext? in
            // Done: another worker has read it to its end.
            guard slots[index].report.withLock({ $0 == nil }) else { return nil }
            if state == nil {
                let source = SourceReader(path: inputs[index].path, limits: options.limits, inflater: options.inflater)
                let sketch = source.head { reader.sketch(head: $0, path: inputs[index].path) }
                state = Open(
                    reader: source,
                    context: SourceContext(index: index, sketch: sketch, fallback: fallback(inputs[index])))
            }
            guard var open = state else { return nil }
            let context = open.context
            if options.blocksPerSource.map({ open.blocks < $0 }) ?? true,
                open.reader.next(into: block, isRecordStart: { reader.isRecordStart($0, $1, of: context.sketch) })
            {
                open.blocks += 1
                let grown = open.reader.storedBytes - open.reportedBytes
                if progress != nil, grown > 1 << 22 {
                    open.reportedBytes = open.reader.storedBytes
                    note(read: grown)
                }
                state = open
                return context
            }
            // With its buffers, which would add up over thousands of files.
            state = nil
            note(read: open.reader.storedBytes - open.reportedBytes)
            var report = SourceReport(path: inputs[index].path)
            report.compression = open.reader.compression
            report.kind = context.sketch.kind
            report.storedBytes = open.reader.storedBytes
            report.decompressedBytes = open.reader.decompressedBytes
            report.lines = open.reader.lines
            report.lostLines = open.reader.lostLines
            report.problems = open.reader.problems
            slots[index].report.withLock { $0 = report }
            return nil
        }
    }

    private func note(read bytes: Int) {
        guard let progress, bytes > 0 else { return }
        progress(
            queue.withLock { queue in
                queue.readBytes += bytes
                return queue.readBytes
            })
    }
}
