import CivicFormats
import CivicModel

/// The value formats that `format:` names. All decide by bytes; none allocates.
enum ValueFormats {
    static func holds(_ format: ValueFormat, _ s: UnsafeBufferPointer<UInt8>) -> Bool {
        switch format {
        case .rfc3339:
            guard s.count >= 20, let base = s.baseAddress else { return false }
            let time = TimeParser().parse(base, s.count)
            return time.shape.encoding == .rfc3339 && time.shape.basis == .explicitOffset
        case .uuid: return isUUID(s)
        case .ulid: return s.count == 26 && s[0] <= UInt8(ascii: "7") && s.allSatisfy(isCrockford)
        case .traceparent: return isTraceparent(s)
        case .ipv4: return isIPv4(s)
        case .ipv6: return isIPv6(s)
        case .email: return isEmail(s)
        case .uri: return isURI(s)
        case .semver: return isSemanticVersion(s)
        case .iso4217: return s.count == 3 && currencies.contains(String(decoding: s, as: UTF8.self))
        case .iban: return isIBAN(s)
        case .luhn: return isLuhn(s)
        case .traceID: return isHexID(s, digits: 32)
        case .spanID: return isHexID(s, digits: 16)
        case .correlationID: return isMeaningfulID(s)
        }
    }

    @inline(__always)
    static func isHex(_ c: UInt8) -> Bool {
        c &- UInt8(ascii: "0") <= 9 || (c | 0x20) &- UInt8(ascii: "a") <= 5
    }

    /// `digits` lower-case hexadecimal digits, not all zero (W3C Trace Context, section 3.2.2).
    static func isHexID(_ s: UnsafeBufferPointer<UInt8>, digits: Int) -> Bool {
        guard s.count == digits else { return false }
        var seen: UInt8 = 0
        var bad: UInt8 = 0
        for c in s {
            let isDigit = c &- UInt8(ascii: "0") <= 9
            let isLetter = c &- UInt8(ascii: "a") <= 5
            bad |= isDigit || isLetter ? 0 : 1
            seen |= c ^ UInt8(ascii: "0")
        }
        return bad == 0 && seen != 0
    }

    static func isUUID(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        guard s.count == 36 else { return false }
        for i in 0..<36 {
            if i == 8 || i == 13 || i == 18 || i == 23 {
                if s[i] != UInt8(ascii: "-") { return false }
            } else if !isHex(s[i]) {
                return false
            }
        }
        return true
    }

    private static func isCrockford(_ c: UInt8) -> Bool {
        switch c {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            let u = c & 0xdf
            return u != UInt8(ascii: "I") && u != UInt8(ascii: "L") && u != UInt8(ascii: "O") && u != UInt8(ascii: "U")
        default: return false
        }
    }

    /// `00-<32 hex>-<16 hex>-<2 hex>`, version not `ff`, ids not all zero.
    static func isTraceparent(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        guard s.count >= 55, s[2] == UInt8(ascii: "-"), s[35] == UInt8(ascii: "-"), s[52] == UInt8(ascii: "-") else {
            return false
        }
        guard isHex(s[0]), isHex(s[1]), !(s[0] | 0x20 == UInt8(ascii: "f") && s[1] | 0x20 == UInt8(ascii: "f")) else {
            return false
        }
        guard s.count == 55 || (!(s[0] == UInt8(ascii: "0") && s[1] == UInt8(ascii: "0")) && s[55] == UInt8(ascii: "-")) else {
            return false
        }
        return isHexID(UnsafeBufferPointer(rebasing: s[3..<35]), digits: 32)
            && isHexID(UnsafeBufferPointer(rebasing: s[36..<52]), digits: 16) && isHex(s[53]) && isHex(s[54])
    }

    /// An id that can tell one flow from another: not a placeholder, at least 8 characters with at least three different
    /// ones, no blanks; a traceparent must follow its grammar.
    static func isMeaningfulID(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        guard s.count >= 4 else { return false }
        if s.count >= 55, s.count(where: { $0 == UInt8(ascii: "-") }) == 3, s[2] == UInt8(ascii: "-"),
            s[35] == UInt8(ascii: "-")
        {
            return isTraceparent(s)
        }
        var distinct: UInt64 = 0
        var count = 0
        for c in s {
            if c <= 0x20 { return false }
            let bit = UInt64(1) << UInt64(c & 63)
            if distinct & bit == 0 {
                distinct |= bit
                count += 1
            }
        }
        if count < 3 { return false }
        return !isPlaceholder(s)
    }

    /// Words that loggers write where there is no id.
    static func isPlaceholder(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        if s.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "-") }) { return true }
        guard s.count <= 12 else { return false }
        let word = String(decoding: s, as: UTF8.self).lowercased()
        return ["null", "nil", "none", "undefined", "unknown", "n/a", "na", "(null)", "<nil>", "<null>", "empty", "-", ""]
            .contains(word)
    }

    private static func isIPv4(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        let parts = s.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }) else { return false }
                return part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
            }
    }

    private static func isIPv6(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        guard s.count >= 2, s.count <= 45, s.allSatisfy({ isHex($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
        else { return false }
        let text = String(decoding: s, as: UTF8.self)
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        let isShort = text.contains("::")
        guard halves.count <= 2, text.contains(":") else { return false }
        var groups = 0
        for half in halves where !half.isEmpty {
            for group in half.split(separator: ":", omittingEmptySubsequences: false) {
                if group.contains(".") {
                    guard Array(group.utf8).withUnsafeBufferPointer(isIPv4) else { return false }
                    groups += 2
                } else {
                    guard (1...4).contains(group.count) else { return false }
                    groups += 1
                }
            }
        }
        return isShort ? groups < 8 : groups == 8
    }

    private static func isEmail(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        guard s.count <= 254, let at = s.lastIndex(of: UInt8(ascii: "@")), at > 0, at < s.count - 3 else { return false }
        let domain = s[(at + 1)...]
        return !s.contains(0x20) && domain.contains(UInt8(ascii: ".")) && domain.first != UInt8(ascii: ".")
            && domain.last != UInt8(ascii: ".")
    }

    private static func isURI(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let colon = s.firstIndex(of: UInt8(ascii: ":")), colon > 1, colon < s.count - 1 else { return false }
        return !s.contains { $0 <= 0x20 } && (s[0] | 0x20) &- UInt8(ascii: "a") < 26
            && s[..<colon].allSatisfy { c in
                (c | 0x20) &- UInt8(ascii: "a") < 26 || c &- UInt8(ascii: "0") <= 9 || c == UInt8(ascii: "+")
                    || c == UInt8(ascii: "-")
                    || c == UInt8(ascii: ".")
            }
    }

    private static func isSemanticVersion(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        let core = s.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }
        let parts = core.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 3
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
                    && (part.count == 1 || part.first != UInt8(ascii: "0"))
            }
    }

    private static func isIBAN(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        let compact = s.filter { $0 != 0x20 }
        return (15...34).contains(compact.count) && BankAccount.remainder(compact) == 1
    }

    private static func isLuhn(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
        let digits = s.filter { $0 != 0x20 && $0 != UInt8(ascii: "-") }.map { $0 &- UInt8(ascii: "0") }
        return digits.count >= 2 && digits.allSatisfy { $0 <= 9 } && PaymentCard.passesLuhn(digits)
    }

    /// ISO 4217 alphabetic codes in use.
    private static let currencies: Set<String> = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
        CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR
        ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
        MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
        SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
        ZWG
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
}
