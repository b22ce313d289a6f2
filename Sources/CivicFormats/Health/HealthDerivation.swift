import CivicModel

/// How the state of a whole follows from its parts, where the body does not say.
enum HealthDerivation {
    /// Dependencies of one service: the worst decides, what nobody knows does not, and a part that is not critical only pulls
    /// down to `warn`. Nil without parts.
    static func worst(of components: [HealthComponent]) -> HealthStatus? {
        guard !components.isEmpty else { return nil }
        var worst = HealthStatus.unknown
        for component in components {
            var status = component.status
            if status == .fail, component.isCritical == false { status = .warn }
            switch (status, worst) {
            case (.fail, _), (.unreachable, _): worst = .fail
            case (.warn, .pass), (.warn, .unknown), (.pass, .unknown): worst = status
            default: break
            }
        }
        return worst
    }

    /// Instances of the same thing: all good is good, all bad is bad, and some of each is a warning. Nil without any.
    static func fleet(_ components: [HealthComponent]) -> HealthStatus? {
        guard !components.isEmpty else { return nil }
        let known = components.map(\.status).filter { $0 != .unknown }
        guard let first = known.first else { return .unknown }
        return known.allSatisfy { $0 == first } ? first : .warn
    }
}

extension HealthReport {
    /// Takes `word` for the whole, or lets the components say when there is none.
    mutating func settle(word: String?, status: HealthStatus? = nil, isFleet: Bool = false) {
        if let word {
            rawStatus = word
            overall = status ?? HealthStatus(word: word) ?? .unknown
            overallSource = .reported
        } else if let derived = isFleet ? HealthDerivation.fleet(components) : HealthDerivation.worst(of: components) {
            overall = derived
            overallSource = .derived
        }
    }
}
