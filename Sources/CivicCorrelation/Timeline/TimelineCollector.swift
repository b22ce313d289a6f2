public import CivicProfile
import Synchronization

/// Collects the records of a run that a timeline is to show, in memory as far as allowed, then on disk, and hands them on in
/// one order.
public final class TimelineCollector: Sendable {
    public struct Options: Sendable {
        public var filter = TimelineFilter()
        /// Bytes that all workers together may hold before they spill.
        public var memory = 512 << 20
        public var spillFolder: String?
        public var jobs = 1
        /// Only so many entries will be shown; nil: all.
        public var limit: Int?
        /// Most characters of a message that are kept.
        public var messageLimit = 4096
        /// Off: times stay as they were written.
        public var adjustsClocks = true
        public init() {}
    }

    let options: Options
    let names: TimelineNames
    let clocks: TimelineClocks
    let serviceNames: ServiceNames
    let roles: ColumnRoles
    /// Rarer messages than this count as one, as they did in the scan before.
    let templateCeiling: UInt64
    /// Number in the whole run of each source that is read.
    let sources: [Int]
    private let mask: @Sendable () -> any TextMask
    private let state = Mutex(State())

    struct State {
        var runs: [TimelineRun] = []
        var spilled: [SpilledRun] = []
        var file: SpillFile?
        var failure: SpillError?
        var kept = 0
        var dropped = 0
        var untimed = 0
    }

    /// - Parameters:
    ///   - result: of a scan of the same inputs before.
    ///   - sources: the sources that are read now, as numbers in that scan.
    ///   - services: further names that entries will have.
    ///   - mask: makes the mask of one worker.
    public init(
        _ options: Options, after result: LogScan.Result, evidence: SystemEvidence, sources: [Int], services: [String] = [],
        mask: @escaping @Sendable () -> any TextMask
    ) {
        self.options = options
        self.sources = sources
        self.mask = mask
        roles = evidence.roles
        templateCeiling = result.profile.templateCeiling
        serviceNames = ServiceNames(result.profile)
        var all = Set(services)
        for key in result.profile.cells.keys {
            all.insert(serviceNames.name(key.service, key.origin, source: key.source))
        }
        names = TimelineNames(all)
        clocks = TimelineClocks(
            options.adjustsClocks ? evidence.correlation?.clocks ?? [] : [],
            storeCourses: evidence.correlation?.storeCourses ?? [:])
    }

    /// The observer of one worker.
    public func observer() -> any RecordObserver { TimelineObserver(self, mask: mask()) }

    /// Records that hold what was asked for and no time to place them by.
    public var untimed: Int { state.withLock { $0.untimed } }

    /// Everything in order, `entries` included. Call once, when the scan is done.
    public func stream(with entries: [TimelineEntry]) throws(SpillError) -> TimelineStream {
        var run = TimelineRun()
        for entry in entries {
            let window = options.filter.window
            guard window?.contains(entry.time.nanoseconds) ?? true, options.filter.service?(entry.service) ?? true else {
                continue
            }
            run.add(entry, names: names)
        }
        run.sort()
        let final = state.withLock { state -> State in
            let all = state
            state = State()
            return all
        }
        if let failure = final.failure { throw failure }
        return try TimelineStream(
            runs: final.runs + [run], spilled: final.spilled, file: final.file, names: names, dropped: final.dropped,
            total: final.kept + run.count, untimed: final.untimed, memory: options.memory)
    }

    /// Bytes that one worker may hold. Arrays that grow take up to three times what is in them.
    var share: Int { max(1 << 20, options.memory / 3 / max(1, options.jobs)) }

    /// Takes the sorted run of a worker that is full: its first entries, where more are not asked for, else to disk.
    func take(full run: inout TimelineRun) {
        if let limit = options.limit {
            let dropped = run.cut(to: limit + TimelineOrder.capacity)
            state.withLock {
                $0.dropped += dropped
                $0.kept += dropped
            }
            if run.size < share / 2 { return }
        }
        state.withLock { state in
            guard state.failure == nil else { return }
            do throws(SpillError) {
                let file: SpillFile
                if let known = state.file { file = known } else { file = try SpillFile(folder: options.spillFolder) }
                state.file = file
                state.spilled.append(try SpilledRun(run, in: file))
                state.kept += run.count
            } catch {
                state.failure = error
            }
        }
        run.clear()
    }

    func finish(_ run: TimelineRun, untimed: Int) {
        state.withLock { state in
            state.kept += run.count
            state.untimed += untimed
            if !run.isEmpty { state.runs.append(run) }
        }
    }
}

/// A sorted run on disk, in pieces that hold whole entries.
struct SpilledRun: Sendable {
    var pieces: [(position: Int, count: Int)] = []

    static let pieceSize = 1 << 20

    init(_ run: TimelineRun, in file: SpillFile) throws(SpillError) {
        try file.require(run.bytes.count)
        var piece: [UInt8] = []
        piece.reserveCapacity(Self.pieceSize + 65_536)
        var outcome = Result<Void, SpillError>.success(())
        var pieces: [(position: Int, count: Int)] = []
        func flush() {
            guard case .success = outcome, !piece.isEmpty else { return }
            let count = piece.count
            piece.withUnsafeBytes { bytes in
                do throws(SpillError) {
                    pieces.append((try file.append(bytes), count))
                } catch {
                    outcome = .failure(error)
                }
            }
            piece.removeAll(keepingCapacity: true)
        }
        run.forEach { _, entry in
            piece.append(contentsOf: entry)
            if piece.count >= Self.pieceSize { flush() }
        }
        flush()
        try outcome.get()
        self.pieces = pieces
    }
}
