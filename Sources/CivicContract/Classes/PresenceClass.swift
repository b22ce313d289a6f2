/// How much of a service's records have a field.
enum PresenceClass: String, CaseIterable, Comparable {
    case rare, often, mostly, always

    /// Lowest share that is of the class.
    var low: Double {
        switch self {
        case .rare: 0
        case .often: 0.1
        case .mostly: 0.9
        case .always: 0.999
        }
    }

    /// Share that other traffic of the same system does not fall below.
    var expected: Double {
        switch self {
        case .rare: 0
        case .often: 0.05
        case .mostly: 0.8
        case .always: 0.99
        }
    }

    /// Messages without it are the exception, and the contract names those; of other fields it names the messages that have it.
    var isCommon: Bool { self >= .mostly }

    init(share: Double) { self = Self.allCases.last { share >= $0.low } ?? .rare }

    static func < (a: PresenceClass, b: PresenceClass) -> Bool { a.low < b.low }
}
