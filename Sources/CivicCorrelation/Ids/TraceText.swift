import CivicFormats
import CivicProfile

/// Reads the id of a trace or flow out of the notations that carry more than it: `traceparent`, B3, Jaeger's
/// `uber-trace-id`, AWS X-Ray, Sentry, Google Cloud's resource names. Anything else is an id as `IDText` reads it.
enum TraceText {
    /// Longest header that is looked into, in bytes.
    private static let longest = 512

    @inline(__always)
    static func key(_ slot: Slot) -> IDKey {
        let n = Int(slot.count)
        if n == 32 || n == 36 { return IDText.key(slot.start, n) }
        return composite(slot.bytes)
    }

    static func key(of text: String) -> IDKey {
        var text = text
        return text.withUTF8 { composite($0) }
    }

    @inline(never)
    private static func composite(_ value: UnsafeBufferPointer<UInt8>) -> IDKey {
        let core = IDText.trimmed(value)
        guard let start = core.baseAddress, core.count > 0, core.count <= longest else { return .none }
        // version-trace-span-flags
        if core.count >= 55, core[2] == 0x2d, core[35] == 0x2d { return IDText.key(start + 3, 32) }
        if core.starts(with: Array("Root=1-".utf8)) || core.starts(with: Array("1-".utf8)) {
            return xray(core)
        }
        if core.starts(with: Array("projects/".utf8)), let slash = core.lastIndex(of: UInt8(ascii: "/")) {
            return IDText.key(start + slash + 1, core.count - slash - 1)
        }
        // trace-span[-sampled[-parent]] and trace:span:parent:flags; 64-bit traces have 16 digits.
        for digits in [32, 16] where core.count > digits + 8 {
            let separator = core[digits]
            guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: ":") else { continue }
            let id = IDText.key(start, digits)
            if core[..<digits].allSatisfy(isHexDigit) { return id }
        }
        return IDText.key(start, core.count)
    }

    /// `Root=1-67891233-abcdef012345678912345678;Parent=…`: the two parts together are the 128 bits of the trace.
    private static func xray(_ core: UnsafeBufferPointer<UInt8>) -> IDKey {
        let digits = core.drop { $0 != 0x2d }.dropFirst().prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x2d }
        guard digits.count == 32 else { return core.baseAddress.map { IDText.key($0, core.count) } ?? .none }
        return digits.withUnsafeBufferPointer { bytes in bytes.baseAddress.map { IDText.key($0, bytes.count) } ?? .none }
    }

    private static func isHexDigit(_ c: UInt8) -> Bool {
        (0x30...0x39).contains(c) || (0x61...0x66).contains(c | 0x20)
    }
}
