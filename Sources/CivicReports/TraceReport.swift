public import CivicCorrelation
import CivicModel

/// What `civic trace` prints.
public struct TraceReport: Sendable {
    /// As it was typed.
    public var query: String
    public var match: TraceMatch
    public var tree: CausalTree
    /// More belongs to it than is shown.
    public var isCut: Bool

    public init(query: String, match: TraceMatch, tree: CausalTree, isCut: Bool) {
        (self.query, self.match, self.tree, self.isCut) = (query, match, tree, isCut)
    }

    func isAsked(_ node: CausalTree.Node) -> Bool { node.key == match.key }

    /// What the id is, by where it stands.
    var role: String {
        if match.isEvent { return "event" }
        if match.isCause { return "cause" }
        return match.isTrace ? "trace" : "other"
    }

    /// All entries in the order of the timeline.
    private var entries: [TimelineEntry] {
        tree.nodes.flatMap { $0.records.map(\.item.entry) } + tree.others.map(\.entry)
    }

    var services: [String] { Set(entries.map(\.service)).filter { !$0.isEmpty }.sorted() }

    var span: ClosedRange<Instant>? {
        let times = entries.map(\.time)
        guard let first = times.min(), let last = times.max() else { return nil }
        return first...last
    }

    var day: String { span.map { String($0.lowerBound.formatted(digits: 0).prefix(10)) } ?? "" }

    var headline: String {
        var text = SafeText.printable(match.text, columns: 120)
        switch role {
        case "event": text += ": the id of an event"
        case "cause": text += ": named as a cause"
        case "trace": text += ": the id of a flow"
        default: text += ": an id"
        }
        let fields = match.fields.sorted().map { $0.isEmpty ? "text" : SafeText.name($0) }
        text += " (in \(CountText.list(Array(fields.prefix(6)))))"
        text += ". \(CountText.of(tree.records, "record")) of \(CountText.of(services.count, "service"))"
        if let span {
            text += ", \(CountText.of(tree.nodes.count, "event")), within "
            text += TimelineTextReporter.duration(span.upperBound.nanoseconds &- span.lowerBound.nanoseconds)
        }
        let lost = Set((tree.nodes.flatMap(\.missing) + tree.missing).filter { $0.verdict == .lost }.map(\.service)).sorted()
        if !lost.isEmpty { text += ". Lost on the way to \(CountText.list(lost.map(ScoreTable.name)))" }
        return text + "."
    }

    var notes: [String] {
        var notes: [String] = []
        if !tree.others.isEmpty { notes.append("· in the same flow, without an event id that is known here") }
        if isCut { notes.append("More belongs to this id than one tree can show: civic timeline --id lists its records.") }
        return notes
    }
}
