import CByteScan

/// International bank account numbers (ISO 13616): length of the country, checksum modulo 97.
public enum BankAccount {
    /// Replaces `hits` by the offsets of the first letters of the IBANs in a block of whole lines, ascending.
    public static func scanIBANs(_ base: UnsafePointer<UInt8>, _ count: Int, hits: inout [UInt32]) {
        let block = UnsafeBufferPointer(start: base, count: count)
        NumberScan.scan(
            hits: &hits, candidates: { civic_scan_ibans(base, count, &$0, &$1) }, accepts: { number(at: $0, in: block) != nil })
    }

    /// The IBAN that starts at `start`: on end, or in groups of four with a space between.
    static func number(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        guard start + 4 < text.count, let length = length(of: text[start], text[start + 1]) else { return nil }
        if start > 0, isJoined(text[start - 1]) {
            // The letter of a JSON escape stands before a value, not in it.
            guard start > 1, text[start - 2] == UInt8(ascii: "\\") else { return nil }
        }
        let isGrouped = text[start + 4] == 0x20
        var characters: [UInt8] = []
        var i = start
        while characters.count < length, i < text.count {
            if isGrouped, !characters.isEmpty, characters.count % 4 == 0 {
                guard text[i] == 0x20, i + 1 < text.count else { return nil }
                i += 1
            }
            guard isUpper(text[i]) || isDigit(text[i]) else { return nil }
            characters.append(text[i])
            i += 1
        }
        guard characters.count == length, i == text.count || !isJoined(text[i]), isValid(characters) else { return nil }
        return start..<i
    }

    /// Two check digits and remainder 1.
    static func isValid(_ characters: [UInt8]) -> Bool {
        characters.count >= 5 && isDigit(characters[2]) && isDigit(characters[3]) && remainder(characters) == 1
    }

    /// Modulo 97 of what at least four characters stand for, letters as 10 to 35, the first four moved to the end; nil when one is neither a digit nor a capital.
    static func remainder(_ characters: [UInt8]) -> Int? {
        var remainder = 0
        for byte in characters[4...] + characters[..<4] {
            if isDigit(byte) {
                remainder = (remainder * 10 + Int(byte) - 0x30) % 97
            } else if isUpper(byte) {
                remainder = (remainder * 100 + Int(byte) - 0x37) % 97
            } else {
                return nil
            }
        }
        return remainder
    }

    private static func length(of first: UInt8, _ second: UInt8) -> Int? {
        lengths[UInt16(first) << 8 | UInt16(second)]
    }

    /// SWIFT's IBAN registry, release 99: country code and length.
    private static let lengths: [UInt16: Int] = {
        let registry = """
            AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 \
            EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 \
            KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 \
            PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 \
            UA29 VA22 VG24 XK20 YE30
            """
        var lengths: [UInt16: Int] = [:]
        for entry in registry.split(separator: " ") {
            let bytes = Array(entry.utf8)
            lengths[UInt16(bytes[0]) << 8 | UInt16(bytes[1])] = Int(entry.dropFirst(2))
        }
        return lengths
    }()

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    private static func isJoined(_ byte: UInt8) -> Bool { isWord(byte) }
}
