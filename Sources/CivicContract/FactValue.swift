/// A value in a fact of a contract: what JSON has, without objects and numbers that are not whole.
public enum FactValue: Sendable, Hashable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([String])
}
