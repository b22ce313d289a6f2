import CivicModel

/// Names a finding by the texts that make it what it is.
struct Fingerprint {
    private var hash = FNV1a()

    /// Adds a text and a separator, so that `ab`, `c` and `a`, `bc` differ.
    mutating func add(_ text: String) {
        hash.add(text.utf8)
        hash.add(CollectionOfOne(0xff))  // never part of UTF-8
    }

    /// 16 hexadecimal digits.
    var text: String { HexDigits.text(hash.state) }
}
