import CivicReports
import CivicRules

/// The services that a run is limited to.
struct ServiceScope {
    /// Empty: all.
    let globs: [String]
    private let compiled: [Glob]

    init(_ globs: [String]) {
        self.globs = globs
        compiled = globs.map { Glob($0) }
    }

    init(_ service: String?) { self.init([service].compactMap(\.self)) }

    /// Only part of the system is looked at.
    var isPartial: Bool { !globs.isEmpty }

    func contains(_ service: String) -> Bool { globs.isEmpty || compiled.contains { $0.matches(service) } }

    /// For messages.
    var text: String { SafeText.printable(globs.joined(separator: ", "), columns: 200) }
}
