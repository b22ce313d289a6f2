import CivicFormats
public import CivicModel

extension LogScan.Result {
    /// What was understood of each source, in the order of the inputs, with its account: every line is a record, a
    /// reject, blank, or continues a record.
    public func summaries() -> [SourceSummary] {
        var cells: [Int: [(Profile.CellKey, Profile.Cell)]] = [:]
        for (key, cell) in profile.cells { cells[key.source, default: []].append((key, cell)) }
        return sources.enumerated().map { index, report in
            var summary = SourceSummary(path: report.path, compression: report.compression)
            summary.kind = report.decompressedBytes == 0 && report.kind == .logs ? .empty : report.kind
            let tally = profile.sources[index] ?? Profile.SourceTally()
            summary.ledger = ledger(of: report, tally)
            describe(cells[index] ?? [], in: &summary)
            summary.firstTime = tally.first.map { (Instant(nanoseconds: $0.nanoseconds), $0.shape.digits) }
            summary.lastTime = tally.last.map { (Instant(nanoseconds: $0.nanoseconds), $0.shape.digits) }
            if report.kind == .health { summary.health = health(tally) }
            return summary
        }
    }

    private func ledger(of report: SourceReport, _ tally: Profile.SourceTally) -> Ledger {
        var ledger = Ledger()
        ledger.sources = 1
        ledger.bytes = report.storedBytes
        ledger.decompressedBytes = report.decompressedBytes
        ledger.lines = report.lines
        ledger.records = tally.lines.records
        ledger.rejected = tally.lines.rejected
        ledger.blank = tally.lines.blank
        ledger.continuations = tally.lines.continuations
        ledger.extraRecords = tally.lines.extraRecords
        ledger.problems = report.problems
        if report.kind == .unknown, report.lines > 0 {
            ledger.rejected = report.lines
            ledger.problems.append(
                InputProblem(
                    path: report.path, code: "no-text", line: 0, byte: 0,
                    detail: "more zero bytes or control characters than text has: not read"))
        }
        if report.kind == .journal {
            ledger.records = min(1, report.lines)
            ledger.continuations = max(0, report.lines - 1)
        }
        if let first = tally.firstReject {
            let reasons = RejectReason.allCases.compactMap { reason in
                tally.rejects[reason].map { "\($0) \($0 == 1 ? "line" : "lines"): \(reason.detail)" }
            }
            ledger.problems.append(
                InputProblem(
                    path: report.path, code: "undecodable-lines", line: first.line, byte: first.byte,
                    detail: reasons.joined(separator: "; ") + "; the first is here"))
        }
        return ledger
    }

    private func describe(_ cells: [(Profile.CellKey, Profile.Cell)], in summary: inout SourceSummary) {
        var formats: [String: Int] = [:]
        var services: [SourceSummary.ServiceShare: Int] = [:]
        var roles: [Role: [String: Int]] = [:]
        var bases: [TimeBasis: Int] = [:]
        var structured = 0
        var total = 0
        var first = Int64.max
        var last = Int64.min
        for (key, cell) in cells {
            guard let shape = profile.shapes[key.shape] else { continue }
            total += cell.records
            formats[shape.format, default: 0] += cell.records
            if shape.isStructured { structured += cell.records }
            summary.levels[key.level, default: 0] += cell.records
            let isNamed = !key.service.isEmpty
            services[.init(name: key.service, records: 0, origin: isNamed ? key.origin : .none), default: 0] += cell.records
            if key.time.isReadable {
                bases[key.time.basis, default: 0] += cell.records
                first = min(first, cell.firstTime)
                last = max(last, cell.lastTime)
            }
            for role in Role.allCases {
                guard let index = shape.index(of: role) else { continue }
                roles[role, default: [:]][shape.fields[index].path, default: 0] += cell.records
            }
        }
        func ranked<Key: Comparable>(_ counts: [Key: Int]) -> [(key: Key, value: Int)] {
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        }
        summary.formats = ranked(formats).map { ($0.key, $0.value) }
        summary.structured = structured * 2 > total
        if first <= last { summary.span = Instant(nanoseconds: first)...Instant(nanoseconds: last) }
        summary.timeBasis = bases.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .none
        summary.services = services.map {
            SourceSummary.ServiceShare(name: $0.key.name, records: $0.value, origin: $0.key.origin)
        }
        .sorted { ($1.records, $0.name, $0.origin.rawValue) < ($0.records, $1.name, $1.origin.rawValue) }
        summary.roles = roles.mapValues { ranked($0).map(\.key) }
    }

    private func health(_ tally: Profile.SourceTally) -> SourceSummary.Health {
        var statuses = Dictionary(uniqueKeysWithValues: HealthStatus.allCases.map { ($0.rawValue, 0) })
        for counts in tally.snapshots.values { statuses.merge(counts, uniquingKeysWith: +) }
        return SourceSummary.Health(
            format: tally.healthFormat, snapshots: tally.lines.records, statuses: statuses,
            components: tally.largestComponentCount)
    }

    /// Snapshots of health endpoints by service, services sorted.
    public func healthByService() -> [(service: String, statuses: [String: Int])] {
        var all: [String: [String: Int]] = [:]
        for tally in profile.sources.values {
            for (service, counts) in tally.snapshots { all[service, default: [:]].merge(counts, uniquingKeysWith: +) }
        }
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
