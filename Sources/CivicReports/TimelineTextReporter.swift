public import CivicCorrelation
import CivicModel
import CivicScore

/// `civic timeline` for a person: a line per entry, silences and changes of state between them, and what the marks mean
/// below. The layout is made of the first entries; columns that come later and need more room are cut.
public struct TimelineTextReporter: TimelineReporter {
    public struct Options: Sendable {
        /// Columns of the terminal.
        public var width: Int
        public var color: Bool
        /// Milliseconds are counted from the first entry; else each from the one before.
        public var countsFromFirst = false
        /// Of the run's inputs, by number.
        public var paths: [String]
        public init(width: Int, color: Bool, paths: [String]) { (self.width, self.color, self.paths) = (width, color, paths) }
    }

    /// Entries that the layout is made of.
    private static let layoutCount = 256
    private static let mostLanes = 12
    /// Nanoseconds that times may be cut to without a line being doubtful for that.
    private static let moment: Int64 = 100_000_000
    /// Columns from which on there is room for the columns that a reader can do without.
    private static let room = (location: 100, ids: 110, lanes: 140)

    private struct Layout {
        var lanes: [String] = []
        var service = 8
        var difference = 6
        var hasIDs = false
        var location = 8
        var message = 24
    }

    private let options: Options
    private let sources: SourceNames
    private var page: TextPage
    private var waiting: [TimelineItem] = []
    private var layout: Layout?
    private var first: TimelineEntry?
    private var previous: TimelineEntry?
    private var day = ""
    private var hasUnknownOrder = false
    /// The widest that the interval between two lines was whose order is not known since both happened within a moment.
    private var closeTogether: Int64 = 0
    private var hasEffects = false
    /// Offsets that were taken off, by service.
    private var corrected: [String: (low: Int64, high: Int64, applied: Int64, isOne: Bool)] = [:]
    private var widestInterval: Int64 = 0

    public init(_ options: Options) {
        self.options = options
        sources = SourceNames(options.paths)
        page = TextPage(width: max(60, options.width), color: options.color)
    }

    public mutating func add(_ item: TimelineItem) {
        if layout != nil { return write(item) }
        waiting.append(item)
        if waiting.count >= Self.layoutCount { begin() }
    }

    public mutating func take() -> String { page.take() }

    public mutating func finish(_ end: TimelineEnd) {
        begin()
        for silence in end.silences { write(silence) }
        let indent = 2
        if hasUnknownOrder {
            var note = "~ order against the line above is not known"
            if widestInterval > 0 { note += " (clock intervals up to \(Self.duration(widestInterval)) wide)" }
            page.paragraph(note, indent: indent, first: "")
        }
        if closeTogether > 0 {
            page.paragraph(
                "lines of different services less than \(Self.duration(closeTogether)) apart may be in another order: no clock is known "
                    + "better", indent: indent, first: "")
        }
        if hasEffects {
            page.paragraph(
                "< an effect, shown behind its cause though its clock is a little earlier", indent: indent, first: "")
        }
        for (service, clock) in corrected.sorted(by: { $0.key < $1.key }) {
            let name = SafeText.name(service)
            guard clock.isOne else {
                page.paragraph("* time corrected: the clock of \(name) changed meanwhile", indent: indent, first: "")
                continue
            }
            let way = clock.applied > 0 ? "ahead" : "behind"
            var (low, high) = (clock.low.magnitude, clock.high.magnitude)
            if low > high { swap(&low, &high) }
            page.paragraph(
                "* time corrected: the clock of \(name) runs \(Self.seconds(clock.applied.magnitude)) s \(way) "
                    + "(\(Self.seconds(low)) to \(Self.seconds(high)))",
                indent: indent, first: "")
        }
        if end.untimed > 0 {
            page.paragraph("\(CountText.of(end.untimed, "record")) without a time left out", indent: indent, first: "")
        }
        if let loss = end.loss { page.paragraph(loss, indent: indent, first: "") }
        if end.leftOut > 0 {
            page.paragraph(
                "… \(CountText.of(end.leftOut, "more entry", "more entries")): "
                    + "narrow with --id, --service, --level, --from and --to, or --limit 0 for all",
                indent: indent, first: "")
        }
    }

