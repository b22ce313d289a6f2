import CivicModel

/// Whether levels are words or numbers that a scale knows, each spelled one way in a service.
struct LevelVocabulary: ServiceMeasure {
    static let id = "level-vocabulary"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        // Libraries that do not share a format do not share a spelling: one vocabulary per format.
        struct Rank: Hashable {
            var format: String
            var level: Level
        }
        var spellings: [Rank: [String: Int]] = [:]
        for entry in service.entries where !entry.key.levelText.isEmpty && !entry.counts.hasUnknownLevel {
            let rank = Rank(format: system.shapes[entry.shape].format, level: entry.key.level)
            spellings[rank, default: [:]][Self.spelling(entry.key.levelText), default: 0] += entry.counts.records
        }
        let majorities = spellings.mapValues { tally in tally.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "" }
        var count = MeasureCount()
        var strays: [String: Int] = [:]
        for entry in service.entries where !entry.key.levelText.isEmpty {
            let spelling = Self.spelling(entry.key.levelText)
            let rank = Rank(format: system.shapes[entry.shape].format, level: entry.key.level)
            let isStray = entry.counts.hasUnknownLevel || spelling != majorities[rank] && !Self.isOwnRank(spelling)
            if isStray { strays[entry.key.levelText, default: 0] += entry.counts.records }
            count.add(entry, violated: isStray)
        }
        count.example = strays.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        return count
    }

    private static func spelling(_ text: String) -> String {
        let trimmed = text.drop { $0 == " " }
        return String(trimmed.reversed().drop { $0 == " " }.reversed())
    }

    /// Words that share a rank with another only because the common scale is coarser than theirs.
    private static func isOwnRank(_ word: String) -> Bool {
        let own: Set<String> = [
            "notice", "success", "config", "critical", "crit", "alert", "emergency", "emerg", "panic", "dpanic", "finest",
            "finer", "verbose", "log",
            "note", "system", "statement", "detail", "hint", "context", "query", "location",
        ]
        return own.contains(word.lowercased()) || word.allSatisfy { $0.isNumber }
    }
}
