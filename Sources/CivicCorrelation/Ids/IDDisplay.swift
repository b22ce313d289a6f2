/// Ids for people: the digits of those that are numbers of 128 bits. Of others only a hash is kept, which says nothing, so it
/// is marked as one.
enum IDDisplay {
    static func text(_ key: IDKey) -> String {
        let number = key.number
        return hex(number.high) + hex(number.low)
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
