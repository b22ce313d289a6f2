/// In which stretches of a run services had records: one bit each, so that parts merge in any order.
struct ServiceActivity: Sendable {
    private static let words = RunSpan.maximumBins / 64
    private var bits: [UInt64]

    init(services: Int) { bits = Array(repeating: 0, count: services * Self.words) }

    /// - Parameter bin: of the run, on the service's clock.
    @inline(__always)
    mutating func add(_ service: Int, _ bin: Int) { bits[service * Self.words + bin >> 6] |= 1 << UInt64(bin & 63) }

    func contains(_ service: Int, _ bin: Int) -> Bool { bits[service * Self.words + bin >> 6] & 1 << UInt64(bin & 63) != 0 }

    mutating func merge(_ other: ServiceActivity) { for i in bits.indices { bits[i] |= other.bits[i] } }
}
