/// Entries of one worker on their way: appended in any order, handed on sorted.
struct TimelineRun {
    private struct Place {
        var key: TimelineKey
        var at: Int
    }

    private(set) var bytes: [UInt8] = []
    private var places: [Place] = []

    var count: Int { places.count }
    var isEmpty: Bool { places.isEmpty }
    /// Bytes of memory that it takes, about.
    var size: Int { bytes.count + places.count * MemoryLayout<Place>.stride }

    /// Makes room at once for as much as will be kept.
    mutating func reserve(_ size: Int) { bytes.reserveCapacity(size) }

    /// Appends an entry that `body` writes.
    mutating func add(_ key: TimelineKey, _ body: (inout [UInt8]) -> Void) {
        places.append(Place(key: key, at: bytes.count))
        body(&bytes)
    }

    /// Appends a copy of an entry.
    mutating func add(_ key: TimelineKey, copying entry: UnsafeRawBufferPointer) {
        places.append(Place(key: key, at: bytes.count))
        bytes.append(contentsOf: entry)
    }

    mutating func sort() {
        // Files are nearly in order, and most runs need nothing.
        let ordered = zip(places, places.dropFirst()).allSatisfy { $0.key < $1.key }
        if !ordered { places.sort { $0.key < $1.key } }
    }

    /// Keeps the first `limit` of the sorted entries, and says how many went.
    mutating func cut(to limit: Int) -> Int {
        guard places.count > limit else { return 0 }
        let dropped = places.count - limit
        var kept = TimelineRun()
        forEach(limit: limit) { key, entry in kept.add(key, copying: entry) }
        self = kept
        return dropped
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }

    /// Hands over the entries in the order of the last sort.
    func forEach(limit: Int = .max, _ body: (TimelineKey, UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { raw in
            for place in places.prefix(limit) {
                let length = TimelineBytes.length(raw, place.at)
                body(place.key, UnsafeRawBufferPointer(rebasing: raw[place.at..<(place.at + length)]))
            }
        }
    }

    /// The `index`-th entry.
    func key(_ index: Int) -> TimelineKey { places[index].key }

    func entry(_ index: Int, names: TimelineNames) -> TimelineEntry {
        bytes.withUnsafeBytes { TimelineBytes.entry($0, places[index].at, names: names) }
    }
}
