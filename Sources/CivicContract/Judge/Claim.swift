import CivicModel

/// A change that is claimed, and how sure it is.
struct Claim {
    var change: ContractChange
    /// Chance that an unchanged service shows this; nil: what was seen is proof by itself.
    var chance: Double?

    /// Which claims of one service stand (Holm 1979): the family of all facts that were looked at has the chance `Proof.alpha` of
    /// one false alarm.
    static func proven(_ claims: [Claim], looked: Int) -> [Bool] {
        let tests = claims.indices.filter { claims[$0].chance != nil }.sorted {
            (claims[$0].chance ?? 0, $0) < (claims[$1].chance ?? 0, $1)
        }
        var stands = [Bool](repeating: true, count: claims.count)
        var isRejected = true
        for (place, index) in tests.enumerated() {
            let limit = Proof.alpha / Double(max(1, max(looked, tests.count) - place))
            if (claims[index].chance ?? 0) >= limit { isRejected = false }
            stands[index] = isRejected
        }
        return stands
    }
}

extension ContractChange.Evidence {
    /// With the 95 % interval of the share.
    init(_ k: Int, of n: Int) {
        let interval = WilsonInterval(ratio: n > 0 ? Double(min(k, n)) / Double(n) : 0, count: n)
        self.init(k: k, n: n, low: interval.low, high: interval.high)
    }
}
