import CivicModel

/// Prints the line that a secret was found in without printing the secret.
public enum Redaction {
    /// Characters of the line that are shown at most, masks included; a mask that has begun is finished.
    public static let limit = 240

    /// The sample with each span shown as its first four characters, its length and a mark: `AKIA…(20 chars, #3f09c1)`.
    ///
    /// The mark lets a reader see that two findings are about the same secret within one report. It is 24 bits of a
    /// keyed hash whose key is in this file, so it is no proof of anything and no protection of a guessable secret.
    /// Spans may overlap and may reach beyond the sample where it was cut. What follows a span and looks like more
    /// of it is hidden with it, and so is any other place of the line that shares five bytes on end with a secret. Of a
    /// secret of less than eight characters only the first is shown. Control characters are kept; reports escape them.
    public static func mask(
        sample: UnsafeBufferPointer<UInt8>, spans: [Range<Int>], limit: Int = Redaction.limit
    ) -> String {
        let secrets = merged(spans, in: sample)
        var window = 0
        if let first = secrets.first?.shown.lowerBound, first > limit * 2 / 3 {
            window = first - limit / 3
            // Not in the middle of a character.
            while window < first, sample[window] & 0xc0 == 0x80 { window += 1 }
        }
        // Masks can be longer than what they hide, so nothing beyond this many bytes is ever reached: four per character.
        let end = min(sample.count, max(window + limit * 4, secrets.first?.shown.upperBound ?? 0))
        let hidden = echoes(of: secrets, in: sample, window: window..<end)

        var output = window > 0 ? "…" : ""
        var shown = window > 0 ? 1 : 0
        var isCut = end < sample.count
        var i = window
        var next = secrets[...]
        loop: while i < end {
            while let secret = next.first, secret.shown.upperBound <= i { next = next.dropFirst() }
            if let secret = next.first, secret.shown.lowerBound <= i {
                let text = self.text(of: secret, in: sample)
                output += text
                shown += text.unicodeScalars.count
                i = secret.shown.upperBound
            } else if hidden[i - window] {
                output += "…"
                shown += 1
                while i < end, hidden[i - window], next.first.map({ $0.shown.lowerBound > i }) ?? true { i += 1 }
            } else {
                let from = i
                let stop = min(end, next.first?.shown.lowerBound ?? end)
                while i < stop, !hidden[i - window] { i += 1 }
                for scalar in String(decoding: sample[from..<i], as: UTF8.self).unicodeScalars {
                    if shown >= limit {
                        isCut = true
                        break loop
                    }
                    output.unicodeScalars.append(scalar)
                    shown += 1
                }
            }
            if shown >= limit, i < sample.count {
                isCut = true
                break
            }
        }
        return isCut ? output + "…" : output
    }

    public static func mask(sample: [UInt8], spans: [Range<Int>]) -> String {
        sample.withUnsafeBufferPointer { mask(sample: $0, spans: spans) }
    }

    private struct Secret {
        /// Its bytes in the sample.
        var shown: Range<Int>
        /// Bytes that the sample was cut before.
        var missing: Int
    }

    private static func merged(_ spans: [Range<Int>], in sample: UnsafeBufferPointer<UInt8>) -> [Secret] {
        var secrets: [Secret] = []
        for span in spans.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            guard !span.isEmpty, span.lowerBound < sample.count else { continue }
            var upper = min(span.upperBound, sample.count)
            while upper < sample.count, continues(sample[upper]) { upper += 1 }
            let secret = Secret(shown: max(span.lowerBound, 0)..<upper, missing: max(0, span.upperBound - sample.count))
            if let last = secrets.last, secret.shown.lowerBound <= last.shown.upperBound {
                let end = max(last.shown.upperBound, secret.shown.upperBound)
                secrets[secrets.count - 1] = Secret(
                    shown: last.shown.lowerBound..<end, missing: max(last.missing, secret.missing))
            } else {
                secrets.append(secret)
            }
        }
        return secrets
    }

    /// Bytes that tokens are made of: a span that ends before one was shorter than its token.
    private static func continues(_ byte: UInt8) -> Bool {
        isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "~") || byte >= 0x80
    }

    private static func text(of secret: Secret, in sample: UnsafeBufferPointer<UInt8>) -> String {
        let bytes = sample[secret.shown]
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        let count = scalars.count + secret.missing
        let first = String(String.UnicodeScalarView(scalars.prefix(count >= 8 ? 4 : 1)))
        return "\(first)…(\(count) chars, #\(mark(of: bytes)))"
    }

    /// For each byte of the window, whether it belongs to five bytes on end that occur in a secret.
    private static func echoes(
        of secrets: [Secret], in sample: UnsafeBufferPointer<UInt8>, window: Range<Int>
    ) -> [Bool] {
        let width = 5
        var grams: Set<UInt64> = []
        func gram(_ at: Int) -> UInt64 { (0..<width).reduce(0) { $0 << 8 | UInt64(sample[at + $1]) } }
        for secret in secrets where secret.shown.count >= width {
            for at in secret.shown.lowerBound...(secret.shown.upperBound - width) { grams.insert(gram(at)) }
        }
        var hidden = [Bool](repeating: false, count: window.count)
        guard !grams.isEmpty, window.count >= width else { return hidden }
        for at in window.lowerBound...(window.upperBound - width) where grams.contains(gram(at)) {
            for k in at..<at + width { hidden[k - window.lowerBound] = true }
        }
        return hidden
    }

    /// Six hexadecimal digits: FNV-1a over key and bytes, mixed and cut.
    private static func mark(of bytes: some Sequence<UInt8>) -> String {
        var keyed = FNV1a(key: 0x5c1f_63a2_0be7_94d1)
        keyed.add(bytes)
        var hash = (keyed.state ^ keyed.state >> 33) &* 0xff51_afd7_ed55_8ccd
        hash ^= hash >> 33
        return HexDigits.text(hash & 0xff_ffff, count: 6)
    }
}
