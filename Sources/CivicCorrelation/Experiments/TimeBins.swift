/// How many records fell into which bin of time, with the first of each bin.
///
/// Bins are as narrow as `Limits` allows and widen, all of them and by halves, when they become too many. The width that a whole
/// ends with is the narrowest at which it has few enough bins, and no part can need a wider one, so bins merge in any order.
struct TimeBins: Sendable {
    struct Bin: Sendable, Equatable {
        var count: UInt32
        var first: Mark
    }

    /// A record by its time and its place.
    struct Mark: Sendable, Equatable, Comparable {
        var nanoseconds: Int64
        var source: Int32
        var line: Int
        var byte: Int

        static func < (a: Mark, b: Mark) -> Bool {
            (a.nanoseconds, a.source, a.byte) < (b.nanoseconds, b.source, b.byte)
        }
    }

    struct Limits: Sendable {
        /// Narrowest bin, in nanoseconds.
        var base: Int64
        /// Most bins.
        var bins: Int
    }

    let limits: Limits
    /// Bins are `base << doublings` wide.
    private(set) var doublings = 0
    /// Ascending.
    private(set) var indices: [Int64] = []
    private(set) var bins: [Bin] = []
    /// The bin that counted last: records come nearly in order.
    private var last = -1

    init(_ limits: Limits) { self.limits = limits }

    var width: Int64 { limits.base << Int64(doublings) }
    var isEmpty: Bool { bins.isEmpty }

    private func index(of nanoseconds: Int64) -> Int64 { nanoseconds.quotientAndRemainder(dividingFloor: width).0 }

    mutating func add(_ mark: Mark) {
        let index = index(of: mark.nanoseconds)
        if last < 0 || indices[last] != index { last = place(of: index, with: mark) }
        bins[last].count = bins[last].count == .max ? .max : bins[last].count + 1
        if mark < bins[last].first { bins[last].first = mark }
        if bins.count > limits.bins { narrow() }
    }

    /// Position of the bin `index`, which is made, with nothing counted, when there is none.
    private mutating func place(of index: Int64, with mark: Mark) -> Int {
        var at = indices.count
        if let end = indices.last, end >= index {
            at = lowerBound(index)
            if indices[at] == index { return at }
        }
        indices.insert(index, at: at)
        bins.insert(Bin(count: 0, first: mark), at: at)
        return at
    }

    /// First position whose index is at least `index`.
    private func lowerBound(_ index: Int64) -> Int {
        var (low, high) = (0, indices.count)
        while low < high {
            let middle = (low + high) / 2
            if indices[middle] < index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Doubles the width until there are few enough bins.
    private mutating func narrow() {
        while bins.count > limits.bins, doublings < 40 { widen() }
    }

    private mutating func widen() {
        doublings += 1
        last = -1
        var to = 0
        for from in indices.indices {
            let index = indices[from] >> 1
            if to > 0, indices[to - 1] == index {
                let (sum, over) = bins[to - 1].count.addingReportingOverflow(bins[from].count)
                bins[to - 1].count = over ? .max : sum
                bins[to - 1].first = min(bins[to - 1].first, bins[from].first)
            } else {
                (indices[to], bins[to]) = (index, bins[from])
                to += 1
            }
        }
        indices.removeLast(indices.count - to)
        bins.removeLast(bins.count - to)
    }

    mutating func merge(_ other: TimeBins) {
        var other = other
        while doublings < other.doublings { widen() }
        while other.doublings < doublings { other.widen() }
        for (index, bin) in zip(other.indices, other.bins) {
            let at = place(of: index, with: bin.first)
            let (sum, over) = bins[at].count.addingReportingOverflow(bin.count)
            bins[at].count = over ? .max : sum
            bins[at].first = min(bins[at].first, bin.first)
        }
        last = -1
        narrow()
    }

    // MARK: - Questions

    /// Start of each bin, what it counted, and its first record.
    func forEach(_ body: (_ start: Int64, _ bin: Bin) -> Void) {
        for (index, bin) in zip(indices, bins) { body(index &* width, bin) }
    }

    /// Bins whose first record lies in `range`.
    func bins(in range: Range<Int64>) -> ArraySlice<Bin> {
        guard !range.isEmpty else { return [] }
        var low = lowerBound(index(of: range.lowerBound))
        while low < bins.count, bins[low].first.nanoseconds < range.lowerBound { low += 1 }
        var high = low
        while high < bins.count, bins[high].first.nanoseconds < range.upperBound { high += 1 }
        return bins[low..<high]
    }

    func count(in range: Range<Int64>) -> Int { bins(in: range).reduce(0) { $0 + Int($1.count) } }

    /// Different stretches of `unit` nanoseconds (counted from 1970) with a record, whose starts lie in `range`.
    func occupied(_ unit: Int64, in range: Range<Int64>) -> Int { episodes(unit, in: range).lengths.reduce(0, +) }

    /// The same as stretches that follow each other closely.
    func episodes(_ unit: Int64, in range: Range<Int64>) -> Episodes {
        var episodes = Episodes(unit: unit)
        var before = Int64.min
        for bin in bins(in: range) {
            let stretch = bin.first.nanoseconds.quotientAndRemainder(dividingFloor: unit).0
            if stretch != before { episodes.add(bin.first.nanoseconds) }
            before = stretch
        }
        return episodes
    }
}
