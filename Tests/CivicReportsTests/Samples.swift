import CivicModel
import CivicScore

/// A hand-made game day: seven services, one capped, one thin, one without a letter, and one damaged file.
enum Sample {
    static let rules: [String: RuleInfo] = {
        let all = [
            rule("LOG-001", "timestamp-present", .format, .critical, .error, Allowance(ok: 0.001, bad: 0.2)),
            rule("MSG-004", "error-has-cause", .message, .important, .warn, Allowance(ok: 0.05, bad: 0.8, minimum: 20)),
            rule(
                "COR-003", "event-id-present", .correlation, .critical, .error, Allowance(ok: 0.01, bad: 0.5, ratio: .balanced),
                message: "{violations} of {n} records about events carry no event id"),
            rule(
                "SEC-005", "payment-card", .security, .critical, .error,
                Allowance(ok: 0, bad: 0, minimum: 1, presence: true), cap: ScoreCap(at: 49),
                message: "{violations} of {n} records show a whole card number", fix: "Log the last four digits or a token."),
            rule(
                "SEC-007", "personal-data", .security, .normal, .warn, Allowance(ok: 0.0001, bad: 0.05),
                message: "{violations} of {n} records ({ratio}) hold personal data, for example {example}"),
            rule("HLT-005", "status-agrees-with-http", .health, .important, .warn, Allowance(ok: 0.01, bad: 0.5)),
            rule("VOL-004", "debug-in-production", .volume, .normal, .info, Allowance(ok: 0.01, bad: 0.5)),
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    }()

    private static func rule(
        _ id: String, _ name: String, _ dimension: Dimension, _ impact: Impact, _ severity: Severity, _ allowance: Allowance,
        cap: ScoreCap? = nil, message: String = "{violations} of {n} records of {service} break it",
        fix: String = "Mend it at the source."
    ) -> RuleInfo {
        RuleInfo(
            id: id, name: name, rationale: "A record that breaks this cannot be used by the people who need it in a bad night.",
            fix: fix, severity: severity, impact: impact, dimension: dimension, unit: .record, allowance: allowance, cap: cap,
            message: message)
    }

    static func outcome(
        _ id: String, _ service: String, _ violations: Int, of population: Int, evidence: [Evidence] = [], example: String = "",
        suppressed: Int = 0
    ) -> RuleOutcome {
        guard let rule = rules[id] else { fatalError("no rule \(id)") }
        return RuleOutcome(
            rule: rule, service: service, population: population, violations: violations, evidence: evidence,
            example: example, suppressed: suppressed)
    }

    static var outcomes: [RuleOutcome] {
        var all: [RuleOutcome] = []
        let services = [
            ("orders", 12_107), ("inventory", 10_136), ("payments", 19_822), ("shipping", 5403), ("notifications", 21),
        ]
        for (name, records) in services {
            all.append(outcome("LOG-001", name, 0, of: records))
            all.append(outcome("MSG-004", name, name == "inventory" ? 138 : 0, of: name == "shipping" ? 0 : min(402, records)))
            let evidence = [
                Evidence(
                    path: "logs/shipping/shipping.log.1", line: 1, byte: 0,
                    sample:
                        #"{"level":30,"time":1795343375000,"orderId":"ORD-07-00001","by":"boat","msg":"shipment created"}"#
                )
            ]
            all.append(
                outcome(
                    "COR-003", name, name == "shipping" ? 5403 : 0, of: records, evidence: name == "shipping" ? evidence : []))
            let cards = (1...5).map {
                Evidence(
                    path: "logs/payments/payments.log.\($0).gz", line: 311 * $0, byte: 70_000 * $0,
                    sample: "card 5555…(16 digits) declined for order ORD-02-0002\($0)")
            }
            all.append(
                outcome("SEC-005", name, name == "payments" ? 214 : 0, of: records, evidence: name == "payments" ? cards : []))
            all.append(
                outcome(
                    "SEC-007", name, name == "notifications" ? 1 : 0, of: records, example: "ma…(14 characters)",
                    suppressed: name == "orders" ? 40 : 0))
            all.append(outcome("VOL-004", name, records / 50, of: records))
        }
        for (i, name) in ["orders", "gateway", "payments", "shipping"].enumerated() {
            all.append(outcome("HLT-005", name, 4 * i, of: 120))
        }
        return all
    }

    static var report: AuditReport {
        var ledger = Ledger()
        (ledger.sources, ledger.bytes, ledger.decompressedBytes) = (41, 9_812_004, 98_120_044)
        (ledger.lines, ledger.records, ledger.rejected, ledger.blank, ledger.continuations) = (47_560, 47_489, 2, 3, 66)
        ledger.problems = [
            InputProblem(
                path: "logs/inventory/inventory.2026-11-22_10-37-39_755031.log.gz", code: "gzip-truncated", line: 0,
                byte: 219_054, detail: "gzip data ends early; 1,673 whole lines read"),
            InputProblem(path: "logs/a.log", code: "line-too-long", line: 7, byte: 900, detail: "1 line cut"),
        ]
        let services = [
            (name: "orders", records: 12_107), (name: "inventory", records: 10_136), (name: "payments", records: 19_822),
            (name: "shipping", records: 5403), (name: "notifications", records: 21), (name: "gateway", records: 0),
            (name: "silent", records: 0),
        ]
        var scoring = Scoring(assessed: Set(Dimension.allCases).subtracting([.experiment]))
        scoring.tiers = ["orders": .critical]
        return AuditReport(
            toolVersion: "0.1.0", rulesDigest: "0123456789ab", standard: true, ledger: ledger, sources: sources,
            card: scoring.card(outcomes: outcomes, services: services),
            health: [
                ("orders", ["pass": 116, "fail": 4]), ("gateway", ["pass": 100, "unreachable": 20, "starting": 1]),
            ])
    }

    static var sources: [SourceSummary] {
        var log = SourceSummary(path: "logs/orders/orders.log.1.gz", compression: "gzip")
        log.kind = .logs
        log.ledger.sources = 1
        (log.ledger.bytes, log.ledger.decompressedBytes, log.ledger.lines) = (80_112, 1_201_334, 12_110)
        (log.ledger.records, log.ledger.rejected, log.ledger.blank, log.ledger.continuations) = (12_107, 1, 1, 1)
        log.ledger.problems = [
            InputProblem(
                path: log.path, code: "gzip-truncated", line: 0, byte: 80_000,
                detail: "the last member is cut off; 12,110 whole lines were read before it")
        ]
        log.formats = [("json", 12_100), ("text", 7)]
        log.structured = true
        log.firstTime = (Instant(nanoseconds: 1_795_343_374_534_000_000), 3)
        log.lastTime = (Instant(nanoseconds: 1_795_344_110_000_000_000), 3)
        log.timeBasis = .explicitOffset
        log.levels = [.info: 12_000, .warn: 100, .none: 7]
        log.services = [
            .init(name: "orders", records: 12_100, origin: .field), .init(name: "", records: 7, origin: .none),
        ]
        log.roles = [
            .time: ["timestamp"], .level: ["level"], .message: ["message", "msg"], .service: ["service.name"],
            .event: ["event_id"], .trace: ["trace_id", "traceparent"], .httpStatus: ["http.status"],
        ]
        var health = SourceSummary(path: "health/orders.json", compression: "none")
        health.kind = .health
        health.ledger.sources = 1
        (health.ledger.bytes, health.ledger.decompressedBytes, health.ledger.lines) = (612, 612, 1)
        health.ledger.records = 1
        health.health = .init(format: "spring-actuator", snapshots: 1, statuses: ["pass": 1], components: 3)
        return [log, health]
    }

    static var ledger: Ledger {
        var sum = Ledger()
        for source in sources { sum.add(source.ledger) }
        return sum
    }
}
