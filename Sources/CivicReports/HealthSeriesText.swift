import CivicCorrelation
import CivicModel
import CivicScore

/// The states of endpoints over time, a line each: `ready /readyz  98.2% pass, 3 spells: 10:29:54.950 DOWN 11.0 s, …`.
struct HealthSeriesText {
    /// Endpoints and spells that are shown unless all are asked for.
    private static let endpointLimit = 16
    private static let spellLimit = 3

    let all: Bool

    func write(_ history: HealthHistory, services: Set<String>, to page: inout TextPage) {
        let series = history.series.filter { services.contains($0.service) }
        let shown = series.prefix(all ? series.count : Self.endpointLimit)
        for endpoint in shown {
            let service = DisplayWidth.cut(ScoreTable.name(endpoint.service), to: 24)
            page.paragraph("\(service) \(line(endpoint, history))", indent: 6, first: "  ")
        }
        if series.count > shown.count {
            page.line("  … \(NumberText.count(series.count - shown.count)) more endpoints: civic audit --all")
        }
    }

    private func line(_ series: HealthSeries, _ history: HealthHistory) -> String {
        let answers = history.answers(of: series)
        let timed = answers.filter { $0.observation.time != nil }
        let instance = series.identity.instance.map { " of \($0)" } ?? ""
        let path = HealthAddress.path(series.identity.url)
        let name = SafeText.printable(
            series.kind.rawValue + (path.isEmpty ? "" : " " + path) + instance, columns: 100)
        let share = answers.isEmpty ? 0 : Double(answers.count { $0.isPass }) / Double(answers.count)
        var text = "\(name): \(NumberText.percent(share)) pass"
        let spells = HealthTimeline.spells(timed)
        guard !spells.isEmpty else { return text }
        text += ", \(CountText.of(spells.count, "spell")): "
        let date = spells.first.map { String($0.start.formatted(digits: 0).prefix(10)) } ?? ""
        let shown = spells.prefix(all ? 50 : Self.spellLimit).map { spell -> String in
            let start = spell.start.formatted(digits: 3)
            // The day once, and again where it is another.
            let clock = start.hasPrefix(date) ? String(start.dropFirst(11).dropLast()) : start
            let word = SafeText.printable(word(of: timed[spell.answers.lowerBound]), columns: 24)
            let length = (spell.end ?? spell.last).nanoseconds &- spell.start.nanoseconds
            // Of the last answer alone nobody knows how long it went for.
            if spell.end == nil, length == 0 { return "\(clock) \(word) at the end" }
            return "\(clock) \(word) \(Self.seconds(length))" + (spell.end == nil ? " and on" : "")
        }
        if spells.count > shown.count {
            text += shown.joined(separator: ", ") + ", …"
        } else {
            text += shown.joined(separator: ", ")
        }
        return text
    }

    private func word(of answer: SeriesAnswer) -> String {
        if let error = answer.observation.errorType, answer.observation.statusCode == nil { return error }
        return answer.report?.rawStatus ?? answer.observation.statusCode.map { String($0) } ?? answer.status.rawValue
    }

    private static func seconds(_ nanoseconds: Int64) -> String {
        (NumberText.fixed(Double(nanoseconds) / 1e9, decimals: 1) ?? "?") + " s"
    }
}
