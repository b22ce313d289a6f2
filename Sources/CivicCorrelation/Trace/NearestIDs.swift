import CivicFormats
public import CivicProfile
import Synchronization

/// Finds the ids of a run that are so like one that is not there that they may be meant: that differ from it in one place of few
/// characters, or begin as it does for most of its length. Among many thousand ids some always share a few characters by chance; to name
/// those would send a user to somebody else's event.
public final class NearestIDs: Sendable {
    static let most = 5
    /// Characters in one place that a close id may differ in.
    static let edits = 3
    /// Characters at the start that a close id has in common at least, and the share of those that were typed.
    static let start = (least: 8, share: 0.75)

    struct Candidate: Sendable, Hashable {
        var shared: Int
        var text: String

        static func precedes(_ a: Candidate, _ b: Candidate) -> Bool { (b.shared, a.text) < (a.shared, b.text) }
    }

    let needle: [UInt8]
    let roles: ColumnRoles
    private let state = Mutex<[Candidate]>([])

    /// - Parameter evidence: of the run, for what its columns are for.
    public init(_ id: String, evidence: SystemEvidence) {
        needle = Self.folded(Array(id.utf8))
        roles = evidence.roles
    }

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

    /// How much of both is the same, where the id is close; else nil.
    func likeness(of id: UnsafeBufferPointer<UInt8>) -> Int? {
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
        if start >= Self.start.least, Double(start) >= Self.start.share * Double(needle.count) { return start }
        let length = id.reduce(0) { IDSearch.fold[Int($1)] == 0 ? $0 : $0 + 1 }
        let end = min(count(id.reversed(), needle.reversed()), min(length, needle.count) - start)
        let differing = max(length, needle.count) - start - end
        // Of short ids every other one is close.
        return differing <= Self.edits && start + end >= 2 * differing + 2 ? start + end : nil
    }
}

private final class NearestIDsObserver: RecordObserver {
    private let nearest: NearestIDs
    private let words: IDWords
    private var columns: [(ids: [Int], all: TimelineColumns)] = []
    private var best: [NearestIDs.Candidate] = []

    init(_ nearest: NearestIDs) {
        self.nearest = nearest
        words = IDWords(nearest.roles)
    }

    func plan(for shape: Shape) -> Int? {
        let own = TimelineColumns(shape, roles: nearest.roles)
        let ids = own.events + own.causes + own.traces + own.requests + [shape.index(of: .span)].compactMap(\.self)
        guard !ids.isEmpty || own.message != nil else { return nil }
        columns.append((ids, own))
        return columns.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        for index in columns[plan].ids { note(record.slots[index].bytes) }
        guard let text = columns[plan].all.mentions(record) else { return }
        MessageIDs.each(in: text, words: words) { token in
            guard token.word != 0, words[token.word] != nil else { return }
            note(UnsafeBufferPointer(rebasing: text[token.start..<token.start + token.count]))
        }
    }

    private func note(_ id: UnsafeBufferPointer<UInt8>) {
        guard id.count <= TimelineBytes.longestID, let shared = nearest.likeness(of: id),
            best.count < NearestIDs.most || shared >= best[best.count - 1].shared
        else { return }
        let candidate = NearestIDs.Candidate(shared: shared, text: String(decoding: id, as: UTF8.self))
        if !best.contains(candidate) { best = NearestIDs.best(best + [candidate]) }
    }

    func finish() { nearest.finish(best) }
}
