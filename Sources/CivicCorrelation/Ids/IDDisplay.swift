import CivicModel

/// Ids for people: the digits of those that are numbers of 128 bits. Of others only a hash is kept, which says nothing, so it
/// is marked as one.
enum IDDisplay {
    static func text(_ key: IDKey) -> String {
        let number = key.number
        return HexDigits.text(number.high) + HexDigits.text(number.low)
    }
}
