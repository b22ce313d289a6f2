import CivicFormats
public import CivicProfile
import Synchronization

/// Finds the ids of a run that are most like one that is not there: those that share most of their start and end with it.
public final class NearestIDs: Sendable {
    static let most = 5
    /// Characters that must be shared.
    static let fewest = 4

    struct Candidate: Sendable, Hashable {
        var shared: Int
        var text: String

        static func precedes(_ a: Candidate, _ b: Candidate) -> Bool { (b.shared, a.text) < (a.shared, b.text) }
    }

    let needle: [UInt8]
    private let state = Mutex<[Candidate]>([])

    public init(_ id: String) { needle = Self.folded(Array(id.utf8)) }

    public func observer() -> any RecordObserver { NearestIDsObserver(self) }

    /// Closest first.
    public var found: [String] { state.withLock { $0.map(\.text) } }

    func finish(_ candidates: [Candidate]) {
        state.withLock { $0 = Self.best($0 + candidates) }
    }

    static func best(_ candidates: [Candidate]) -> [Candidate] {
        Array(Set(candidates).sorted(by: Candidate.precedes).prefix(most))
    }

    /// Without dashes and case.
    static func folded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.compactMap { byte in
            let folded = IDSearch.fold[Int(byte)]
            return folded == 0 ? nil : folded
        }
    }

    /// Characters that both share at their start and at their end.
    func shared(with id: UnsafeBufferPointer<UInt8>) -> Int {
        func count(_ a: some Sequence<UInt8>, _ b: some Sequence<UInt8>) -> Int {
            var other = b.makeIterator()
            var count = 0
            for byte in a {
                let folded = IDSearch.fold[Int(byte)]
                if folded == 0 { continue }
                guard other.next() == folded else { return count }
                count += 1
            }
            return count
        }
        let start = count(id, needle)
        return start == needle.count ? start : start + count(id.reversed(), needle.reversed())
    }
}

private final class NearestIDsObserver: RecordObserver {
    private let nearest: NearestIDs
    private var columns: [[Int]] = []
    private var best: [NearestIDs.Candidate] = []

    init(_ nearest: NearestIDs) { self.nearest = nearest }

    func plan(for shape: Shape) -> Int? {
        let own = TimelineColumns(shape, roles: ColumnRoles())
        let ids = own.events + own.causes + own.traces + own.requests + [shape.index(of: .span)].compactMap(\.self)
        guard !ids.isEmpty else { return nil }
        columns.append(ids)
        return columns.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        for index in columns[plan] {
            let bytes = record.slots[index].bytes
            guard bytes.count <= TimelineBytes.longestID else { continue }
            let shared = nearest.shared(with: bytes)
            guard shared >= NearestIDs.fewest, best.count < NearestIDs.most || shared >= best[best.count - 1].shared else {
                continue
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let candidate = NearestIDs.Candidate(shared: shared, text: text)
            if !best.contains(candidate) { best = NearestIDs.best(best + [candidate]) }
        }
    }

    func finish() { nearest.finish(best) }
}
