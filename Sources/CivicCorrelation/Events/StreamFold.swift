import CivicModel

/// Folds whole streams: gaps in their numbers, numbers that go back, and history that was written anew.
struct StreamFold {
    /// A jump over more than this is another series of numbers, and no loss.
    static let widestGap: Int64 = 10_000

    struct Counts: Sendable {
        var gaps = PartitionFold.Counter()
        var order = PartitionFold.Counter()
        var rewritten = PartitionFold.Counter()
    }

    /// By kind and owner.
    private(set) var counts: [StreamRow.Kind: [UInt16: Counts]] = [:]
    /// Streams of a kind with more than one event, and those with a gap.
    private(set) var streams: [StreamRow.Kind: (all: Int, gapped: Int)] = [:]

    init() {}

    /// - Parameter rows: all rows of the streams in it, in any order.
    mutating func fold(_ rows: UnsafeMutableBufferPointer<StreamRow>) {
        var rows = rows
        rows.sort(by: StreamRow.precedes)
        var start = 0
        while start < rows.count {
            var end = start + 1
            while end < rows.count, rows[end].stream == rows[start].stream { end += 1 }
            var stream = UnsafeMutableBufferPointer(rebasing: rows[start..<end])
            judgeOrder(stream)
            // Stable in all that matters: equal versions stay in the order of writing.
            stream.sort { $0.version != $1.version ? $0.version < $1.version : $0.place < $1.place }
            judgeVersions(stream)
            start = end
        }
    }

    /// In the order of writing, inside one source.
    private mutating func judgeOrder(_ stream: UnsafeMutableBufferPointer<StreamRow>) {
        var last: StreamRow?
        for row in stream {
            var counts = self.counts[row.kind]?[row.owner] ?? Counts()
            counts.order.population += 1
            if let before = last, before.source == row.source {
                let isAnother = row.version == before.version && row.event != before.event
                if row.version < before.version || isAnother {
                    counts.order.violations += 1
                    counts.order.marks.insert(mark(row), stage: 0)
                }
                if row.version > before.version { last = row }
            } else {
                last = row
            }
            self.counts[row.kind, default: [:]][row.owner] = counts
        }
    }

    /// By version, whatever wrote it where.
    private mutating func judgeVersions(_ stream: UnsafeMutableBufferPointer<StreamRow>) {
        guard let first = stream.first else { return }
        var hasGap = false
        var i = 0
        var before = first
        var distinct = 0
        while i < stream.count {
            let row = stream[i]
            var counts = self.counts[row.kind]?[row.owner] ?? Counts()
            var gap: Int64 = 0
            if distinct > 0 {
                let (step, isOverflow) = row.version.subtractingReportingOverflow(before.version)
                gap = isOverflow || step - 1 > Self.widestGap ? 0 : step - 1
            }
            counts.gaps.population += 1 + Int(gap)
            counts.gaps.violations += Int(gap)
            if gap > 0 {
                hasGap = true
                counts.gaps.marks.insert(mark(row), stage: 0)
            }
            distinct += 1
            before = row
            counts.rewritten.population += 1
            var j = i + 1
            var isRewritten = false
            while j < stream.count, stream[j].version == row.version {
                let other = stream[j]
                let isSameEvent = other.event == row.event
                // Two events at one place of one export are a fault of order; in two exports, history has changed.
                if isSameEvent ? other.payload != row.payload : other.source != row.source {
                    if !isRewritten { counts.rewritten.marks.insert(mark(other), stage: 0) }
                    isRewritten = true
                }
                j += 1
            }
            if isRewritten { counts.rewritten.violations += 1 }
            self.counts[row.kind, default: [:]][row.owner] = counts
            i = j
        }
        if distinct > 1 {
            streams[first.kind, default: (0, 0)].all += 1
            if hasGap { streams[first.kind]?.gapped += 1 }
        }
    }

    private func mark(_ row: StreamRow) -> EventRow {
        EventRow(key: row.event, label: 0, other: 0, time: row.time, place: row.place, line: row.line, stageBits: 0)
    }

    // MARK: What is counted for the rules

    func fill(_ correlation: inout Correlation, services: [String]) {
        add(.stream, &correlation, services)
        // Numbers of a whole export may be its own or those of each producer: they are what they fit better.
        let (store, producer) = (defects(.store), defects(.producer))
        if store != nil || producer != nil {
            add((producer ?? .max) < (store ?? .max) ? .producer : .store, &correlation, services)
        }
    }

    private func defects(_ kind: StreamRow.Kind) -> Int? {
        counts[kind].map { $0.values.reduce(0) { $0 + $1.gaps.violations + $1.order.violations } }
    }

    private func add(_ kind: StreamRow.Kind, _ correlation: inout Correlation, _ services: [String]) {
        guard let owners = counts[kind] else { return }
        let expected = owners.values.reduce(0) { $0 + $1.gaps.population }
        let missing = owners.values.reduce(0) { $0 + $1.gaps.violations }
        let ordered = owners.values.reduce(0) { $0 + $1.order.population }
        let turned = owners.values.reduce(0) { $0 + $1.order.violations }
        let gapped = streams[kind].map { $0.gapped * 2 > $0.all && $0.all > 1 } ?? false
        // Where most streams have gaps, or most numbers are missing, the export shows some events only.
        let isFiltered = gapped || missing * 2 > expected
        // Where most numbers go back, the export is sorted by something else.
        let isSorted = turned * 2 < ordered
        if kind == .stream, isFiltered { correlation.isStoreFiltered = true }
        for (owner, counts) in owners.sorted(by: { $0.key < $1.key }) {
            guard Int(owner) < services.count else { continue }
            let name = services[Int(owner)]
            // Databases burn numbers of a whole store when a transaction fails: only a stream lacks what is missing.
            if kind == .stream, !isFiltered {
                correlation.add(.sequenceGap, of: name, counts.gaps) { "what stands before \($0) in its stream is missing" }
            }
            if isSorted {
                correlation.add(.versionOrder, of: name, counts.order) { "\($0) has a number that its stream had used before" }
            }
            if kind == .stream {
                correlation.add(.rewritten, of: name, counts.rewritten) { "\($0) is at a place where another text stood" }
            }
        }
    }
}
