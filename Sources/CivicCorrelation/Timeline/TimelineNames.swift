import CivicProfile
import Synchronization

/// The services of a run by number. Numbers follow the names' order, so that they compare as the names do.
final class TimelineNames: Sendable {
    private let known: [String]
    private let numbers: [String: UInt32]
    /// Services that only appeared while entries were collected (files that grew meanwhile).
    private let late = Mutex<[String]>([])

    init(_ names: Set<String>) {
        known = names.sorted()
        numbers = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, UInt32($0)) })
    }

    var all: [String] { known + late.withLock { $0 } }

    func number(_ name: String) -> UInt32 {
        if let number = numbers[name] { return number }
        return late.withLock { names in
            if let at = names.firstIndex(of: name) { return UInt32(known.count + at) }
            names.append(name)
            return UInt32(known.count + names.count - 1)
        }
    }

    func name(_ number: UInt32) -> String {
        let number = Int(number)
        if number < known.count { return known[number] }
        return late.withLock { $0.indices.contains(number - known.count) ? $0[number - known.count] : "" }
    }
}
