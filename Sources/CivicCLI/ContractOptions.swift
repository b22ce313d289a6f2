import ArgumentParser
import CivicContract

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where contracts are.
struct ContractOptions: ParsableArguments {
    static let usual = ".civic/contract.json"

    @Option(
        name: .customLong("contract"),
        help: ArgumentHelp(
            "The committed contract; may be repeated, one for each part of a monorepo. \(usual) unless given.",
            valueName: "file"))
    var paths: [String] = []

    var names: [String] { paths.isEmpty ? [Self.usual] : paths }

    /// The one contract that is to be written.
    func single() throws(CommandFailure) -> String {
        guard names.count == 1 else {
            throw CommandFailure(
                status: .usage, message: "--contract names \(names.count) files, and one can be written at a time")
        }
        return names[0]
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Reads one contract.
    static func read(_ path: String) throws(CommandFailure) -> ContractFile {
        guard exists(path) else {
            throw CommandFailure(
                status: .usage, message: "there is no contract \(path)\n  help: civic contract init PATH... writes one")
        }
        return try TextInput.parsed(path) { bytes throws(ContractFileError) in try ContractReader.read(bytes, path: path) }
    }

    /// The contracts that were named, or the usual one where there is one.
    func readIfAny() throws(CommandFailure) -> [ContractFile] {
        paths.isEmpty && !Self.exists(Self.usual) ? [] : try read()
    }

    /// Reads all contracts that were named; no service may stand in two of them.
    func read() throws(CommandFailure) -> [ContractFile] {
        var files: [ContractFile] = []
        var homes: [String: String] = [:]
        for path in names {
            let file = try Self.read(path)
            for service in file.contract.services {
                if let other = homes[service] {
                    throw CommandFailure(
                        status: .usage,
                        message: "\(path) and \(other) both speak of \(service)\n  help: a service belongs to one contract")
                }
                homes[service] = path
            }
            files.append(file)
        }
        return files
    }
}
