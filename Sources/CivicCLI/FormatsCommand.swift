import ArgumentParser
import CivicFormats
import CivicRules

/// `civic formats list|explain`.
struct FormatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats", abstract: "Every format that Civic reads, with samples.",
        subcommands: [FormatsListCommand.self, FormatsExplainCommand.self])

    /// What a format reads: the lines of logs, or the answers of health endpoints.
    enum Room: Sendable { case logs, health }

    struct Entry {
        var id: String
        var title: String
        var room: Room
        /// Each with what a reader should make of it, for a terminal and for a page.
        var samples: [(text: String, says: String, page: String)]
    }

    static var entries: [Entry] { (logs + health).sorted { $0.id < $1.id } }

    static var logs: [Entry] {
        let lines = LineFormats.all.map { entry($0.id, $0.title, $0.samples) }
        let dialects = (Dialects.all + [Dialects.json]).map { entry($0.id, $0.title, $0.samples) }
        var seen: Set<String> = []
        return (dialects + lines).filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
    }

    static var health: [Entry] {
        HealthFormats.all.map { format in
            Entry(
                id: format.id, title: format.title, room: .health,
                samples: format.samples.map { sample in
                    let count = sample.components
                    let parts = count == 0 ? "no components" : "\(count) \(count == 1 ? "component" : "components")"
                    let says = "\(sample.overall.rawValue), \(parts)"
                    return (sample.text, says, says.prefix(1).uppercased() + says.dropFirst() + ".")
                })
        }.sorted { $0.id < $1.id }
    }

    private static func entry(_ id: String, _ title: String, _ samples: [FormatSample]) -> Entry {
        Entry(
            id: id, title: title, room: .logs,
            samples: samples.map { sample in
                let message = sample.message.map { "\"\($0)\"" } ?? "none"
                var page = "Time \(sample.time.map { "`\($0)`" } ?? "none"), level \(sample.level.name)"
                page += sample.message.map { ", message `\($0)`." } ?? ", no message."
                return (sample.text, "time \(sample.time ?? "none"), level \(sample.level.name), message \(message)", page)
            })
    }
}

struct FormatsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all formats.")

    func run() throws {
        let entries = FormatsCommand.entries
        let width = entries.map(\.id.count).max() ?? 0
        var text = ""
        for entry in entries {
            let title = entry.room == .health ? "health: " + entry.title : entry.title
            text += entry.id + String(repeating: " ", count: width - entry.id.count + 2) + title + "\n"
        }
        try Console.write(text)
    }
}

struct FormatsExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "explain", abstract: "Explain one format, with samples.")
    @Argument(help: ArgumentHelp("Id of the format.", valueName: "id"))
    var id: String

    func run() throws {
        let entries = FormatsCommand.entries
        guard let entry = entries.first(where: { $0.id == id.lowercased() }) else {
            let nearest = Suggestion.nearest(to: id, in: entries.map(\.id)).map { "did you mean \"\($0)\"? " } ?? ""
            throw CommandFailure(
                status: .usage, message: "unknown format \"\(id)\"\n  help: \(nearest)civic formats list has all")
        }
        var text = "\(entry.id): \(entry.title)\n"
        for sample in entry.samples {
            text += "\n  " + sample.text.replacing("\n", with: "\n  ") + "\n"
            text += "    \(sample.says)\n"
        }
        try Console.write(text)
    }
}
