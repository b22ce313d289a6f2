import CivicRules
import Synchronization

/// Takes accepted changes out of a comparison with a contract, and remembers which suppression took one.
final class ContractSuppressions: Sendable {
    private let suppressions: Suppressions
    private let taken = Mutex<Set<Int>>([])

    /// - Parameter live: those that still work.
    init(_ live: [Configuration.Suppression]) { suppressions = Suppressions(live) }

    /// Places, among those that were given, of suppressions that took something.
    var used: Set<Int> { taken.withLock { $0 } }

    func take(_ rule: String, _ service: String, _ subject: String) -> Bool {
        let covering = suppressions.covering(rule: rule, service: service, subject: subject)
        guard !covering.isEmpty else { return false }
        taken.withLock { $0.formUnion(covering) }
        return true
    }
}
