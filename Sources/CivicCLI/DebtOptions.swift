import ArgumentParser
import CivicContract
import CivicRules

/// Where accepted findings are.
struct DebtOptions: ParsableArguments {
    static let usual = ".civic/debt.json"

    @Option(
        name: .customLong("debt"),
        help: ArgumentHelp("Accepted findings; \(usual) when there is one.", valueName: "file"))
    var path: String?

    var name: String { path ?? Self.usual }

    /// What is accepted so far, in a file that need not be there yet.
    func readOrBegin() throws(CommandFailure) -> DebtFile {
        guard ContractOptions.exists(name) else { return DebtFile(path: name) }
        return try read() ?? DebtFile(path: name)
    }

    /// Nil: nothing is accepted.
    func read() throws(CommandFailure) -> DebtFile? {
        guard ContractOptions.exists(name) else {
            guard let path else { return nil }
            throw CommandFailure(
                status: .usage, message: "there is no file \(path) of accepted findings\n  help: civic debt add writes one")
        }
        return try TextInput.parsed(name) { bytes throws(ContractFileError) in
            try DebtFile.read(bytes, path: name) { Suggestion.nearest(to: $0, in: $1) }
        }
    }
}
