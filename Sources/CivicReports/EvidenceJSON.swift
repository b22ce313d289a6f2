import CivicModel

extension JSONWriter {
    /// The members of one piece of evidence.
    mutating func address(_ evidence: Evidence) {
        member("path", evidence.path)
        member("line", evidence.line)
        member("byte", evidence.byte)
        member("sample", evidence.sample)
    }
}
