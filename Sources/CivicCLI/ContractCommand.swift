import ArgumentParser
import CivicContract
import CivicModel
import CivicReports
import CivicScore

/// `civic contract`: the committed promise of what logs look like.
struct ContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract", abstract: "Write, review and update the committed log-format contract.",
        subcommands: [Init.self, Review.self, Update.self, Diff.self, Lint.self])

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Write a contract from logs that are as they should be.")

        @OptionGroup var input: InputOptions
        @OptionGroup var contract: ContractOptions

        @Option(help: "Whom it protects: forward (readers of new logs), backward, full or off.")
        var mode: String = "forward"

        @Flag(help: "Replace a contract that is there.")
        var force = false

        @Flag(name: .shortAndLong, help: "Nothing on standard error but errors.")
        var quiet = false

        func run() throws {
            let path = try contract.single()
            guard let mode = Contract.Mode(rawValue: mode) else {
                throw CommandFailure(
                    status: .usage,
                    message: "--mode \(mode): no such mode\n  help: modes are forward, backward, full and off")
            }
            guard force || !ContractOptions.exists(path) else {
                throw CommandFailure(
                    status: .usage,
                    message: "\(path) is there already\n  help: civic contract review shows what changed; --force replaces it")
            }
            let run = try ObservedRun(input) { _ in nil }
            try run.requireRecords(input)
            let file = ContractFile(path: path, contract: ContractUpdate.contract(of: run.observation, mode: mode))
            guard !file.contract.facts.isEmpty else {
                throw CommandFailure(status: .inconclusive, message: "too few records for a single fact")
            }
            try ContractFolder.make(for: path)
            try ReportFile.write(Array(file.text.utf8), to: path)
            guard !quiet else { return }
            let services = CountText.of(file.contract.services.count, "service")
            Console.error("wrote \(path): \(CountText.of(file.contract.facts.count, "fact")) of \(services)")
        }
    }

    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "review", abstract: "Show each change: the old line, the new one, and the evidence.")

        @OptionGroup var input: InputOptions
        @OptionGroup var contract: ContractOptions

        func run() throws {
            let files = try contract.read()
            let run = try ObservedRun(input) { _ in nil }
            try run.requireRecords(input)
            for file in files {
                let others = Set(files.filter { $0.path != file.path }.flatMap(\.contract.services))
                let comparison = ContractJudge(file, run: run.observation, options: run.judgeOptions()).compare(
                    elsewhere: others)
                if files.count > 1 { try Console.write("\(file.path)\n\n") }
                try Console.write(ContractReview.text(comparison, run: run))
            }
        }
    }

    struct Update: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "update", abstract: "Write what changed into the contract, and nothing else.")

        @OptionGroup var input: InputOptions
        @OptionGroup var contract: ContractOptions

        @Option(
            help: ArgumentHelp("Only this change, as review names it; may be repeated.", valueName: "CB01:service:subject"))
        var accept: [String] = []

        @Option(help: "Why it is right: stays in the contract beside fields that go.")
        var why: String?

        func run() throws {
            let path = try contract.single()
            var file = try ContractOptions.read(path)
            let run = try ObservedRun(input) { _ in nil }
            try run.requireRecords(input)
            let options = run.judgeOptions()
            let comparison = ContractJudge(file, run: run.observation, options: options).compare()
            var changes = comparison.changes
            if !accept.isEmpty {
                let known = Dictionary(grouping: changes, by: Self.name)
                changes = []
                for name in accept {
                    guard let found = known[name] else {
                        throw CommandFailure(
                            status: .usage,
                            message:
                                "--accept \(name): there is no such change\n  help: civic contract review names those there are"
                        )
                    }
                    changes += found
                }
            }
            let before = file.text
            ContractUpdate(run: run.observation, month: options.month, why: why).apply(changes, to: &file.contract)
            let text = file.text
            guard text != before else {
                Console.error("\(path) is as it should be: nothing changed")
                return
            }
            try ReportFile.write(Array(text.utf8), to: path)
            try Console.write(UnifiedDiff.text(from: before, to: text, path: path))
            Console.error("wrote \(path): \(CountText.of(changes.count, "change"))")
        }

        private static func name(_ change: ContractChange) -> String {
            "\(change.kind.rawValue):\(change.service)" + (change.subject.isEmpty ? "" : ":\(change.subject)")
        }
    }

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint", abstract: "Say whether contracts can be read, without any logs.")

        @OptionGroup var contract: ContractOptions

        func run() throws {
            for file in try contract.read() {
                let facts = CountText.of(file.contract.facts.count, "fact")
                try Console.write("\(file.path): \(facts) of \(CountText.of(file.contract.services.count, "service"))\n")
            }
        }
    }

    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff", abstract: "Compare two sets of logs by the same rules, without a contract.",
            discussion: "Ends with status 1 when the second breaks what readers of the first count on.")

        @OptionGroup var input: InputOptions

        func run() throws {
            guard input.paths.count == 2 else {
                throw CommandFailure(
                    status: .usage,
                    message:
                        "diff compares two inputs, and \(input.paths.count) were named\n  help: civic contract diff BEFORE AFTER"
                )
            }
            func observed(_ index: Int) throws -> ObservedRun {
                var one = input
                one.paths = [input.paths[index]]
                let run = try ObservedRun(one) { _ in nil }
                try run.requireRecords(one)
                return run
            }
            let before = try observed(0)
            let file = ContractFile(path: input.paths[0], contract: ContractUpdate.contract(of: before.observation))
            let after = try observed(1)
            let comparison = ContractJudge(file, run: after.observation, options: after.judgeOptions()).compare()
            try Console.write(ContractReview.text(comparison, run: after))
            let breaks = comparison.changes.count { $0.verdict == .breaking }
            if breaks > 0 { throw CommandFailure(status: .findings, message: "\(CountText.of(breaks, "break"))") }
        }
    }
}
