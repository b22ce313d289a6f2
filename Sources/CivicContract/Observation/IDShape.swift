/// The form of an id, told from its text.
enum IDShape {
    static func name(_ text: [UInt8]) -> String {
        func isHex(_ c: UInt8) -> Bool { (0x30...0x39).contains(c) || (0x61...0x66).contains(c | 0x20) }
        if text.count == 36, [8, 13, 18, 23].allSatisfy({ text[$0] == 0x2d }),
            text.indices.allSatisfy({ [8, 13, 18, 23].contains($0) || isHex(text[$0]) })
        {
            return "uuid"
        }
        if text.allSatisfy({ (0x30...0x39).contains($0) }), text.count < 20 { return "int" }
        if [16, 24, 32, 40, 64].contains(text.count), text.allSatisfy(isHex) { return "hex\(text.count)" }
        let crockford = text.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) && ![0x49, 0x4c, 0x4f, 0x55].contains($0)
        }
        if text.count == 26, crockford { return "ulid" }
        return "text"
    }

    /// The form that all of `samples` have; nil: they differ or there is none.
    static func name(ofAll samples: [[UInt8]]) -> String? {
        let names = Set(samples.map(name))
        return names.count == 1 ? names.first : nil
    }
}
