import CivicModel
import CivicRuleFiles
import Testing

@testable import CivicRules

@Suite struct ConfigurationTests {
    /// The rules that the program ships.
    static let builtIns: [RuleDeclaration] = RuleFiles.all.flatMap {
        (try? RuleFileReader.read(bytes: $0.bytes, file: "rules/\($0.name)")) ?? []
    }
    /// A rule of no profile but its own, and one with parameters.
    static let more: [RuleDeclaration] =
        (try? RuleFileReader.read(
            bytes: Array(
                """
                civic: 1
                rules:
                - { id: EVT-091, name: a, fix: b, measure: c, profiles: [ecs] }
                - { id: EVT-092, name: a, fix: b, measure: c, parameters: { window: 5m, word: utc, strict: true } }
                - { id: EXP-001, name: a, fix: b, measure: c, profiles: [gameday] }
                - { id: VOL-003, name: a, fix: b, measure: c }
                - { id: EVT-093, name: a, fix: b, measure: c, severity: info, allow: { presence: true }, cap: { at: 49 } }
                """.utf8), file: "more.yml")) ?? []
    static let known = builtIns.filter { !["VOL-003", "EXP-001"].contains($0.info.id) } + more

    private func read(_ text: String, today: String? = nil) throws -> Configuration {
        try ConfigurationReader.read(
            bytes: Array(text.utf8), path: "civic.yml", builtIns: Self.known, today: today.flatMap { CalendarDate($0) })
    }

    @Test func `names that a journal uses can be given to services`() throws {
        let configuration = try read("civic: 1\nexperiments:\n  targets: { broker: redis, 'vm 17': payments }\n")
        #expect(configuration.experimentTargets == ["broker": "redis", "vm 17": "payments"])
        let printed = ConfigurationPrinter.text(configuration, service: nil, builtIns: Self.builtIns)
        #expect(printed.contains("broker") && printed.contains("civic.yml:3"))
        #expect(configuration.isStandard)
        let wrong = problems("civic: 1\nexperiments: { target: { broker: redis } }\n").first ?? ""
        #expect(wrong.contains("did you mean \"targets\"?"))
        #expect(!problems("civic: 1\nexperiments: { targets: [redis] }\n").isEmpty)
    }

    @Test func `what a field with ids is for can be said, and nonsense is refused with a suggestion`() throws {
        let configuration = try read("civic: 1\nids:\n- { path: .meta.ce-id, role: event }\n- { path: sku, role: entity }\n")
        #expect(configuration.idColumns.map(\.path) == [".meta.ce-id", "sku"])
        #expect(configuration.idColumns.map(\.role) == [.event, .entity])
        let printed = ConfigurationPrinter.text(configuration, service: nil, builtIns: Self.builtIns)
        #expect(printed.contains("role: event") && printed.contains("civic.yml:3"))
        let wrong = problems("civic: 1\nids:\n- { path: sku, role: entty }\n").first ?? ""
        #expect(wrong.contains("did you mean \"entity\"?"))
        #expect(!problems("civic: 1\nids:\n- { path: sku }\n").isEmpty)
    }

    private func problems(_ text: String, today: String? = nil) -> [String] {
        do {
            _ = try read(text, today: today)
            return []
        } catch {
            return (error as? ConfigurationErrors)?.errors.map(\.description) ?? ["\(error)"]
        }
    }

