/// The values of one record in the order of its shape. Grows, never shrinks.
final class SlotBuffer {
    // Unchecked: a buffer belongs to one reader.
    @exclusivity(unchecked) private(set) var slots: UnsafeMutablePointer<Slot>
    @exclusivity(unchecked) private(set) var count = 0
    /// Some value since the last clearing holds a backslash escape.
    @exclusivity(unchecked) var hasEscapes = false
    @exclusivity(unchecked) private(set) var capacity: Int

    init(capacity: Int = 256) {
        self.capacity = capacity
        slots = .allocate(capacity: capacity)
    }

    deinit { slots.deallocate() }

    func clear() {
        count = 0
        hasEscapes = false
    }

    /// Forgets the values from `mark` on.
    func cut(to mark: Int) { count = min(count, mark) }

    /// Puts another value in the place of one; `index` is below `count`.
    func replace(_ index: Int, by slot: Slot) { slots[index] = slot }

    /// Swaps all that the two hold.
    func exchange(with other: SlotBuffer) {
        swap(&slots, &other.slots)
        swap(&count, &other.count)
        swap(&hasEscapes, &other.hasEscapes)
        swap(&capacity, &other.capacity)
    }

    @inline(__always)
    func append(_ slot: Slot) {
        if count == capacity { grow() }
        slots[count] = slot
        count += 1
    }

    @inline(never)
    private func grow() {
        let grown = UnsafeMutablePointer<Slot>.allocate(capacity: capacity * 2)
        grown.moveInitialize(from: slots, count: count)
        slots.deallocate()
        slots = grown
        capacity *= 2
    }
}
