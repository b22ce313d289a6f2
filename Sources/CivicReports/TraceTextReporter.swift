import CivicCorrelation
import CivicModel
import CivicScore

/// `civic trace` for a person: effects indented below their causes, with the time that each hop took.
public struct TraceTextReporter: Sendable {
    public var width: Int
    public var color: Bool
    /// Of the run's inputs, by number.
    public var paths: [String]

    public init(width: Int, color: Bool, paths: [String]) { (self.width, self.color, self.paths) = (width, color, paths) }

    /// Steps of the tree that are indented; what lies deeper stands below the last.
    private static let deepest = 8
    private static let step = 2

    private struct Line {
        var mark = " "
        var time = ""
        var hop = ""
        var service = ""
        var what = ""
        var location = ""
    }

    public func report(_ trace: TraceReport) -> String {
        var page = TextPage(width: max(60, width), color: color)
        page.paragraph(trace.headline, indent: 2, first: "")
        page.line()
        let lines = lines(trace)
        let isWide = page.width >= 100
        let serviceWidth = min(lines.map { DisplayWidth.of($0.service) }.max() ?? 8, isWide ? 34 : 22)
        let hopWidth = max(6, lines.map { DisplayWidth.of($0.hop) }.max() ?? 6)
        let locationWidth = min(lines.map { DisplayWidth.of($0.location) }.max() ?? 8, isWide ? max(22, page.width / 5) : 16)
        let room = max(12, page.width - 2 - 12 - 2 - hopWidth - 2 - serviceWidth - 2 - 2 - locationWidth)
        var heading =
            DisplayWidth.pad(trace.day + " UTC", to: 16) + DisplayWidth.pad("hop ms", to: hopWidth, right: true) + "  "
        heading += DisplayWidth.pad("service", to: serviceWidth + 2) + DisplayWidth.pad("what", to: room + 2) + "where"
        page.line(page.ink.bold(heading))
        for line in lines {
            var text = line.mark + " " + page.ink.dim(DisplayWidth.pad(line.time, to: 12)) + "  "
            text += DisplayWidth.pad(line.hop, to: hopWidth, right: true) + "  "
            text += DisplayWidth.pad(DisplayWidth.cut(line.service, to: serviceWidth), to: serviceWidth) + "  "
            if line.location.isEmpty {
                page.line(text + SafeText.printable(line.what, columns: room + 2 + locationWidth))
            } else {
                text += DisplayWidth.pad(SafeText.printable(line.what, columns: room), to: room) + "  "
                page.line(text + page.ink.dim(SafeText.printableEnd(line.location, columns: locationWidth)))
            }
        }
        let marks = Set(lines.map(\.mark))
        if marks.contains(">") { page.paragraph("> what was asked for", indent: 2, first: "") }
        if marks.contains("=") {
            page.paragraph("= a further record of the same event; ms since its first", indent: 2, first: "")
        }
        if marks.contains("!") { page.paragraph("! repeated, missing or unexplained", indent: 2, first: "") }
        if lines.contains(where: { $0.hop.hasPrefix("~") }) {
            page.paragraph(
                "~ the clocks of both services are not known well enough to trust the distance", indent: 2, first: "")
        }
        if lines.contains(where: { $0.hop.contains("<") }) {
            page.paragraph("< at most: the clocks, or times in whole seconds, leave that open", indent: 2, first: "")
        }
        for note in trace.notes { page.paragraph(note, indent: 2, first: "") }
        return page.text
    }

    private func lines(_ trace: TraceReport) -> [Line] {
        let sources = SourceNames(paths)
        var lines: [Line] = []
        for (number, depth) in trace.tree.walk {
            let node = trace.tree.nodes[number]
            let indent = String(repeating: " ", count: Self.step * min(depth, Self.deepest))
            let isAsked = trace.isAsked(node)
            guard let first = node.records.first else {
                lines.append(
                    Line(
                        mark: isAsked ? ">" : "!", service: indent + "?",
                        what: "event \(ShortIDs.short(node.id)) is named as a cause, and no record is about it"))
                continue
            }
            for (place, record) in node.records.enumerated() {
                let entry = record.item.entry
                var line = Line(mark: place > 0 ? "=" : isAsked ? ">" : " ")
                line.time = Self.time(entry)
                line.service = indent + ScoreTable.name(entry.service)
                if place > 0 {
                    line.hop = Self.text(CausalTree.Hop(from: first.item.entry, to: entry, isEffect: false))
                } else if let hop = node.hop {
                    line.hop = Self.text(hop)
                }
                line.what = Self.what(entry)
                if record.repeats > 0 {
                    line.mark = "!"
                    line.what = "[again, \(record.repeats + 1)×] " + line.what
                } else if place == 0, node.repeatsSibling {
                    line.mark = isAsked ? ">" : "!"
                    line.what = "[same effect once more] " + line.what
                }
                line.location = sources.address(of: entry)
                lines.append(line)
            }
            for cause in node.otherCauses {
                lines.append(Line(service: indent, what: "also caused by \(ShortIDs.short(cause))"))
            }
            let below = String(repeating: " ", count: Self.step * min(depth + 1, Self.deepest))
            for missing in node.missing {
                lines.append(
                    Line(mark: "!", service: below + ScoreTable.name(missing.service), what: Self.what(missing, of: "events")))
            }
        }
        for item in trace.tree.others {
            var line = Line(mark: "·", time: Self.time(item.entry))
            line.service = ScoreTable.name(item.entry.service)
            line.what = Self.what(item.entry)
            line.location = sources.address(of: item.entry)
            lines.append(line)
        }
        for missing in trace.tree.missing {
            lines.append(Line(mark: "!", service: ScoreTable.name(missing.service), what: Self.what(missing, of: "flows")))
        }
        return lines
    }

    private static func what(_ missing: CausalTree.Missing, of kind: String) -> String {
        let usual = "\(NumberText.percent(Double(missing.count) / Double(missing.of))) of such \(kind) go on there"
        switch missing.verdict {
        case .lost: return "lost: no record of it (\(usual))"
        case .open: return "nothing yet where its recording ends (\(usual))"
        case .unreadable: return "no record of it in what could be read (\(usual))"
        case .passed: return "went through without a record (\(usual))"
        }
    }

    private static func what(_ entry: TimelineEntry) -> String {
        let level = entry.level >= .warn ? entry.level.name + " " : ""
        return level + ShortIDs.shortened(String(entry.message.prefix(1024)))
    }

    static func time(_ entry: TimelineEntry) -> String {
        String(entry.time.formatted(digits: min(3, entry.digits)).dropFirst(11).dropLast())
    }

    private static func text(_ hop: CausalTree.Hop) -> String {
        // Of two clocks of which nothing is known the distance is a guess.
        let doubt = hop.isBounded ? "" : "~"
        // An effect is never before its cause, whatever the times say.
        if hop.nanoseconds < hop.low { return doubt + "<" + milliseconds(hop.high) }
        let half = (hop.high &- hop.low) / 2
        if half < 1_000_000 { return doubt + milliseconds(hop.nanoseconds) }
        // What is written in whole seconds is half of one later than it looks, give or take as much.
        return doubt + "\(milliseconds(hop.likely)) ±\(NumberText.count(Int(half / 1_000_000)))"
    }

    private static func milliseconds(_ nanoseconds: Int64) -> String {
        let tenths = nanoseconds.magnitude / 100_000
        let sign = nanoseconds < 0 ? "-" : "+"
        return tenths < 100 ? "\(sign)\(tenths / 10).\(tenths % 10)" : sign + NumberText.count(Int(clamping: tenths / 10))
    }
}
