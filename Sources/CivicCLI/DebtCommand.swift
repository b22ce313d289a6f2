import ArgumentParser
import CivicContract
import CivicModel
import CivicReports
import CivicScore

/// `civic debt`: findings that are accepted for now.
struct DebtCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "debt", abstract: "Accept findings for now, list them, and remove those that are gone.",
        subcommands: [List.self, Add.self, Prune.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "What is accepted, one a line.")

        @OptionGroup var debt: DebtOptions

        @Option(help: "text or json.")
        var format: String = "text"

        func run() throws {
            try OutputOptions.requireFormat(format, among: ["text", "json"])
            let file = try debt.read() ?? DebtFile(path: debt.name)
            guard format == "text" else {
                return try Console.write(DebtJSONReporter().report(file, today: ScanSession.today))
            }
            let entries = file.entries
            var text = ""
            for entry in entries {
                let whom = [entry.service, entry.subject].filter { !$0.isEmpty }.map { SafeText.printable($0, columns: 80) }
                let until = entry.expires.map { entry.isExpired(on: ScanSession.today) ? "expired \($0)" : "until \($0)" }
                let facts = [until, entry.owner.map { SafeText.printable($0, columns: 40) }].compactMap(\.self)
                text += ([entry.fingerprint, SafeText.printable(entry.rule, columns: 40)] + whom).joined(separator: " ")
                text += facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
                text += ": \(SafeText.printable(entry.reason, columns: 200))\n"
            }
            try Console.write(text.isEmpty ? "nothing is accepted in \(SafeText.printable(debt.name, columns: 200))\n" : text)
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Accept findings of these logs: some by fingerprint, or all that fail.",
            usage: "civic debt add (FINGERPRINT... | --all) PATH... --reason TEXT [--owner NAME] [--expires DAY]")

        @OptionGroup var input: InputOptions
        @OptionGroup var debt: DebtOptions
        @OptionGroup var contract: ContractOptions

        @Flag(help: "All that fails the gate.")
        var all = false

        @Option(help: "Why it is accepted, and where the work is tracked.")
        var reason: String

        @Option(help: "Who pays it back.")
        var owner: String?

        @Option(help: ArgumentHelp("Last day on which it is accepted.", valueName: "2026-12-31"))
        var expires: String?

        func run() throws {
            var (input, wanted) = (input, [String]())
            while let first = input.paths.first, !all, Self.isFingerprint(first) { wanted.append(input.paths.removeFirst()) }
            guard all || !wanted.isEmpty else {
                throw CommandFailure(
                    status: .usage,
                    message: "name the fingerprints that are accepted, or --all\n  help: civic audit --format json has them")
            }
            guard !input.paths.isEmpty else {
                throw CommandFailure(status: .usage, message: "name the logs that show the findings, behind the fingerprints")
            }
            guard !reason.allSatisfy(\.isWhitespace) else {
                throw CommandFailure(status: .usage, message: "--reason is empty\n  help: say why it is accepted")
            }
            let until = try day()
            var file = try debt.readOrBegin()
            // What is named is accepted anew, with this reason; of all that fails what was accepted before is no part.
            let report = try DebtRun.report(input, contract, all ? file : DebtFile(path: debt.name))
            let findings = report.issues.filter { $0.origin == .rule || $0.origin == .contract }
            let chosen = all ? findings.filter(\.fails) : try wanted.map { try Self.finding($0, among: findings) }
            var count = 0
            for issue in chosen {
                file.entries.removeAll { $0.fingerprint == issue.fingerprint }
                file.entries.append(
                    DebtEntry(
                        fingerprint: issue.fingerprint, rule: issue.id, service: issue.service, subject: issue.subject,
                        reason: reason, owner: owner, expires: until,
                        since: ScanSession.month))
                count += 1
            }
            guard count > 0 else {
                Console.error("nothing fails: there is nothing to accept")
                return
            }
            try ContractFolder.make(for: file.path)
            try ReportFile.write(Array(file.text.utf8), to: file.path)
            Console.error("wrote \(file.path): \(CountText.of(count, "finding")) accepted")
        }

        private static func isFingerprint(_ word: String) -> Bool {
            DebtEntry.isFingerprint(word) && !ContractOptions.exists(word)
        }

        private static func finding(_ fingerprint: String, among issues: [ReportIssue]) throws -> ReportIssue {
            if let issue = issues.first(where: { $0.fingerprint == fingerprint }) { return issue }
            throw CommandFailure(
                status: .usage,
                message: "no finding of these logs has the fingerprint \(fingerprint)\n"
                    + "  help: civic audit --format json names those there are")
        }

        private func day() throws -> CalendarDate? {
            guard let expires else { return nil }
            guard let day = CalendarDate(expires) else {
                throw CommandFailure(
                    status: .usage,
                    message: "--expires \(SafeText.printable(expires, columns: 40)): no day\n  help: write it as 2026-12-31")
            }
            if let today = ScanSession.today, day < today {
                throw CommandFailure(status: .usage, message: "--expires \(day) is over already")
            }
            return day
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune", abstract: "Remove what these logs no longer show.")

        @OptionGroup var input: InputOptions
        @OptionGroup var debt: DebtOptions
        @OptionGroup var contract: ContractOptions

        func run() throws {
            guard var file = try debt.read() else {
                Console.error("nothing is accepted: there is no \(debt.name)")
                return
            }
            let report = try DebtRun.report(input, contract, file)
            let paid = Set(report.issues.filter { $0.id == GateIssueKind.debtPaid.rawValue }.map(\.anchor.line))
            guard !paid.isEmpty else {
                Console.error("\(file.path): nothing to remove")
                return
            }
            file.entries.removeAll { paid.contains($0.line) }
            try ReportFile.write(Array(file.text.utf8), to: file.path)
            Console.error("wrote \(file.path): \(CountText.of(paid.count, "entry", "entries")) removed")
        }
    }
}

/// A run that findings are accepted from: with the contract where there is one, and with the gate.
private enum DebtRun {
    static func report(
        _ input: InputOptions, _ contract: ContractOptions, _ debt: DebtFile
    ) throws(CommandFailure) -> CheckReport {
        let files = try contract.readIfAny()
        let run = try ObservedRun(input, watchesValues: !files.isEmpty) { _ in nil }
        try run.requireRecords(input)
        var verdict = try RunVerdict(run.session.configuration, scope: run.scope, debt: debt)
        verdict.isAlwaysGated = true
        return CheckVerdict.report(run, contracts: files, verdict: verdict, strictEvidence: false)
    }
}
