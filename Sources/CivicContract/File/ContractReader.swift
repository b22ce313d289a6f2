import CivicFormats

/// Reads a contract file. Strict: a contract that is not understood whole protects nothing, so anything odd stops the run.
public enum ContractReader {
    public static func read(_ bytes: [UInt8], path: String) throws(ContractFileError) -> ContractFile {
        func fail(_ line: Int, _ reason: String, _ help: String) -> ContractFileError {
            ContractFileError(path: path, line: line, reason: reason, help: help)
        }
        let lines = LineFile.lines(bytes)
        if let conflict = LineFile.conflict(in: lines) {
            throw fail(
                conflict, "a merge conflict is left in the contract",
                "keep the lines of both sides that hold, or take one side and run civic contract update")
        }
        guard let first = lines.first else { throw fail(0, "the contract is empty", "civic contract init PATH... writes one") }
        let mode = try header(Array(first), fail: fail)
        guard lines.count >= 2, text(lines[lines.count - 1]) == "]}" else {
            throw fail(lines.count, "the contract ends before it is whole: its last line must be ]}", oneFactALine)
        }
        var read: [(fact: ContractFact, text: String)] = []
        var seen: [ContractFact: Int] = [:]
        for index in 1..<(lines.count - 1) {
            let line = try LineFile.item(
                lines[index], index + 1, isLast: index == lines.count - 2, called: "fact", fail: fail)
            let fact = try fact(line, line: index + 1, fail: fail)
            let name = ContractFact(service: fact.service, kind: fact.kind, subject: fact.subject)
            if let before = seen.updateValue(index + 1, forKey: name) {
                throw fail(
                    index + 1, "line \(before) says the same of \(fact.service) already",
                    "a merge may have kept both sides: remove one of the lines")
            }
            read.append((fact, text(line)))
        }
        let facts = read.map(\.fact)
        return ContractFile(path: path, contract: Contract(mode: mode, facts: facts), original: read)
    }

    private static let oneFactALine = LineFile.help("fact")

    private static func text(_ line: some Collection<UInt8>) -> String { String(decoding: line, as: UTF8.self) }

    private static func header(_ line: [UInt8], fail: LineFile.Fail) throws(ContractFileError) -> Contract.Mode {
        guard let open = JSONDocument.read(line + Array("]}".utf8)).whole, case .object(let members) = open else {
            throw fail(
                1, "the first line is not that of a contract: {\"civicContract\":1,\"mode\":\"forward\",\"facts\":[",
                oneFactALine)
        }
        if open["civicContract"] != nil, open["civicContract"]?.integer == nil {
            throw fail(1, "the version of the contract is none", "this program writes version \(Contract.version)")
        }
        guard let version = open["civicContract"]?.integer else {
            throw fail(1, "the file does not say \"civicContract\"", "civic contract init PATH... writes a contract")
        }
        guard version <= Contract.version else {
            throw fail(
                1, "the contract is of version \(version), and this program reads up to \(Contract.version)",
                "use the newer version of civic that wrote it")
        }
        guard version == Contract.version else {
            throw fail(1, "there is no version \(version) of contracts", "the version is \(Contract.version)")
        }
        for member in members where !["civicContract", "mode", "facts"].contains(member.key) {
            throw fail(1, "unknown key \(FactLine.quote(member.key))", "known are civicContract, mode and facts")
        }
        let modes = Contract.Mode.allCases.map(\.rawValue).joined(separator: ", ")
        guard let mode = open["mode"]?.string.flatMap(Contract.Mode.init) else {
            throw fail(1, "the mode is none", "modes are \(modes)")
        }
        guard open["facts"]?.elements.isEmpty == true, text(line).hasSuffix("[") else {
            throw fail(1, "the first line must end with \"facts\":[", oneFactALine)
        }
        return mode
    }

    private static func fact(_ line: [UInt8], line number: Int, fail: LineFile.Fail) throws(ContractFileError) -> ContractFact {
        let reading = JSONDocument.read(line)
        guard let document = reading.whole, case .object(let members) = document else {
            throw fail(number, "this line is no JSON object (byte \(reading.byte + 1))", oneFactALine)
        }
        guard let service = document["s"]?.string else { throw fail(number, "the fact names no service (\"s\")", oneFactALine) }
        let kinds = ContractFact.Kind.allCases.map(\.rawValue).sorted().joined(separator: ", ")
        guard let kind = document["f"]?.string.flatMap(ContractFact.Kind.init) else {
            throw fail(number, "the kind of fact (\"f\") is none that is known", "kinds are \(kinds)")
        }
        var fact = ContractFact(service: service, kind: kind, line: number)
        var seen: Set<String> = []
        for member in members {
            guard seen.insert(member.key).inserted else {
                throw fail(number, "the key \(FactLine.quote(member.key)) stands twice", "keep one of them")
            }
            if member.key == "s" || member.key == "f" { continue }
            if member.key == kind.subjectKey {
                guard let subject = member.value.string else {
                    throw fail(number, "\(FactLine.quote(member.key)) must be a text", oneFactALine)
                }
                fact.subject = subject
                continue
            }
            guard let expected = FactSchema.attributes[kind]?[member.key] else {
                let known = (FactSchema.attributes[kind] ?? [:]).keys.sorted()
                throw fail(
                    number, "unknown key \(FactLine.quote(member.key)) in a fact of kind \(kind.rawValue)",
                    known.isEmpty ? "it has no further keys" : "known are \(known.joined(separator: ", "))")
            }
            guard let value = expected.value(of: member.value) else {
                throw fail(
                    number, "\(FactLine.quote(member.key)) must be \(expected.help)", "see docs/contract.md for the values")
            }
            fact.attributes[member.key] = value
        }
        if let key = kind.subjectKey, fact.subject.isEmpty {
            throw fail(number, "the fact does not say what it is about (\(FactLine.quote(key)))", oneFactALine)
        }
        if kind == .field, fact.attributes["pres"] == nil {
            throw fail(
                number, "the field \(FactLine.quote(fact.subject)) does not say how present it is (\"pres\")", oneFactALine)
        }
        return fact
    }
}

extension JSONDocument.Reading {
    /// The value, when all of the text is one.
    var whole: JSONDocument? { problem == nil ? value : nil }
}