    private func rule(
        _ id: String, _ configuration: Configuration, service: String? = nil, source: String? = nil
    ) throws
        -> EffectiveRule
    {
        try #require(
            configuration.effectiveRules(for: service, source: source, builtIns: Self.known)
                .first { $0.declaration.info.id == id })
    }

    // MARK: - What is read

    @Test func `the built-in rules are all there`() {
        #expect(Self.builtIns.count >= 36)
        #expect(Self.more.count == 5)
    }

    @Test func `without a file everything is as recommended`() throws {
        let configuration = try ConfigurationReader.read(path: nil, builtIns: Self.known)
        #expect(configuration.isStandard && configuration.profiles == ["recommended"] && !configuration.pointVerdicts)
        #expect(configuration.gate == GatePolicy())
        #expect(configuration.digest.count == 16)
        let log = try rule("LOG-001", configuration)
        #expect(log.isOn && log.origins["ok"] == "built-in")
        #expect(try !rule("EVT-091", configuration).isOn)
    }

    @Test func `the file of the documentation is read in full`() throws {
        let folder = try ConfigFolder()
        try folder.write("rules/shop.yml", ShopRules.withoutGroups)
        try folder.write("rules/rules/event-types.txt", "billing.invoice.issued\n")
        let path = try folder.write(
            "civic.yml",
            """
            civic: 1                                   # format version, required
            extends: [civic:recommended, rules/shop.yml]
            environment: production                    # assumed where records do not say
            fields:                                    # aliases
              trace:   [trace_id, traceId, trace.id, "dd.trace_id"]
              service: [service.name, resource.service.name, app]
            services:
              tiers: { critical: [orders, "pay*"], internal: ["batch-*"] }
              external: [stripe, "aws-*"]
              paths: { "logs/billing/**": billing, "logs/**": rest }
            rules:
              LOG-007: "off"
              LOG-002: off
              LOG-006: no
              LOG-003: { severity: warn, ok: 50%, bad: 95% }
              SEC:     { severity: error }
            overrides:
              - services: ["legacy-*"]
                rules: { LOG-008: info, FMT-005: { ok: 60%, bad: 100% } }
              - services: ["legacy-*"]
                sources: ["**/access.log.gz"]
                rules: { FMT-005: "off" }
            suppress:
              - rule: LOG-001
                services: [signup]
                template: 9f2c41d7
                reason: consent-logged e-mail until hashed ids ship (SHOP-812)
                expires: "2026-03-31"
                owner: identity-team
            gate:
              min_score: 75
              min_dimension: { security: 90 }
              fail_on: error
              no_worse_than: civic-baseline.json
              tolerance: 0.25
              min_records: 100
            """)
        let configuration = try ConfigurationReader.read(path: path, builtIns: Self.known)
        #expect(configuration.environment == "production")
        #expect(configuration.fields[.trace] == ["trace_id", "traceId", "trace.id", "dd.trace_id"])
        #expect(configuration.fields.count == 2)
        #expect(configuration.criticalServices == ["orders", "pay*"] && configuration.internalServices == ["batch-*"])
        #expect(configuration.isExternal("aws-s3") && !configuration.isExternal("orders"))
        #expect(configuration.service(forSource: "logs/billing/a/b.log") == "billing")
        #expect(configuration.service(forSource: "logs/x.log") == "rest")
        #expect(configuration.service(forSource: "x.log") == nil)
        #expect(configuration.customRules.map(\.info.id) == ["SHOP-001", "SHOP-003", "SHOP-004", "SHOP-005", "SHOP-006"])
        #expect(configuration.suppressions.count == 1)
        let suppression = try #require(configuration.suppressions.first)
        #expect(suppression.expires == CalendarDate("2026-03-31") && suppression.owner == "identity-team")
        #expect(suppression.applies(rule: "LOG-001", service: "signup") && !suppression.applies(rule: "LOG-001", service: "x"))
        #expect(!configuration.isStandard)
        var gate = GatePolicy()
        gate.minimumScore = 75
        gate.minimumDimension = [.security: 90]
        gate.noWorseThan = folder.path + "/civic-baseline.json"
        gate.tolerance = 0.25
        gate.minimumRecords = 100
        #expect(configuration.gate == gate)

        for id in ["LOG-007", "LOG-002", "LOG-006"] { #expect(try !rule(id, configuration).isOn) }
        let message = try rule("LOG-003", configuration)
        #expect(message.declaration.info.allowance.ok == 0.5 && message.declaration.info.allowance.bad == 0.95)
        #expect(message.origins["ok"] == "\(path):15" && message.origins["min"] == "built-in")
        let family = configuration.effectiveRules(for: nil, builtIns: Self.builtIns).filter {
            $0.declaration.info.family == "SEC"
        }
        #expect(!family.isEmpty)
        #expect(family.allSatisfy { $0.declaration.info.severity == .error && $0.origins["severity"] == "\(path):16" })
        #expect(try rule("SHOP-001", configuration).origins["ok"] == "\(folder.path)/rules/shop.yml:5")

        #expect(try rule("FMT-005", configuration).declaration.info.allowance.ok != 0.6)
        #expect(try rule("FMT-005", configuration, service: "orders").declaration.info.allowance.ok != 0.6)
        #expect(try rule("FMT-005", configuration, service: "legacy-crm").declaration.info.allowance.ok == 0.6)
        #expect(try rule("FMT-005", configuration, service: "legacy-crm").isOn)
        #expect(try !rule("FMT-005", configuration, service: "legacy-crm", source: "var/access.log.gz").isOn)
        #expect(try rule("FMT-005", configuration, service: "legacy-crm", source: "var/other.log").isOn)
        #expect(try rule("LOG-008", configuration, service: "legacy-crm").origins["severity"] == "\(path):19")
    }

    @Test func `a rule beats its family wherever it stands, and a later file beats an earlier one`() throws {
        let folder = try ConfigFolder()
        try folder.write(
            "a.yml",
            "civic: 1\nrules: { LOG-001: info, LOG: error, MSG: \"off\" }\n"
                + "overrides: [{ services: [x], rules: { LOG-002: \"off\" } }]\n"
        )
        try folder.write(
            "sub/b.yml", "civic: 1\nextends: ../a.yml\nrules: { LOG-002: info }\nservices: { paths: { a: one } }\n")
        let path = try folder.write(
            "civic.yml",
            "civic: 1\nextends: [sub/b.yml, a.yml]\nrules: { MSG: warn }\nservices: { paths: { \"*\": two } }\n")
        let configuration = try ConfigurationReader.read(path: path, builtIns: Self.known)
        #expect(try rule("LOG-001", configuration).declaration.info.severity == .info)
        #expect(try rule("LOG-002", configuration).declaration.info.severity == .info)
        #expect(try rule("LOG-003", configuration).declaration.info.severity == .error)
        #expect(try rule("MSG-003", configuration).isOn)
        #expect(try rule("LOG-002", configuration).origins["severity"] == "\(folder.path)/sub/b.yml:3")
        #expect(try !rule("LOG-002", configuration, service: "x").isOn, "overrides are inherited and come last")
        #expect(configuration.service(forSource: "a") == "two")
        #expect(try rule("LOG-003", configuration).origins["severity"] == "\(folder.path)/sub/../a.yml:2")
    }

    @Test func `strict asks ten times more`() throws {
        let configuration = try read("civic: 1\nextends: civic:strict\nrules: { LOG-001: { ok: 0.5% } }\n")
        let standard = Configuration()
        for (strict, plain) in zip(
            configuration.effectiveRules(for: nil, builtIns: Self.known),
            standard.effectiveRules(for: nil, builtIns: Self.known))
        {
            let (a, b) = (strict.declaration.info, plain.declaration.info)
            #expect(a.severity == (b.severity == .info ? .warn : .error), "\(a.id)")
            #expect(a.allowance.ok == (a.id == "LOG-001" ? 0.005 : b.allowance.presence ? b.allowance.ok : b.allowance.ok / 10))
        }
        #expect(try rule("LOG-002", configuration).origins["ok"] == "profile strict")
        #expect(!configuration.isStandard)
    }

    @Test func `ci judges points, without bursts, probes and experiments`() throws {
        let configuration = try read("civic: 1\nextends: [civic:ci]\n")
        #expect(configuration.pointVerdicts && configuration.profiles == ["recommended", "ci"])
        #expect(try !rule("VOL-003", configuration).isOn && !rule("EXP-001", configuration).isOn)
        #expect(try rule("LOG-001", configuration).declaration.info.allowance.minimum == 1)
        #expect(try rule("VOL-003", configuration).origins["on"] == "profile ci")
    }

    @Test func `a profile switches on the rules that name it`() throws {
        #expect(try rule("EVT-091", read("civic: 1\nextends: [civic:ecs]\n")).isOn)
        #expect(try !rule("EVT-091", read("civic: 1\nextends: [civic:otel]\n")).isOn)
        #expect(try rule("EVT-091", read("civic: 1\nrules: { EVT-091: warn }\n")).isOn)
        #expect(try rule("EVT-091", read("civic: 1\nrules: { EVT-091: on }\n")).isOn)
        #expect(try !rule("EVT-091", read("civic: 1\nrules: { EVT-091: { ok: 1% } }\n")).isOn)
        let gameday = try rule("EXP-001", read("civic: 1\nextends: [civic:gameday]\n"))
        #expect(gameday.isOn && gameday.declaration.info.cap == ScoreCap(at: 74, from: 0.5))
    }

    @Test func `parameters keep their type`() throws {
        let configuration = try read(
            "civic: 1\nrules: { EVT-092: { parameters: { window: 10m, word: \"5m\", strict: false } } }\n")
        let rule = try rule("EVT-092", configuration)
        #expect(rule.declaration.parameters == ["window": .number(600), "word": .string("5m"), "strict": .boolean(false)])
        #expect(rule.origins["parameters.window"] == "civic.yml:2")
    }

    @Test func `a key with nothing after it is as good as absent`() throws {
        let text = "civic: 1\nextends:\nfields:\nservices:\nrules:\noverrides:\nsuppress:\ngate:\ncustom:\nenvironment:\n"
        #expect(try read(text).isStandard)
    }

    // MARK: - Standard and digest

    @Test func `only what changes a judgement makes a run its own`() throws {
        #expect(try read("civic: 1\nextends: [civic:recommended]\n").isStandard)
        #expect(try read("civic: 1\nfields: { trace: [tid] }\nenvironment: test\ngate: { min_score: 5 }\n").isStandard)
        let severity = try rule("LOG-001", read("civic: 1\n")).declaration.info.severity
        #expect(try read("civic: 1\nrules: { LOG-001: \(severity) }\n").isStandard, "what is set is what it was")
        #expect(try !read("civic: 1\nrules: { LOG-001: \"off\" }\n").isStandard)
        #expect(try !read("civic: 1\nextends: [civic:strict]\n").isStandard)
        #expect(try !read("civic: 1\nsuppress: [{ rule: LOG-007, reason: x }]\n").isStandard)
    }

    @Test func `the digest sees meaning, not spelling`() throws {
        let digest = try read("civic: 1\nrules: { LOG-002: { ok: 1%, bad: 20% }, MSG: info }\n").digest
        #expect(digest.count == 16 && digest.allSatisfy { $0.isHexDigit })
        let same = try read(
            "# words\ncivic: 1\n\ngate: { min_score: 9 }\nrules:\n  MSG: info\n  LOG-002: { bad: 0.2, ok: 0.01 }\n")
        #expect(same.digest == digest)
        #expect(try read("civic: 1\nrules: { LOG-002: { ok: 1%, bad: 21% }, MSG: info }\n").digest != digest)
        #expect(try read("civic: 1\n").digest == read("civic: 1\nextends: civic:recommended\n").digest)
        let one = "civic: 1\ncustom: [{ id: SHOP-001, name: a, fix: b, measure: c }]\n"
        #expect(try read(one).digest != read(one.replacing("measure: c", with: "measure: d")).digest)
        #expect(try read(one).digest == read(one.replacing("custom: [", with: "custom:   [")).digest)
    }

    // MARK: - What is refused

    @Test(arguments: [
        ("civic: 1\nruels: {}\n", "civic.yml:2:1: unknown key \"ruels\"; did you mean \"rules\"?"),
        ("rules: {}\n", "civic.yml:1:1: the format version is missing\n  help: start the file with \"civic: 1\""),
        ("civic: 1\nrules: { LOG-01: warn }\n", "civic.yml:2:10: unknown rule \"LOG-01\"; did you mean \"LOG-001\"?"),
        (
            "civic: 1\nrules: { ZZZZ-123: warn }\n",
            "civic.yml:2:10: unknown rule \"ZZZZ-123\"\n  help: civic rules list shows them all"
        ),
        ("civic: 1\nrules: { LOG-001: wran }\n", "civic.yml:2:19: unknown severity \"wran\"; did you mean \"warn\"?"),
        (
            "civic: 1\nrules: { LOG-001: { sevirity: warn } }\n",
            "civic.yml:2:21: unknown key \"sevirity\"; did you mean \"severity\"?"
        ),
        (
            "civic: 1\nrules: { LOG-001: [warn] }\n",
            "civic.yml:2:19: the setting of LOG-001 must be a severity, \"off\", or a map, not a list\n"
                + "  help: write LOG-001: warn, or LOG-001: { ok: 1%, bad: 20% }"
        ),
        (
            "civic: 1\nrules: { LOG-001: { enabled: false } }\n",
            "civic.yml:2:21: unknown key \"enabled\"\n  help: write severity: off"
        ),
        (
            "civic: 1\nrules: { LOG-001: { ok: 30% } }\n",
            "civic.yml:2:25: LOG-001: ok (30%, civic.yml:2) must be below bad (20%, built-in)\n"
                + "  help: set both, as in { ok: 1%, bad: 20% }"
        ),
        (
            "civic: 1\noverrides: [{ services: [a], rules: { LOG-001: { ok: 30% } } }]\n",
            "civic.yml:2:54: LOG-001: ok (30%, civic.yml:2) must be below bad (20%, built-in)\n"
                + "  help: set both, as in { ok: 1%, bad: 20% }"
        ),
        (
            "civic: 1\nrules: { LOG-001: { ok: five } }\n",
            "civic.yml:2:25: ok must be a share, not \"five\"\n  help: write a percentage such as 0.1%, or a number from 0 to 1"
        ),
        (
            "civic: 1\nrules: { EVT-092: { parameters: { windw: 5m } } }\n",
            "civic.yml:2:35: unknown parameter \"windw\"; did you mean \"window\"?"
        ),
        (
            "civic: 1\nrules: { EVT-092: { parameters: { window: soon } } }\n",
            "civic.yml:2:43: the parameter window must be a number, a duration or a size, not \"soon\"\n"
                + "  help: the built-in value is 300"
        ),
        (
            "civic: 1\nrules: { SEC: { parameters: { a: 1 } } }\n",
            "civic.yml:2:29: a family has no parameters\n  help: set them at the rule that has them"
        ),
        (
            "civic: 1\nextends: [civic:stric]\n",
            "civic.yml:2:11: unknown profile \"civic:stric\"; did you mean \"civic:strict\"?"
        ),
        ("civic: 1\nextends: strict\n", "civic.yml:2:10: \"strict\" is no file; did you mean \"civic:strict\"?"),
        (
            "civic: 1\nextends: [no/such.yml]\n",
            "civic.yml:2:11: cannot extend \"no/such.yml\": no such file\n  help: the path is relative to civic.yml"
        ),
        ("civic: 1\nfields: { trce: [a] }\n", "civic.yml:2:11: unknown role \"trce\"; did you mean \"trace\"?"),
        (
            "civic: 1\nfields: { event_type: [a] }\n",
            "civic.yml:2:11: unknown role \"event_type\"; did you mean \"event-type\"?"
        ),
        ("civic: 1\nservices: { tier: {} }\n", "civic.yml:2:13: unknown key \"tier\"; did you mean \"tiers\"?"),
        (
            "civic: 1\nservices: { tiers: { vital: [a] } }\n",
            "civic.yml:2:22: unknown key \"vital\"\n  help: tiers has the keys critical, normal, internal"
        ),
        (
            "civic: 1\noverrides: [{ rules: { LOG-001: info } }]\n",
            "civic.yml:2:13: the override names neither services nor sources\n  help: settings for all belong under rules:"
        ),
        (
            "civic: 1\nsuppress: [{ rule: LOG-001, expires: \"2026-03-31\" }]\n",
            "civic.yml:2:12: the suppression of LOG-001 has no reason\n"
                + "  help: say why it is accepted, and where the work is tracked"
        ),
        (
            "civic: 1\nsuppress: [{ rule: LOG-001, reason: \" \", expires: \"2026-03-31\" }]\n",
            "civic.yml:2:37: reason is empty\n  help: say why it is accepted, and where the work is tracked"
        ),
        (
            "civic: 1\nsuppress: [{ rule: EVT-093, reason: x }]\n",
            "civic.yml:2:12: the suppression of EVT-093 has no expires\n"
                + "  help: rules of severity error, and those that cap the score, are suppressed for at most 180 days"
        ),
        (
            "civic: 1\nsuppress: [{ rule: LOG-001, reason: x, expires: 31.3.2026 }]\n",
            "civic.yml:2:49: expires must be a day, not \"31.3.2026\"\n  help: write it as \"2026-03-31\""
        ),
        (
            "civic: 1\nsuppress: [{ rule: LOG-001, reason: x, expires: 2026-02-29 }]\n",
            "civic.yml:2:49: expires must be a day, not \"2026-02-29\"\n  help: write it as \"2026-03-31\""
        ),
        (
            "civic: 1\nsuppress: [{ rule: LOG-001, reason: x, expires: 2026-12-31 }]\n",
            "civic.yml:2:49: expires is 364 days away; 180 are the most\n"
                + "  help: a suppression is a loan; renew it when it runs out"
        ),
        (
            "civic: 1\nsuppress: [{ rule: LGO-001, reason: x }]\n",
            "civic.yml:2:20: unknown rule \"LGO-001\"; did you mean \"LOG-001\"?"
        ),
        ("civic: 1\ngate: { min_score: 110 }\n", "civic.yml:2:20: min_score must be a number from 0 to 100, not \"110\""),
        (
            "civic: 1\ngate: { min_dimension: { securty: 90 } }\n",
            "civic.yml:2:26: unknown key \"securty\"; did you mean \"security\"?"
        ),
        ("civic: 1\ngate: { fail_on: eror }\n", "civic.yml:2:18: unknown severity \"eror\"; did you mean \"error\"?"),
        ("", "civic.yml:1:1: the file is empty\n  help: it must start with \"civic: 1\""),
    ])
    func `a setting that cannot be is refused at its place`(text: String, expected: String) {
        #expect(problems(text, today: "2026-01-01") == [expected])
    }

    @Test func `files that extend each other are told the circle`() throws {
        let folder = try ConfigFolder()
        let path = try folder.write("civic.yml", "civic: 1\nextends: [a.yml]\n")
        try folder.write("a.yml", "civic: 1\nextends: [b.yml]\n")
        try folder.write("b.yml", "civic: 1\nextends: [./a.yml]\n")
        do {
            _ = try ConfigurationReader.read(path: path, builtIns: Self.known)
            Issue.record("the circle was read")
        } catch {
            let f = folder.path
            #expect(
                error.description
                    == "\(f)/b.yml:2:11: the files extend each other in a circle\n"
                    + "  help: \(f)/a.yml extends \(f)/b.yml extends \(f)/a.yml"
            )
        }
    }

    @Test func `a custom rule may not take the id of another`() throws {
        let folder = try ConfigFolder()
        let rule = "civic: 1\ncustom: [{ id: SHOP-001, name: a, fix: b, measure: c }]\n"
        try folder.write("a.yml", rule)
        let path = try folder.write("civic.yml", "civic: 1\nextends: [a.yml]\n" + rule.split(separator: "\n")[1] + "\n")
        do {
            _ = try ConfigurationReader.read(path: path, builtIns: Self.known)
            Issue.record("two rules of one id were read")
        } catch {
            #expect(
                error.description
                    == "\(path):3:10: the rule SHOP-001 is there already\n"
                    + "  help: it is declared at \(folder.path)/a.yml:2; choose another id"
            )
        }
    }

    @Test func `mistakes of all files are told together`() throws {
        let folder = try ConfigFolder()
        try folder.write("a.yml", "civic: 1\nrules: { LOG-001: wran }\n")
        let path = try folder.write("civic.yml", "civic: 1\nextends: [a.yml]\ngate: { min_scor: 1 }\nfoo: 1\n")
        do {
            _ = try ConfigurationReader.read(path: path, builtIns: Self.known)
            Issue.record("it was read")
        } catch {
            #expect(
                error.errors.map { "\($0.line):\($0.message)" } == [
                    "3:unknown key \"min_scor\"; did you mean \"min_score\"?", "4:unknown key \"foo\"",
                    "2:unknown severity \"wran\"; did you mean \"warn\"?",
                ])
        }
    }

    @Test func `a file that is not there is an error, not a default`() {
        #expect(
            throws: ConfigurationErrors([
                ConfigurationError(file: "no/civic.yml", line: 0, column: 0, message: "no such file")
            ])
        ) {
            try ConfigurationReader.read(path: "no/civic.yml", builtIns: [])
        }
    }

    @Test func `a suppression works until the end of its day`() throws {
        let configuration = try read(
            "civic: 1\nsuppress: [{ rule: LOG-001, reason: x, expires: 2026-03-31 }, { rule: LOG-007, reason: y }]\n")
        let days = ["2026-03-30", "2026-03-31", "2026-04-01"].compactMap { CalendarDate($0) }
        #expect(days.map { configuration.expiredSuppressions(on: $0).map(\.rule) } == [[], [], ["LOG-001"]])
    }

    @Test func `days count as calendars do`() throws {
        #expect(CalendarDate("1970-01-01")?.dayNumber == 0)
        #expect(CalendarDate("2000-03-01")?.dayNumber == 11_017)
        #expect(CalendarDate("2024-02-29")?.description == "2024-02-29")
        for text in ["2023-02-29", "2026-3-31", "2026-13-01", "2026-00-01", "26-03-31", "2026/03/31", ""] {
            #expect(CalendarDate(text) == nil)
        }
    }

    // MARK: - What is printed

    @Test(arguments: [
        "civic: 1\n",
        "civic: 1\nextends: [civic:strict, civic:ci]\n",
        """
        civic: 1
        environment: "on"
        fields: { trace: [tid, "a b"], event-type: [t] }
        services: { tiers: { critical: [a], normal: [n], internal: ["b-*"] }, external: [s], paths: { "x/**": y, z: w } }
        rules: { LOG-001: "off", LOG-002: { ok: 0.33%, min: 5, ratio: balanced, cap: { at: 59, from: 20% } }, EVT-091: info }
        overrides:
          - { services: ["a*"], rules: { LOG-003: "off", SEC: { bad: 50% }, EVT-092: { parameters: { window: 1h } } } }
          - { sources: ["**/x"], rules: { LOG-003: on } }
        suppress:
          - { rule: LOG-001, services: [a], reason: "so: it is", expires: 2026-03-31, owner: me, template: "a#b" }
        gate: { min_score: 75.5, min_dimension: { security: 90, format: 10 }, fail_on: off, tolerance: 0, min_records: 3 }
        """,
    ])
    func `what is printed is a configuration that means the same`(text: String) throws {
        let configuration = try read(text)
        let printed = ConfigurationPrinter.text(configuration, builtIns: Self.known)
        let again = try read(printed)
        #expect(again.digest == configuration.digest)
        #expect(again.gate == configuration.gate)
        #expect(again.isStandard == configuration.isStandard)
        for service in ["a", "abc", "z"] {
            let one = ConfigurationPrinter.text(configuration, service: service, builtIns: Self.known)
            let rules = try read(one).effectiveRules(for: nil, builtIns: Self.known)
            let expected = configuration.effectiveRules(for: service, builtIns: Self.known)
            for (a, b) in zip(rules, expected) {
                #expect(a.isOn == b.isOn)
                if b.isOn {
                    #expect(a.declaration.info == b.declaration.info)
                    #expect(a.declaration.parameters == b.declaration.parameters)
                }
            }
        }
    }

    @Test func `each printed value says where it came from`() throws {
        let configuration = try read("civic: 1\nextends: [civic:strict]\nrules:\n  LOG-001:\n    ok: 0.2%\nenvironment: test\n")
        let printed = ConfigurationPrinter.text(configuration, service: "orders", builtIns: Self.builtIns.prefix(2).map(\.self))
        #expect(
            printed == """
                # for the service orders
                civic: 1
                # digest \(configuration.digest)
                extends: [civic:strict]
                environment: test                           # civic.yml:6
                rules:
                  LOG-001:                                  # timestamp-present
                    severity: error                         # built-in
                    impact: critical                        # built-in
                    ok: 0.2%                                # civic.yml:5
                    bad: 20%                                # built-in
                    min: 30                                 # built-in
                    ratio: balanced                         # built-in
                    cap: { at: 59, from: 20% }              # built-in
                  LOG-002:                                  # level-present
                    severity: error                         # profile strict
                    impact: important                       # built-in
                    ok: 0.1%                                # profile strict
                    bad: 50%                                # built-in
                    min: 30                                 # built-in
                    ratio: balanced                         # built-in
                gate:
                  fail_on: error                            # built-in
                  tolerance: 0.5                            # built-in

                """)
    }

    // MARK: - The file to start from

    @Test(arguments: [[], ["orders"], ["pay ments", "on", "x\u{2028}y: [", "- \"q\"", "a\nb: c"]])
    func `the file of init is valid, and stays so with everything in it switched on`(services: [String]) throws {
        let fields: [(role: Role, paths: [String])] =
            services.isEmpty ? [] : [(.trace, ["trace_id", "dd.trace_id"]), (.time, ["@timestamp"]), (.level, [])]
        let text = InitTemplate.text(services: services, fields: fields)
        let configuration = try read(text)
        #expect(configuration.isStandard)
        #expect(configuration.fields[.time] == (services.isEmpty ? nil : ["@timestamp"]))
        let all = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("#") else { return String(line) }
            let isProse = line.hasPrefix("# ") && line.dropFirst(2).first.map { $0 != " " } ?? false
            return isProse ? String(line) : String(line.dropFirst())
        }.joined(separator: "\n")
        let on = try read(all)
        #expect(on.environment == "production" && on.gate.minimumScore == 75 && on.suppressions.count == 1)
        #expect(on.overrides.count == 1 && on.sourceServices.count == 1 && !on.isStandard)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 128 })
    }

    // MARK: - Values

    @Test func `shares, durations and sizes are read exactly`() {
        #expect(ValueSyntax.ratio("0.1%") == 0.001 && ValueSyntax.ratio("0.001") == 0.001 && ValueSyntax.ratio("50 %") == 0.5)
        #expect(ValueSyntax.ratio("33.3%") == 0.333 && ValueSyntax.ratio("100%") == 1 && ValueSyntax.ratio("0%") == 0)
        for text in ["", "%", "1e2", "1e-2%", "0x1", "nan", "inf", "1.", ".5", "--1", "1 2", "٣"] {
            #expect(ValueSyntax.ratio(text) == nil, "\(text)")
        }
        #expect(ValueSyntax.duration("30s") == 30 && ValueSyntax.duration("5m") == 300 && ValueSyntax.duration("24h") == 86_400)
        #expect(
            ValueSyntax.duration("250ms") == 0.25 && ValueSyntax.duration("1h30m") == 5_400
                && ValueSyntax.duration("2d") == 172_800)
        for text in ["", "5", "m", "5M", "5 m", "1h30", "5x", "-5s"] { #expect(ValueSyntax.duration(text) == nil, "\(text)") }
        #expect(
            ValueSyntax.size("32KiB") == 32_768 && ValueSyntax.size("1MB") == 1_000_000
                && ValueSyntax.size("1.5 GiB") == 1_610_612_736)
        for text in ["", "5", "KiB", "5kib", "5K", "-1B"] { #expect(ValueSyntax.size(text) == nil, "\(text)") }
    }

    @Test func `numbers are spelled so that they are read back`() {
        for value in [0, 1, 0.5, 0.001, 1e-6, 1e-7, 0.333, 1.0 / 3, 0.0001 / 3, 1e-9, 0.1 / 10, 0.005 / 10, 0.07] {
            #expect(ValueSyntax.ratio(ValueSyntax.spelled(ratio: value)) == value, "\(value)")
            #expect(ValueSyntax.number(ValueSyntax.spelled(number: value)) == value, "\(value)")
        }
        for value in [1e15, 123_456.75, -2, 1e20] {
            #expect(ValueSyntax.number(ValueSyntax.spelled(number: value)) == value, "\(value)")
        }
        #expect(ValueSyntax.spelled(ratio: 0.001) == "0.1%" && ValueSyntax.spelled(ratio: 1) == "100%")
        #expect(ValueSyntax.spelled(ratio: 0.00001) == "0.001%" && ValueSyntax.spelled(ratio: 0.0005) == "0.05%")
    }

    @Test func `whatever happens to a configuration, reading ends in one or in errors`() throws {
        var random = SplitMix(state: 7)
        let seed = Array(InitTemplate.text(services: ["a"], fields: []).replacing("\n#", with: "\n").utf8)
        let words = [
            "rules", "off", "{", "}", "[", "]", ": ", "- ", "\n  ", "50%", "LOG-001", "civic:strict", "\"", "~", "&a ", "*a",
            "\t",
        ]
        for _ in 0..<800 {
            var bytes = seed
            for _ in 0...random.next(5) {
                let start = random.next(bytes.count)
                switch random.next(3) {
                case 0: bytes.removeSubrange(start..<min(bytes.count, start + 1 + random.next(60)))
                case 1: bytes.insert(contentsOf: words[random.next(words.count)].utf8, at: start)
                default: bytes[start] = UInt8(truncatingIfNeeded: random.next(128))
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            do {
                _ = try ConfigurationReader.read(bytes: bytes, path: "civic.yml", builtIns: Self.known)
            } catch {
                #expect(!error.errors.isEmpty)
            }
        }
    }
}
