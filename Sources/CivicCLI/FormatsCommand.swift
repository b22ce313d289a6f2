import ArgumentParser
import CivicFormats
import CivicRules

/// `civic formats list|explain`.
struct FormatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats", abstract: "Every format that Civic reads, with samples.",
        subcommands: [FormatsListCommand.self, FormatsExplainCommand.self])

    struct Entry {
        var id: String
        var title: String
        var samples: [FormatSample]
    }

    static var entries: [Entry] {
        let lines = LineFormats.all.map { Entry(id: $0.id, title: $0.title, samples: $0.samples) }
        let dialects = (Dialects.all + [Dialects.json]).map { Entry(id: $0.id, title: $0.title, samples: $0.samples) }
        var seen: Set<String> = []
        return (dialects + lines).filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
    }
}

struct FormatsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all formats.")

    func run() throws {
        let entries = FormatsCommand.entries
        let width = entries.map(\.id.count).max() ?? 0
        var text = ""
        for entry in entries {
            text += entry.id + String(repeating: " ", count: width - entry.id.count + 2) + entry.title + "\n"
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
            text +=
                "    time \(sample.time ?? "none"), level \(sample.level.name), message \(sample.message.map { "\"\($0)\"" } ?? "none")\n"
        }
        try Console.write(text)
    }
}
