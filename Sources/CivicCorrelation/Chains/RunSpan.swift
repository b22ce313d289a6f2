import CivicModel
import CivicProfile

/// The time that a run covers, without the few records that a broken clock puts far away, in stretches of equal length.
struct RunSpan: Sendable {
    /// Nanoseconds since 1970.
    let start: Int64
    let end: Int64
    /// Length of a stretch, nanoseconds.
    let width: Int64
    let binCount: Int
    /// First and last time of each service, nanoseconds on its own clock, by name.
    let firstTimes: [String: Int64]
    let lastTimes: [String: Int64]
    /// Coarsest time that a tenth of the records of each service show, nanoseconds, by name: one service may write to
    /// several files, each with its own.
    let resolutions: [String: Int64]

    /// Services whose times mostly name no zone.
    let assumedZones: Set<String>
    /// Nanoseconds from the start of the run to the first time of services whose times all lie outside of it: their zone was guessed
    /// wrong, or their clock is far off. By name.
    let shifts: [String: Int64]

    static let maximumBins = 512
    /// Nanoseconds of the last of 0...9 decimals.
    private static let powers: [Int64] = [
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1,
    ]
    private static let minute: Int64 = 60_000_000_000
    private static let lengths: [Int64] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
    ]

    init(_ profile: Profile, names: ServiceNames) {
        var minutes: [Int64: Int] = [:]
        for (key, counts) in profile.windows { minutes[key.minute, default: 0] += counts.reduce(0, +) }
        let sorted = minutes.sorted { $0.key < $1.key }
        let total = sorted.reduce(0) { $0 + $1.value }
        // One in a thousand may lie outside.
        var (low, high) = (sorted.first?.key ?? 0, sorted.last?.key ?? 0)
        var seen = 0
        for (minute, count) in sorted {
            seen += count
            if seen * 2_000 > total {
                low = minute
                break
            }
        }
        seen = 0
        for (minute, count) in sorted.reversed() {
            seen += count
            if seen * 2_000 > total {
                high = minute
                break
            }
        }
        var ranges: [String: (first: Int64, last: Int64)] = [:]
        var firsts: [String: Int64] = [:]
        var lasts: [String: Int64] = [:]
        var bases: [String: (assumed: Int, all: Int)] = [:]
        var digits: [String: [Int: Int]] = [:]
        let (lowTime, highTime) = (Self.clamped(low), Self.clamped(high + 1))
        // What a store keeps may be of another clock than the log, and counts where there is none.
        func isKept(_ key: Profile.CellKey) -> Bool { names.stores.contains(key.source) }
        let logged = Set(
            profile.cells.keys.lazy.filter { !isKept($0) }.map { names.name($0.service, $0.origin, source: $0.source) })
        for (key, cell) in profile.cells where key.time.isReadable {
            let name = names.name(key.service, key.origin, source: key.source)
            if isKept(key), logged.contains(name) { continue }
            var range = ranges[name] ?? (.max, .min)
            range = (min(range.first, max(cell.firstTime, lowTime)), max(range.last, min(cell.lastTime, highTime)))
            ranges[name] = range
            digits[name, default: [:]][cell.hasSubseconds ? key.time.digits : 0, default: 0] += cell.records
            var basis = bases[name] ?? (0, 0)
            basis.all += cell.records
            if key.time.basis < .explicitOffset { basis.assumed += cell.records }
            bases[name] = basis
            firsts[name] = min(firsts[name] ?? .max, cell.firstTime)
            lasts[name] = max(lasts[name] ?? .min, cell.lastTime)
        }
        let assumed = Set(bases.filter { $0.value.assumed * 2 > $0.value.all }.keys)
        assumedZones = assumed
        var (first, last) = Self.union(ranges.filter { !assumed.contains($0.key) }.values)
        // A zone that was guessed wrong must not stretch the run by hours, which would make few stretches of all that happened.
        let isKnown = first <= last
        let (knownFirst, knownLast) = (first, last)
        for range in ranges.filter({ assumed.contains($0.key) }).values
        where !isKnown || range.first <= knownLast && range.last >= knownFirst {
            (first, last) = (min(first, range.first), max(last, range.last))
        }
        resolutions = digits.mapValues { counts in
            let total = counts.values.reduce(0, +)
            let usual = counts.sorted { $0.key < $1.key }.first { $0.value * 10 >= total }?.key ?? 0
            return Self.powers[min(max(usual, 0), 9)]
        }
        if first > last { (first, last) = (0, 0) }
        (start, end, firstTimes, lastTimes) = (first, last, firsts, lasts)
        let (runFirst, runLast) = (first, last)
        shifts = ranges.filter { $0.value.first > runLast || $0.value.last < runFirst }.mapValues { $0.first &- runFirst }
        let range = last.subtractingReportingOverflow(first).partialValue
        let seconds = max(0, range) / 1_000_000_000 + 1
        let length =
            Self.lengths.first { seconds <= $0 * Int64(Self.maximumBins) } ?? max(1, seconds / Int64(Self.maximumBins) + 1)
        width = length * 1_000_000_000
        binCount = Int(min(Int64(Self.maximumBins), seconds / length + 1))
    }

    private static func union(_ ranges: some Sequence<(first: Int64, last: Int64)>) -> (first: Int64, last: Int64) {
        ranges.reduce((.max, .min)) { (min($0.first, $1.first), max($0.last, $1.last)) }
    }

    /// Minutes as nanoseconds, within what 64 bits hold.
    private static func clamped(_ minutes: Int64) -> Int64 { min(max(minutes, -153_000_000), 153_000_000) * minute }

    @inline(__always)
    func bin(_ time: Int64) -> Int {
        guard time > start else { return 0 }
        return min(binCount - 1, Int((time &- start) / width))
    }

    /// The start of the run on the clock of a service.
    func start(of service: String) -> Int64 { start &+ (shifts[service] ?? 0) }

    func time(ofBin bin: Int) -> Int64 { start &+ Int64(bin) &* width }
}
