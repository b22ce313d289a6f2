/// The smallest of many keys: a set with a limit that does not depend on the order in which they came.
struct BottomKeys: Sendable {
    private(set) var keys: Set<IDKey> = []
    /// Some were left out.
    private(set) var isCut = false
    private var largest: IDKey?
    let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func insert(_ key: IDKey) {
        if key.isNone || keys.contains(key) { return }
        if keys.count < limit {
            keys.insert(key)
            largest = max(largest ?? key, key)
            return
        }
        isCut = true
        guard let last = largest, key < last else { return }
        keys.remove(last)
        keys.insert(key)
        largest = keys.max()
    }

    mutating func merge(_ other: BottomKeys) {
        isCut = isCut || other.isCut
        for key in other.keys { insert(key) }
    }
}
