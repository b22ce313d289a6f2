import CivicModel
import CivicProfile
import Synchronization

/// The steps that events go through: what a service says (a message template, an event type) when it handles one. Workers
/// number them as they come; `Stages` has the order that every run agrees on.
final class StageTable: Sendable {
    struct Key: Hashable, Sendable {
        var service: String
        var origin: ServiceOrigin
        /// Only where the record does not name its service or comes from an event store; else -1.
        var source: Int
        var template: UInt64
        /// The type of event that the record names; empty: none.
        var type: String
        /// The record says which attempt it is, or that it is a repetition.
        var saysAttempt: Bool
        /// The record is a row of an event store.
        var isStored = false
    }

    private struct State {
        var numbers: [Key: UInt32] = [:]
        var keys: [Key] = []
    }

    private let state = Mutex(State())

    func number(of key: Key) -> UInt32 {
        state.withLock { state in
            if let known = state.numbers[key] { return known }
            let number = UInt32(state.keys.count)
            state.keys.append(key)
            state.numbers[key] = number
            return number
        }
    }

    var keys: [Key] { state.withLock { $0.keys } }
}

/// All stages of a run in an order of their own: by service, message, type.
struct Stages: Sendable {
    struct Stage: Sendable {
        var service: Int
        var template: UInt64
        var text: String
        var type: String
        var saysAttempt: Bool
        /// What the store holds, not what the service says.
        var isStored = false
        /// The store does not say who published it: its file is no service.
        var isNameless = false
    }

    /// Sorted.
    private(set) var services: [String]
    private(set) var list: [Stage]
    /// Number that a worker gave to place in `list`.
    private(set) var places: [UInt32]

    /// What a stage is known by where records are read again.
    func key(of place: Int) -> UInt64 {
        let stage = list[place]
        return StageKey.of(service: StageKey.service(services[stage.service]), template: stage.template, type: stage.type)
    }

    /// By place: most records of the stage are errors.
    func errors(_ profile: Profile, names: ServiceNames) -> [Bool] { mostly(.error, profile, names: names) }

    /// By place: the stage tells of something that went wrong, by its level or, without one, by its words.
    func complaints(_ profile: Profile, names: ServiceNames) -> [Bool] {
        zip(list, zip(mostly(.warn, profile, names: names), mostly(.trace, profile, names: names))).map { stage, levels in
            levels.0 || !levels.1 && FailureWords.tellFailure(stage.text)
        }
    }

    /// By place: most records of the stage have this level or a worse one.
    func mostly(_ level: Level, _ profile: Profile, names: ServiceNames) -> [Bool] {
        struct Said: Hashable {
            var service: String
            var template: UInt64
        }
        var counts: [Said: (bad: Int, all: Int)] = [:]
        for (key, cell) in profile.cells {
            let name = names.name(key.service, key.origin, source: key.source)
            let said = Said(service: name, template: key.template)
            counts[said, default: (0, 0)].all += cell.records
            if key.level >= level { counts[said, default: (0, 0)].bad += cell.records }
        }
        return list.map { stage in
            guard let count = counts[Said(service: services[stage.service], template: stage.template)] else { return false }
            return count.bad * 2 > count.all
        }
    }

    /// By place of service: the share of its records that name events.
    /// - Parameter events: by place of stage. A record that lists many counts once.
    func coverage(_ profile: Profile, names: ServiceNames, events: [Int]) -> [Double] {
        var records: [String: [UInt64: Int]] = [:]
        for (key, cell) in profile.cells {
            records[names.name(key.service, key.origin, source: key.source), default: [:]][key.template, default: 0] +=
                cell.records
        }
        return services.indices.map { service in
            let said = records[services[service]] ?? [:]
            var named: [UInt64: Int] = [:]
            for (place, stage) in list.enumerated() where stage.service == service && !stage.isStored {
                named[stage.template, default: 0] += events[place]
            }
            let known = named.reduce(0) { $0 + min($1.value, said[$1.key] ?? 0) }
            return Double(known) / Double(max(1, said.values.reduce(0, +)))
        }
    }

    init(_ table: StageTable, profile: Profile, names: ServiceNames) {
        let keys = table.keys
        let serviceNames = keys.map { names.name($0.service, $0.origin, source: $0.source) }
        services = Set(serviceNames).sorted()
        let indices = Dictionary(uniqueKeysWithValues: services.enumerated().map { ($1, $0) })
        let stages = zip(keys, serviceNames).map { key, name in
            let template = key.template >= profile.templateCeiling ? Profile.rareTemplate : key.template
            let isStored = key.isStored && names.stores.contains(key.source)
            return Stage(
                service: indices[name] ?? 0, template: template, text: profile.templates[template] ?? "", type: key.type,
                saysAttempt: key.saysAttempt, isStored: isStored,
                isNameless: isStored && !names.isProduced(key.service, key.origin, source: key.source))
        }
        (list, places) = Self.sorted(stages)
    }

    /// The same where what a store holds without a name belongs to whoever publishes such events by the logs.
    /// - Parameter producers: by place of stage, the place of a service; nil: nobody knows.
    func produced(by producers: [Int?]) -> Stages {
        var stages = list
        for (i, service) in producers.enumerated() {
            guard let service else { continue }
            (stages[i].service, stages[i].isNameless) = (service, false)
        }
        var other = self
        let (list, moved) = Self.sorted(stages)
        other.list = list
        other.places = places.map { moved[Int($0)] }
        return other
    }

    /// Stages in order, each once, and where each of those given went.
    private static func sorted(_ stages: [Stage]) -> (list: [Stage], places: [UInt32]) {
        // Of one service the store comes first: it is what the service published.
        func precedes(_ a: Stage, _ b: Stage) -> Bool {
            if a.service != b.service { return a.service < b.service }
            if a.isStored != b.isStored { return a.isStored }
            return (a.text, a.template, a.type, a.saysAttempt ? 1 : 0) < (b.text, b.template, b.type, b.saysAttempt ? 1 : 0)
        }
        let order = stages.indices.sorted { precedes(stages[$0], stages[$1]) }
        var list: [Stage] = []
        var places = Array(repeating: UInt32(0), count: stages.count)
        for index in order {
            if let last = list.last, !precedes(last, stages[index]) {
                places[index] = UInt32(list.count - 1)
            } else {
                places[index] = UInt32(list.count)
                list.append(stages[index])
            }
        }
        return (list, places)
    }
}
