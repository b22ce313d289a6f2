import ArgumentParser
import CivicBytes
import CivicFormats
import CivicModel
import CivicProfile
import CivicReports
import CivicRules

/// Options of every command that reads logs.
struct InputOptions: ParsableArguments {
    @Argument(help: "Files, folders (hidden files are skipped; compression is told by content) or - for standard input.")
    var paths: [String]

    @Option(help: ArgumentHelp("Configuration; civic.yml of the current folder when there is one.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Leave out what is earlier (RFC 3339).", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("Leave out what is later (RFC 3339).", valueName: "time"))
    var to: String?

    @Option(help: ArgumentHelp("Only services whose names match.", valueName: "glob"))
    var service: String?

    @Option(help: ArgumentHelp("Workers; one per processor that --memory has room for unless given.", valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Memory that Civic may take, such as 512MiB; more goes to temporary data. At least \(MemoryBudget.leastText).",
            valueName: "size"))
    var memory: String = "512MiB"

    @Option(help: ArgumentHelp("Folder for temporary data that does not fit into --memory.", valueName: "folder"))
    var spillDir: String?

    @Option(help: ArgumentHelp("Write the lines that could not be read to this file.", valueName: "file"))
    var rejects: String?

    @Option(help: ArgumentHelp("Zone of times that name none: UTC, +02:00, Europe/Berlin …", valueName: "zone"))
    var assumeTimezone: String = "UTC"

    @Option(help: ArgumentHelp("Year of times that name none; that of the newest input unless given.", valueName: "year"))
    var assumeYear: Int?

    @Flag(help: "Damaged input ends the run with exit status 4.")
    var strictInput = false

    /// Ends the run with the status of damaged input where that was asked for.
    func refuseDamage(_ problems: Int) throws(CommandFailure) {
        guard strictInput, problems > 0 else { return }
        throw CommandFailure(
            status: .damagedInput,
            message: "\(CountText.of(problems, "problem")) with the input, and --strict-input was given")
    }

    /// The services that the run is limited to.
    var scope: ServiceScope { ServiceScope(service) }

    enum PatternEngine: String, ExpressibleByArgument, CaseIterable { case auto, libhs, plain }

    /// For comparisons only: the report is the same with each.
    @Option(help: .hidden)
    var patternEngine: PatternEngine = .auto

    /// For tests only: the part of `--memory` for what is collected of the records, so that little of it is much.
    @Option(help: .hidden)
    var rowMemory: String?

    func validate() throws {
        if paths.isEmpty { throw ValidationError("name at least one file or folder, or - for standard input") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256, not \(jobs)") }
        if let assumeYear, !(1970...2262).contains(assumeYear) {
            throw ValidationError("--assume-year takes a year from 1970 to 2262, not \(assumeYear)")
        }
        if Self.size(memory) == nil { throw ValidationError("--memory takes a size such as 512MiB, not \"\(memory)\"") }
    }

    static func size(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0 else { return nil }
        let units = [
            "": 1, "B": 1, "K": 1 << 10, "KIB": 1 << 10, "KB": 1000, "M": 1 << 20, "MIB": 1 << 20, "MB": 1_000_000,
            "G": 1 << 30, "GIB": 1 << 30, "GB": 1_000_000_000,
        ]
        guard let unit = units[text.dropFirst(digits.count).uppercased()] else { return nil }
        let (size, isTooLarge) = number.multipliedReportingOverflow(by: unit)
        return isTooLarge ? nil : size
    }
}

/// Options of every command that prints.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            text or json (timeline: jsonl; experiment: markdown, too; audit and check: docs/reports.md has more), to standard \
            output or to a file; may be repeated.
            """,
            valueName: "format[=file]"))
    var format: [String] = []

    enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    @Option(help: "Colour: auto is on a terminal only, and never when NO_COLOR is set.")
    var color: ColorChoice = .auto

    enum ProgressChoice: String, ExpressibleByArgument, CaseIterable { case auto, never }

    @Option(help: "Progress on standard error: auto is on a terminal only.")
    var progress: ProgressChoice = .auto

    @Flag(name: .shortAndLong, help: "Nothing on standard error but errors.")
    var quiet = false

    struct Destination {
        var format: String
        var file: String?
    }

    /// Refuses the name of a report that there is not.
    static func requireFormat(_ name: String, among known: [String]) throws(CommandFailure) {
        guard !known.contains(name) else { return }
        let nearest = Suggestion.nearest(to: name, in: known).map { "did you mean \"\($0)\"? " } ?? ""
        throw CommandFailure(
            status: .usage,
            message: "unknown report format \"\(SafeText.printable(name, columns: 40))\"\n"
                + "  help: \(nearest)formats are \(known.joined(separator: ", "))")
    }

    /// What to print where; text on standard output unless something else was asked for.
    func destinations(_ known: [String]) throws(CommandFailure) -> [Destination] {
        if format.isEmpty { return [Destination(format: "text", file: nil)] }
        var result: [Destination] = []
        for item in format {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            try Self.requireFormat(parts[0], among: known)
            if parts.count == 2, parts[1].isEmpty {
                throw CommandFailure(status: .usage, message: "--format \(item): the file's name is missing after =")
            }
            // As with inputs, - is the stream.
            let file = parts.count == 2 && parts[1] != "-" ? parts[1] : nil
            if let file, let other = result.first(where: { $0.file == file }), !file.hasPrefix("/dev/") {
                throw CommandFailure(
                    status: .usage, message: "the reports \(other.format) and \(parts[0]) would both be written to \(file)")
            }
            result.append(Destination(format: parts[0], file: file))
        }
        if result.count(where: { $0.file == nil && $0.stepSummary == nil }) > 1 {
            throw CommandFailure(
                status: .usage,
                message: "two reports cannot share standard output\n  help: give one of them a file: --format json=report.json")
        }
        return result
    }

    var usesColor: Bool {
        switch color {
        case .always: true
        case .never: false
        case .auto:
            Console.isOutputTerminal && (Console.environment("NO_COLOR") ?? "").isEmpty && Console.environment("TERM") != "dumb"
        }
    }

    var width: Int { max(40, Console.terminalWidth ?? Console.environment("COLUMNS").flatMap { Int($0) } ?? 100) }

    /// Writes `report` where `destination` says.
    func write(_ report: String, to destination: Destination) throws(CommandFailure) {
        if let file = destination.file {
            try ReportFile.write(Array(report.utf8), to: file)
        } else {
            try Console.write(report)
        }
    }
}
