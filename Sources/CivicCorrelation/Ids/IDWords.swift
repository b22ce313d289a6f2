/// What a word in front of a token says of it, and how long the ids behind it are.
///
/// An id that is drawn from letters and digits has no digit at times (one in a hundred of 27 characters): nothing but its length tells
/// it from a word then, where all ids behind that word have the same.
struct IDWords: Sendable {
    /// Fewer characters may be any word.
    static let shortest = 12
    /// Share of the tokens behind a word that must have one length.
    static let sameLength = 0.95

    private var roles: [UInt64: IDRole] = [:]
    private var lengths: [UInt64: Int] = [:]
    /// A bit for each length that there is.
    private(set) var lengthBits: UInt64 = 0

    /// What words say, and what `roles` says of virtual columns, which outranks it.
    init(_ roles: ColumnRoles) {
        for (word, role) in MessageIDs.words { self.roles[MessageIDs.hash(ofWord: word)] = role }
        for (path, role) in roles.all where path.hasPrefix(MessageIDs.prefix) {
            self.roles[MessageIDs.hash(ofWord: String(path.dropFirst(MessageIDs.prefix.count)))] = role
        }
        for (path, length) in roles.lengths where (Self.shortest...MessageIDs.longest).contains(length) {
            let word = MessageIDs.hash(ofWord: String(path.dropFirst(MessageIDs.prefix.count)))
            guard self.roles[word] != nil else { continue }
            lengths[word] = length
            lengthBits |= 1 << UInt64(length & 63)
        }
    }

    @inline(__always)
    subscript(word: UInt64) -> IDRole? { roles[word] }

    /// Whether a token of letters alone is as long as the ids behind this word.
    @inline(__always)
    func mayBeID(_ count: Int, behind word: UInt64) -> Bool {
        guard count >= Self.shortest, lengthBits & 1 << UInt64(count & 63) != 0 else { return false }
        return lengths[word] == count
    }

    /// Whether a text has a word that is as long as some ids.
    func mayHoldID(_ text: String.UTF8View) -> Bool {
        guard lengthBits != 0 else { return false }
        return text.split(whereSeparator: { !Self.isInWord($0) }).contains { lengthBits & 1 << UInt64($0.count & 63) != 0 }
    }

    private static func isInWord(_ c: UInt8) -> Bool { c | 0x20 >= 0x61 && c | 0x20 <= 0x7a || c == 0x2d || c == 0x5f }

    /// The lengths of the tokens behind words, where nearly all have the same.
    /// - Parameter counts: by path of the virtual column, then length.
    static func lengths(_ counts: [String: [Int: Int]]) -> [String: Int] {
        counts.compactMapValues { counts in
            let total = counts.values.reduce(0, +)
            guard total >= RoleInference.leastDistinct,
                let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), most.key >= shortest,
                Double(most.value) >= sameLength * Double(total)
            else { return nil }
            return most.key
        }
    }
}
