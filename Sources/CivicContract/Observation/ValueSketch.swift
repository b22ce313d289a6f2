/// What the values of one field look like, as a commutative monoid of bounded size: how many there are, which, as long as they are
/// few, and an estimate of how many different ones.
///
/// The estimate keeps the smallest hashes (Bar-Yossef et al., "Counting Distinct Elements in a Data Stream", 2002): exact up to
/// `hashLimit` different values, within some 6 % beyond.
public struct ValueSketch: Sendable, Equatable {
    struct Value: Sendable, Equatable {
        var count: Int
        /// The first bytes, up to `textLimit`.
        var text: [UInt8]
        var isCut: Bool
    }

    static let fewLimit = CardinalityClass.fewLimit
    static let hashLimit = 256
    static let textLimit = 64
    /// Values that are kept to tell their form.
    static let sampleLimit = 4

    /// Values seen.
    private(set) var count = 0
    /// By hash; nil when they were more than `fewLimit`.
    private(set) var few: [UInt64: Value]? = [:]
    /// The smallest hashes, ascending.
    private(set) var hashes: [UInt64] = []
    /// Texts of the very smallest hashes.
    private(set) var samples: [(hash: UInt64, text: [UInt8])] = []

    init() {}

    /// Adds `times` values that are alike.
    mutating func add(hash: UInt64, times: Int, text: UnsafeBufferPointer<UInt8>) {
        count += times
        if few != nil {
            if few?[hash] != nil {
                few?[hash]?.count += times
                return
            }
            insert(hash, text)
            if few.map({ $0.count < Self.fewLimit }) ?? false {
                few?[hash] = Value(
                    count: times, text: Array(text.prefix(Self.textLimit)), isCut: text.count > Self.textLimit)
            } else {
                few = nil
            }
            return
        }
        insert(hash, text)
    }

    /// A value of this hash or a larger one changes nothing any more but the count.
    var ceiling: UInt64 { few == nil && hashes.count == Self.hashLimit ? hashes[Self.hashLimit - 1] : .max }

    mutating func add(count times: Int) { count += times }

    mutating func merge(_ other: ValueSketch) {
        count += other.count
        if let theirs = other.few, var mine = few {
            for (hash, value) in theirs {
                if mine[hash] != nil { mine[hash]?.count += value.count } else { mine[hash] = value }
            }
            few = mine.count > Self.fewLimit ? nil : mine
        } else {
            few = nil
        }
        var (joined, i, j) = ([UInt64](), 0, 0)
        while joined.count < Self.hashLimit, i < hashes.count || j < other.hashes.count {
            let a = i < hashes.count ? hashes[i] : .max
            let b = j < other.hashes.count ? other.hashes[j] : .max
            if a <= b { i += 1 }
            if b <= a { j += 1 }
            joined.append(min(a, b))
        }
        hashes = joined
        for sample in other.samples { keep(sample.hash, sample.text) }
    }

    /// How many different values there are, about.
    var distinct: Double {
        guard hashes.count == Self.hashLimit, let last = hashes.last else { return Double(hashes.count) }
        return Double(Self.hashLimit - 1) / (Double(last) / 18_446_744_073_709_551_616.0)
    }

    private mutating func insert(_ hash: UInt64, _ text: UnsafeBufferPointer<UInt8>) {
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        if low < hashes.count, hashes[low] == hash { return }
        guard low < Self.hashLimit else { return }
        hashes.insert(hash, at: low)
        if hashes.count > Self.hashLimit { hashes.removeLast() }
        if low < Self.sampleLimit { keep(hash, Array(text.prefix(Self.textLimit))) }
    }

    private mutating func keep(_ hash: UInt64, _ text: [UInt8]) {
        guard !samples.contains(where: { $0.hash == hash }) else { return }
        samples.append((hash, text))
        samples.sort { $0.hash < $1.hash }
        if samples.count > Self.sampleLimit { samples.removeLast() }
    }

    public static func == (a: ValueSketch, b: ValueSketch) -> Bool {
        a.count == b.count && a.few == b.few && a.hashes == b.hashes && a.samples.map(\.hash) == b.samples.map(\.hash)
    }
}