    // MARK: - Layout

    private mutating func begin() {
        guard layout == nil else { return }
        var made = Layout()
        let width = page.width
        let isWide = width >= Self.room.location
        layout = made
        var services: Set<String> = []
        for item in waiting {
            services.insert(serviceText(item.entry))
            made.service = max(made.service, DisplayWidth.of(serviceText(item.entry)))
            made.location = max(made.location, DisplayWidth.of(location(item.entry)))
            if width >= Self.room.ids, !item.entry.ids.event.isEmpty || !item.entry.ids.trace.isEmpty { made.hasIDs = true }
        }
        made.service = min(made.service, isWide ? 20 : 14)
        made.location = min(made.location, isWide ? max(18, width / 6) : 16)
        if width >= Self.room.lanes, (2...Self.mostLanes).contains(services.count) { made.lanes = services.sorted() }
        made.difference = 7
        // Time and marks, difference, service, level, and the blanks between the columns.
        var taken = 12 + 2 + made.difference + 2 + made.service + 2 + 6 + 1 + 2 + made.location
        if !made.lanes.isEmpty { taken += made.lanes.count + 2 }
        if made.hasIDs { taken += ShortIDs.kept + 2 }
        made.message = max(12, width - taken)
        layout = made
        if let start = waiting.first {
            day = String(start.entry.time.formatted(digits: 0).prefix(10))
            page.line(page.ink.bold(heading(made)))
        }
        let items = waiting
        waiting = []
        for item in items { write(item) }
    }

    private func heading(_ layout: Layout) -> String {
        var line = DisplayWidth.pad(day + " UTC", to: 14) + DisplayWidth.pad("+ms", to: layout.difference, right: true)
        line += "  "
        if !layout.lanes.isEmpty { line += DisplayWidth.pad("", to: layout.lanes.count + 2) }
        line += DisplayWidth.pad("service", to: layout.service + 2) + DisplayWidth.pad("what", to: 7 + layout.message)
        if layout.hasIDs { line += "  " + DisplayWidth.pad("id", to: ShortIDs.kept) }
        return line + "  where"
    }

    private func serviceText(_ entry: TimelineEntry) -> String {
        entry.kind == .step ? "(experiment)" : ScoreTable.name(entry.service)
    }

    private func location(_ entry: TimelineEntry) -> String { sources.address(of: entry) }

    // MARK: - Lines

    private mutating func write(_ item: TimelineItem) {
        guard let layout else { return }
        let entry = item.entry
        for silence in item.silences { write(silence) }
        let stamp = entry.time.formatted(digits: min(3, entry.digits))
        let today = String(stamp.prefix(10))
        if today != day {
            day = today
            page.line(page.ink.bold(today + " UTC"))
        }
        note(item)
        var line = page.ink.dim(DisplayWidth.pad(String(stamp.dropFirst(11).dropLast()), to: 12))
        line += mark(item)
        line += entry.time == entry.rawTime ? " " : "*"
        line += DisplayWidth.pad(difference(entry), to: layout.difference, right: true) + "  "
        if !layout.lanes.isEmpty {
            let own = serviceText(entry)
            line += layout.lanes.map { $0 == own ? "●" : "·" }.joined() + "  "
        }
        line += DisplayWidth.pad(DisplayWidth.cut(serviceText(entry), to: layout.service), to: layout.service) + "  "
        line += levelText(entry) + " "
        let text = SafeText.printable(
            ShortIDs.shortened(String(entry.message.prefix(8 * layout.message))), columns: layout.message)
        line += DisplayWidth.pad(text, to: layout.message)
        if layout.hasIDs {
            let id = entry.ids.event.first ?? entry.ids.trace.first ?? ""
            line += "  " + page.ink.dim(DisplayWidth.pad(ShortIDs.short(id), to: ShortIDs.kept))
        }
        line += "  " + page.ink.dim(SafeText.printableEnd(location(entry), columns: layout.location))
        page.line(line)
        if first == nil { first = entry }
        previous = entry
    }

