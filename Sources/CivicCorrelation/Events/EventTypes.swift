import CivicModel

/// Whether the names of event types are names: few, with a namespace, and without values in them.
struct EventTypes {
    /// Types of one service from which on none is a name any more.
    static let most = 500

    private var types: [String: Set<String>] = [:]

    init(_ lists: [(service: String, types: Set<String>)]) {
        for list in lists { types[list.service, default: []].formUnion(list.types) }
    }

    func fill(_ correlation: inout Correlation) {
        for (service, names) in types.sorted(by: { $0.key < $1.key }) {
            var count = Correlation.CheckCount()
            let bad = names.filter { !Self.isName($0) }.sorted()
            count.population = names.count
            count.violations = names.count > Self.most ? names.count : bad.count
            // Beyond the limit, which ones were kept is chance.
            count.example =
                names.count >= StreamCollector.typeLimit
                ? "" : (bad.isEmpty ? names.sorted() : bad).prefix(3).joined(separator: ", ")
            correlation.checks[.init(service: service, check: .eventType)] = count
        }
    }

    /// With a namespace, and without the number or the id of a thing. A version at the end is none.
    static func isName(_ type: String) -> Bool {
        var hasNamespace = false
        for word in type.split(whereSeparator: { ".:/$#".contains($0) }) {
            if word.utf8.count < type.utf8.count { hasNamespace = true }
            let digits = word.utf8.count { (0x30...0x39).contains($0) }
            let isVersion = (word.first == "v" || word.first == "V") && digits == word.utf8.count - 1
            let isTail = digits <= 2 && word.utf8.prefix(max(0, word.utf8.count - 2)).allSatisfy { !(0x30...0x39).contains($0) }
            if digits > 0, !isVersion, !isTail { return false }
            if digits == word.utf8.count { return false }
        }
        return hasNamespace
    }
}
