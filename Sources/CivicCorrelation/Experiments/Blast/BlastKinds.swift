/// Kinds of chains, by what they begin with: an event of a type at a service, or where nothing names one, what the service says.
struct BlastKinds: Sendable {
    /// Kinds that are told apart; the rest is one.
    static let limit = 48

    /// By place of stage.
    let numbers: [Int]
    /// By number: place of the service; -1 for the rest.
    let services: [Int]

    private struct Beginning: Hashable, Comparable {
        var service: Int
        var type: String
        var template: UInt64

        static func < (a: Beginning, b: Beginning) -> Bool {
            (a.service, a.type, a.template) < (b.service, b.type, b.template)
        }
    }

    /// - Parameter mentions: how often each stage is met: the foremost kinds are kept.
    init(_ stages: Stages, mentions: [Int]) {
        let beginnings = stages.list.map {
            Beginning(service: $0.service, type: $0.type, template: $0.type.isEmpty ? $0.template : 0)
        }
        var counts: [Beginning: Int] = [:]
        for (beginning, count) in zip(beginnings, mentions) where count > 0 { counts[beginning, default: 0] += count }
        let foremost = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.limit).map(\.key).sorted()
        let places = Dictionary(uniqueKeysWithValues: foremost.enumerated().map { ($1, $0) })
        numbers = beginnings.map { places[$0] ?? Self.limit }
        services =
            foremost.map(\.service) + Array(repeating: -1, count: Self.limit + 1 - foremost.count)
    }
}
