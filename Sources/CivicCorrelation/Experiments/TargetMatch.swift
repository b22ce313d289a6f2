import CivicFormats
import CivicModel

/// Finds the services that a fault hit among those that are known, from the names in the journal.
struct TargetMatch {
    private let services: [(name: String, words: [String], fillers: [String])]
    /// Services by the name that a journal uses.
    private let pins: [String: String]
    /// Services by host and port of their health endpoints; empty: several share one.
    private var addresses: [String: String] = [:]

    /// - Parameter endpoints: the health endpoints that are known, each with its service.
    init(services: [String], pins: [String: String], endpoints: [(url: String, service: String)] = []) {
        self.services = services.map { name in
            let words = NameWords.of(name)
            let core = Self.core(words)
            return (name, core, words.filter { !core.contains($0) })
        }
        self.pins = pins
        for (url, service) in endpoints {
            guard let address = HostAddress.of(url) else { continue }
            addresses[address] = addresses[address, default: service] == service ? service : ""
        }
    }

    /// The services, and how they were found.
    func services(of fault: Fault) -> (names: [String], origin: String) {
        let pinned = (fault.targets + [fault.name] + fault.hints.map(\.text)).compactMap { pins[$0] }
        if let first = pinned.first { return ([first], "configuration") }
        // The strongest place that names anybody decides.
        var order: [String] = []
        for hint in fault.hints where !order.contains(hint.origin) { order.append(hint.origin) }
        for origin in order {
            let hints = fault.hints.filter { $0.origin == origin }
            if origin == "arguments" {
                // The first argument that names somebody: those after it may be about something else.
                for hint in hints {
                    let names = matches(hint.text)
                    if !names.isEmpty { return (names, origin) }
                }
            }
            var names: [String] = []
            for hint in hints { for name in matches(hint.text) where !names.contains(name) { names.append(name) } }
            // A title or a list of tags may tell of half the system.
            if origin == "title" || origin == "tags", names.count > 1 { continue }
            if !names.isEmpty { return (names, origin) }
            // Where no name fits, whoever answers at the address does.
            for hint in hints {
                guard let address = HostAddress.of(hint.text), let name = addresses[address], !name.isEmpty else { continue }
                if !names.contains(name) { names.append(name) }
            }
            if !names.isEmpty { return (names, origin) }
        }
        return ([], "none")
    }

    /// Services whose words are all in `text`; of those the ones that take most words, and whose name is there to the last one.
    private func matches(_ text: String) -> [String] {
        let words = NameWords.of(text)
        func has(_ word: String) -> Bool { words.contains { Self.isSame($0, word) } }
        var best: [String] = []
        var most = (words: 0, whole: 0)
        for service in services where !service.words.isEmpty {
            guard service.words.allSatisfy(has) else { continue }
            let taken = (words: service.words.count, whole: service.fillers.allSatisfy(has) ? 1 : 0)
            if taken > most { (best, most) = ([], taken) }
            if taken == most { best.append(service.name) }
        }
        return best
    }

    private static let fillers: Set<String> = [
        "service", "svc", "app", "application", "server", "srv", "api", "main", "prod", "default", "deployment",
    ]

    /// The words that tell a service from others.
    static func core(_ words: [String]) -> [String] {
        let core = words.filter { !fillers.contains($0) }
        return core.isEmpty ? words : core
    }

    /// Equal, or one the other with an `s`; of long words one may begin the other: `postgres`, `postgresql`.
    static func isSame(_ a: String, _ b: String) -> Bool {
        if a == b || a == b + "s" || b == a + "s" { return true }
        let (short, long) = a.count < b.count ? (a, b) : (b, a)
        return short.count >= 5 && long.count - short.count <= 4 && long.hasPrefix(short)
    }
}