    private mutating func write(_ silence: TimelineSilence) {
        guard let layout else { return }
        let long = Self.duration(silence.to.nanoseconds &- silence.from.nanoseconds)
        let whose = silence.service.map { "of \(SafeText.name($0))" } ?? "of any service"
        let lanes = layout.lanes.isEmpty ? 0 : layout.lanes.count + 2
        page.line(
            String(repeating: " ", count: 14 + layout.difference + 2 + lanes)
                + "… \(long) without a record \(whose)")
    }

    private mutating func note(_ item: TimelineItem) {
        let entry = item.entry
        guard let offset = entry.offset else { return }
        guard entry.time != entry.rawTime else { return }
        let known = corrected[entry.service]
        let isOne = known.map { $0.isOne && $0.applied == offset.applied } ?? true
        corrected[entry.service] = (offset.low, offset.high, offset.applied, isOne)
    }

    /// How the line stands to the one above. That lines closer together than clocks are known could be in another order goes for most of a busy
    /// system and is said once; a mark is for times in whole seconds, and of clocks of which nothing is known.
    private mutating func mark(_ item: TimelineItem) -> String {
        guard !item.isOrderKnown else {
            if item.followsCause { hasEffects = true }
            return item.followsCause ? "<" : " "
        }
        if let above = previous?.offset.map({ $0.high &- $0.low }), let own = item.entry.offset.map({ $0.high &- $0.low }),
            max(item.entry.resolution, previous?.resolution ?? 0) <= Self.moment
        {
            closeTogether = max(closeTogether, above &+ own)
            return " "
        }
        hasUnknownOrder = true
        if let offset = item.entry.offset { widestInterval = max(widestInterval, offset.high &- offset.low) }
        if let offset = previous?.offset { widestInterval = max(widestInterval, offset.high &- offset.low) }
        return "~"
    }

    private func levelText(_ entry: TimelineEntry) -> String {
        switch entry.kind {
        case .health: return page.ink.bold("health")
        case .step: return page.ink.bold("step  ")
        case .log: break
        }
        let name = DisplayWidth.pad(entry.level == .none ? "" : entry.level.name, to: 6)
        return entry.level >= .error
            ? page.ink.grade(name, letter: "F") : entry.level == .warn ? page.ink.grade(name, letter: "C") : name
    }

    private func difference(_ entry: TimelineEntry) -> String {
        guard let from = options.countsFromFirst ? first : previous else { return "0" }
        let nanoseconds = entry.time.nanoseconds &- from.time.nanoseconds
        let sign = nanoseconds < 0 ? "-" : "+"
        let resolution = max(entry.resolution, from.resolution)
        if resolution > 1_000_000, nanoseconds.magnitude < 100_000_000_000 {
            // Between times in whole seconds there are no milliseconds.
            if nanoseconds.magnitude < UInt64(resolution) {
                return resolution < 1_000_000_000 ? "<" + String(resolution / 1_000_000) : "<1s"
            }
            if resolution >= 1_000_000_000 { return sign + String(nanoseconds.magnitude / 1_000_000_000) + "s" }
        }
        let milliseconds = nanoseconds.magnitude / 1_000_000
        if milliseconds < 100_000 { return sign + String(milliseconds) }
        let seconds = milliseconds / 1000
        if seconds < 100_000 { return sign + String(seconds) + "s" }
        return sign + String(seconds / 3600) + "h"
    }

    /// `12.1 s`, `3 min 20 s`, `2 h 5 min`, `4 ms`.
    static func duration(_ nanoseconds: Int64) -> String {
        let n = max(0, nanoseconds)
        if n < 1_000_000_000 { return "\(max(1, n / 1_000_000)) ms" }
        if n < 100_000_000_000 { return "\(n / 1_000_000_000).\(n / 100_000_000 % 10) s" }
        let seconds = n / 1_000_000_000
        if seconds < 6000 { return "\(seconds / 60) min \(seconds % 60) s" }
        if seconds < 172_800 { return "\(seconds / 3600) h \(seconds / 60 % 60) min" }
        return "\(seconds / 86_400) days"
    }

    private static func seconds(_ nanoseconds: UInt64) -> String {
        NumberText.fixed(Double(nanoseconds) / 1e9, decimals: 3) ?? "?"
    }
}
