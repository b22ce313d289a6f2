public import CivicCorrelation
import CivicModel

/// `civic timeline --format jsonl`: one object a line, in the order in which a person is shown them.
public struct TimelineJSONReporter: TimelineReporter {
    private let paths: [String]
    private var text = ""

    /// - Parameter paths: of the run's inputs, by number.
    public init(paths: [String]) { self.paths = paths }

    public mutating func add(_ item: TimelineItem) {
        var writer = JSONWriter(breakDepth: 0)
        writer.object { Self.members(of: item, paths: paths, &$0) }
        text += writer.text
    }

    static func members(of item: TimelineItem, paths: [String], _ json: inout JSONWriter) {
        let entry = item.entry
        json.member("time", time(entry))
        json.member("rawTime", entry.rawTimeText.isEmpty ? entry.rawTime.formatted(digits: entry.digits) : entry.rawTimeText)
        json.key("offset")
        if let offset = entry.offset {
            json.object { json in
                json.member("seconds", Double(offset.applied) / 1e9, decimals: 9)
                json.member("low", Double(offset.low) / 1e9, decimals: 9)
                json.member("high", Double(offset.high) / 1e9, decimals: 9)
            }
        } else {
            json.null()
        }
        json.member("kind", entry.kind.name)
        json.member("service", entry.service)
        json.member("level", entry.level.name)
        json.member("message", entry.message)
        json.object("ids") { json in
            json.member("event", strings: entry.ids.event)
            json.member("cause", strings: entry.ids.cause)
            json.member("trace", strings: entry.ids.trace)
        }
        json.object("source") { json in
            json.member("path", entry.path(in: paths))
            json.member("line", entry.line)
        }
        json.member("orderKnown", item.isOrderKnown)
    }

    public mutating func finish(_ end: TimelineEnd) {}

    public mutating func take() -> String {
        defer { text = "" }
        return text
    }

    /// Corrected, with the decimals that were written; where a correction has more, with milliseconds at least.
    private static func time(_ entry: TimelineEntry) -> String {
        entry.time.formatted(digits: entry.time == entry.rawTime ? entry.digits : max(3, entry.digits))
    }
}

extension TimelineEntry.Kind {
    var name: String {
        switch self {
        case .log: "log"
        case .health: "health"
        case .step: "step"
        }
    }
}

extension TimelineEntry {
    func path(in paths: [String]) -> String { paths.indices.contains(source) ? paths[source] : path }
}
