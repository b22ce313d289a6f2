/// The values of one record in the order of its shape. Grows, never shrinks.
final class SlotBuffer {
    private(set) var slots: UnsafeMutablePointer<Slot>
    var count = 0
    private(set) var capacity: Int

    init(capacity: Int = 256) {
        self.capacity = capacity
        slots = .allocate(capacity: capacity)
    }

    deinit { slots.deallocate() }

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
