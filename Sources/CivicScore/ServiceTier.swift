/// How much a service weighs in the score of the system. Weights are by tier and never by volume: noise must not buy
/// influence.
public enum ServiceTier: String, Sendable, CaseIterable {
    case critical, normal, `internal`

    /// A critical service counts three times, an internal one half as much as a normal one.
    public var weight: Double {
        switch self {
        case .critical: 3
        case .normal: 1
        case .internal: 0.5
        }
    }
}
