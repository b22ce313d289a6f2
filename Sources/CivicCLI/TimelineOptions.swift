import ArgumentParser
import CivicCorrelation
import CivicModel
import CivicRules

/// Which part of the recording a timeline shows.
struct TimelineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only records that hold this id, or an id that starts with it, under any name; may be repeated.", valueName: "id"))
    var id: [String] = []

    @Option(
        help: ArgumentHelp("Only records of this level or above: trace, debug, info, warn, error, fatal.", valueName: "level"))
    var level: String?

    @Option(help: ArgumentHelp("Show what surrounds this time (RFC 3339).", valueName: "time"))
    var around: String?

    @Option(help: ArgumentHelp("How much before and after --around and the faults of --experiment.", valueName: "duration"))
    var window: String?

    @Option(
        help: ArgumentHelp(
            "Journal of an experiment: its steps stand on the axis, and what surrounds its faults is shown; may be repeated.",
            valueName: "journal"))
    var experiment: [String] = []

    @Option(
        help: ArgumentHelp(
            "Entries to show at most, 0 for all. Unless given: 500 on a terminal, else all.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Order by the times as they are written, whatever is known of the clocks.")
    var noClockAdjust = false

    func validate() throws {
        if let level, Level(name: level) == nil || level.lowercased() == "none" {
            throw ValidationError("--level takes trace, debug, info, warn, error or fatal, not \"\(level)\"")
        }
        if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0 on, not \(limit)") }
        if let window, DurationText.nanoseconds(window) == nil {
            throw ValidationError("--window takes a duration such as 30s or 5m, not \"\(window)\"")
        }
        if window != nil, around == nil, experiment.isEmpty {
            throw ValidationError("--window goes with --around or --experiment")
        }
        for id in id where IDSearch(id) == nil { throw ValidationError("--id \"\(id)\" is no id") }
        for id in id where (IDSearch(id)?.length ?? 0) < IDSearch.shortest {
            throw ValidationError("--id takes at least \(IDSearch.shortest) characters of an id, not \"\(id)\"")
        }
    }

    /// Nanoseconds on either side.
    var margin: Int64 { window.flatMap { DurationText.nanoseconds($0) } ?? 30_000_000_000 }
}
