/// A contract as a file: JSON with one fact a line, so that a review shows which fact changed and branches merge line by line.
public struct ContractFile: Sendable {
    /// As it was named.
    public var path: String
    public var contract: Contract
    /// Facts as they were read, with their lines as they were written: what did not change keeps its bytes.
    private var original: [(fact: ContractFact, text: String)] = []

    public init(path: String, contract: Contract) {
        (self.path, self.contract) = (path, contract)
    }

    init(path: String, contract: Contract, original: [(fact: ContractFact, text: String)]) {
        (self.path, self.contract, self.original) = (path, contract, original)
    }

    /// The file's text.
    public var text: String {
        var kept: [ContractFact: String] = [:]
        for (fact, text) in original { kept[fact] = text }
        var result = "{\"civicContract\":\(Contract.version),\"mode\":\(FactLine.quote(contract.mode.rawValue)),\"facts\":[\n"
        for (index, fact) in contract.facts.enumerated() {
            result += kept[fact] ?? FactLine.text(fact)
            result += index < contract.facts.count - 1 ? ",\n" : "\n"
        }
        return result + "]}\n"
    }
}
