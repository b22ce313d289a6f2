/// The values of a field that are labels (levels, states, names of methods) and may stand in a committed file. Anything that could
/// be somebody's data stays out.
enum LabelValues {
    /// Each label must have been seen this often on average before the list counts as closed.
    private static let seenPerValue = 50

    /// The labels, sorted; nil: the values are none, too many, or there may be more than were seen (Good and Turing's estimate of
    /// the unseen mass: values seen once, per value).
    static func closed(_ sketch: ValueSketch) -> [String]? {
        guard let few = sketch.few, few.count >= 2, sketch.count >= few.count * seenPerValue else { return nil }
        let once = few.values.count { $0.count == 1 }
        guard once * 1000 < sketch.count else { return nil }
        let texts = few.values.map(\.text)
        guard few.values.allSatisfy({ !$0.isCut }), texts.allSatisfy(isLabel) else { return nil }
        return texts.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// A word of letters and a few signs, no digit among more than two, no address.
    static func isLabel(_ text: [UInt8]) -> Bool {
        guard let first = text.first, text.count <= 32 else { return false }
        func isLetter(_ c: UInt8) -> Bool { (0x41...0x5a).contains(c & 0xdf) }
        let digits = text.count { (0x30...0x39).contains($0) }
        return isLetter(first) && digits <= 2
            && text.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "_-.:".utf8.contains($0) }
    }
}
