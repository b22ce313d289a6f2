public import CivicModel

/// Which service the records of a source belong to in the end. A record that names no service belongs to the one service
/// that its source names, when it names exactly one, else to what its path says; that is known only when all is read.
///
/// Sources that are exports of event stores name who published an event as a path or an address; that is the service which
/// logs and health endpoints know by its last part.
public struct ServiceNames: Sendable {
    private let only: [Int: String]
    /// Sources whose records are events of a store and no log.
    public let stores: Set<Int>
    /// Names of producers in stores, and the services that they are.
    private let producers: [String: String]

    public init(_ profile: Profile) {
        let stores = Self.stores(profile)
        var named: [Int: Set<String>] = [:]
        for key in profile.cells.keys where Self.isName(key.service, key.origin) {
            named[key.source, default: []].insert(key.service)
        }
        let only = named.compactMapValues { $0.count == 1 ? $0.first : nil }
        (self.only, self.stores) = (only, stores)
        guard !stores.isEmpty else {
            producers = [:]
            return
        }
        var known: Set<String> = []
        for key in profile.cells.keys where !stores.contains(key.source) {
            known.insert(Self.isName(key.service, key.origin) ? key.service : only[key.source] ?? key.service)
        }
        for tally in profile.sources.values { known.formUnion(tally.snapshots.keys) }
        var producers: [String: String] = [:]
        for (source, names) in named where stores.contains(source) {
            for name in names { producers[name] = Self.producer(name, amongst: known) }
        }
        self.producers = producers
    }

    /// The service that a record of `source` with this name counts under.
    public func name(_ service: String, _ origin: ServiceOrigin, source: Int) -> String {
        let name = Self.isName(service, origin) ? service : only[source] ?? service
        return stores.contains(source) ? producers[name] ?? name : name
    }

    /// Whether the record of a store says who published the event, or all that do in its source name one service.
    public func isProduced(_ service: String, _ origin: ServiceOrigin, source: Int) -> Bool {
        Self.isName(service, origin) || only[source] != nil
    }

    /// Names that only files of stores have which do not say who published their events.
    public func files(_ profile: Profile) -> Set<String> {
        if stores.isEmpty { return [] }
        var (files, services): (Set<String>, Set<String>) = ([], [])
        for key in profile.cells.keys {
            let name = name(key.service, key.origin, source: key.source)
            let isFile = stores.contains(key.source) && !isProduced(key.service, key.origin, source: key.source)
            if isFile { files.insert(name) } else { services.insert(name) }
        }
        for tally in profile.sources.values { services.formUnion(tally.snapshots.keys) }
        return files.subtracting(services)
    }

    /// Whether the record itself names the service.
    public static func isName(_ service: String, _ origin: ServiceOrigin) -> Bool {
        switch origin {
        case .field, .process: !service.isEmpty && !service.hasPrefix("unknown_service")
        case .configuration, .path, .none: false
        }
    }

    /// Sources of which most records are rows of an event store, and none has a level: nobody logs there.
    private static func stores(_ profile: Profile) -> Set<Int> {
        let kinds = profile.shapes.mapValues { shape in
            (stored: shape.storesEvent, says: shape.index(of: .level) != nil)
        }
        guard kinds.values.contains(where: \.stored) else { return [] }
        var counts: [Int: (stored: Int, total: Int, saying: Int)] = [:]
        for (key, cell) in profile.cells {
            guard let kind = kinds[key.shape] else { continue }
            counts[key.source, default: (0, 0, 0)].total += cell.records
            if kind.stored { counts[key.source]?.stored += cell.records }
            if kind.says { counts[key.source]?.saying += cell.records }
        }
        return Set(counts.filter { $0.value.stored * 2 > $0.value.total && $0.value.saying == 0 }.keys)
    }

    /// `/shop/inventory`, `urn:shop:inventory`, `https://shop.example/inventory/v2`: the last part that is a known service,
    /// else the last part.
    static func producer(_ name: String, amongst known: Set<String>) -> String {
        if known.contains(name) { return name }
        var text = name[...]
        if let cut = text.firstIndex(where: { $0 == "?" || $0 == "#" }) { text = text[..<cut] }
        let parts = text.split { $0 == "/" || $0 == ":" }.map(String.init)
        let folded = Dictionary(known.sorted().map { (fold($0), $0) }, uniquingKeysWith: { first, _ in first })
        for part in parts.reversed() {
            if known.contains(part) { return part }
            if let service = folded[fold(part)] { return service }
        }
        // `com.example.inventory`: only where the last label is somebody known.
        if let label = parts.last?.split(separator: ".").last, let service = folded[fold(String(label))] { return service }
        return parts.last ?? name
    }

    private static func fold(_ name: String) -> String {
        String(decoding: name.lowercased().utf8.filter { $0 != 0x2d && $0 != 0x5f }, as: UTF8.self)
    }
}
