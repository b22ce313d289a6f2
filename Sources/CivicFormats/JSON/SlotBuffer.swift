/// The values of one record in the order of its shape. Grows, never shrinks.
final class SlotBuffer {
    private(set) var slots: UnsafeMutablePointer<Slot>
    private(set) var count = 0
    /// Some value since the last clearing holds a backslash escape.
    var hasEscapes = false
    private(set) var capacity: Int

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
