/// How numbers, shares, durations, sizes and switches are written in rule files.
enum ValueSyntax {
    /// A decimal number: `12`, `-0.5`. No exponent, no digits in other bases, no `inf`.
    static func number(_ text: String) -> Double? {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        var points = 0
        for byte in digits {
            if byte == UInt8(ascii: ".") { points += 1 } else if !(0x30...0x39).contains(byte) { return nil }
        }
        guard points <= 1, let first = digits.first, let last = digits.last, first != UInt8(ascii: "."),
            last != UInt8(ascii: "."), digits.count <= 40
        else { return nil }
        return Double(text)
    }

    /// A share: `0.1%` or `0.001`. Not limited to 0...1 here.
    static func ratio(_ text: String) -> Double? {
        guard text.hasSuffix("%") else { return number(text) }
        let digits = text.dropLast().trimmingSpaces()
        // Scaled in decimal, so that 0.1% is the very number 0.001.
        return number(digits) == nil ? nil : Double(digits + "e-2")
    }

    /// Seconds: `30s`, `5m`, `24h`, `7d`, `250ms`, `1h30m`.
    static func duration(_ text: String) -> Double? {
        var rest = text[...]
        var seconds = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let value = number(String(digits)) else { return nil }
            switch unit {
            case "ms": seconds += Double(digits + "e-3") ?? value / 1_000
            case "s": seconds += value
            case "m", "min": seconds += value * 60
            case "h": seconds += value * 3_600
            case "d": seconds += value * 86_400
            default: return nil
            }
        }
        return seconds
    }

    /// Bytes: `512B`, `32KiB`, `1MB` (a million), `1MiB`, `2GiB`.
    static func size(_ text: String) -> Double? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let value = number(String(digits)) else { return nil }
        let factor: Double
        switch text.dropFirst(digits.count).drop(while: { $0 == " " }) {
        case "B": factor = 1
        case "KB", "kB": factor = 1_000
        case "MB": factor = 1_000_000
        case "GB": factor = 1_000_000_000
        case "KiB": factor = 1_024
        case "MiB": factor = 1_048_576
        case "GiB": factor = 1_073_741_824
        default: return nil
        }
        return value * factor
    }

    /// A number, a duration in seconds or a size in bytes.
    static func quantity(_ text: String) -> Double? { number(text) ?? duration(text) ?? size(text) }

    /// `true`, `yes`, `on`; `false`, `no`, `off`; any case.
    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }

    /// A share in the shortest exact spelling: `0.1%`, `50%`. Shares that no percentage of up to six decimals spells exactly
    /// are written as a number.
    static func spelled(ratio: Double) -> String {
        for decimals in 0...6 {
            var scaled = ratio * 100
            for _ in 0..<decimals { scaled *= 10 }
            let whole = scaled.rounded()
            guard whole < 1e15 else { break }
            var digits = String(Int(whole))
            if decimals > 0 {
                while digits.count <= decimals { digits = "0" + digits }
                digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
            }
            if Self.ratio(digits + "%") == ratio { return digits + "%" }
        }
        return spelled(number: ratio)
    }

    /// A number that `number` reads back exactly: `40`, `0.5`, never an exponent.
    static func spelled(number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return String(Int(number)) }
        let text = "\(number)"
        guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }), let power = Int(text[text.index(after: mark)...])
        else { return text }
        let sign = text.hasPrefix("-") ? "-" : ""
        var digits = String(text[..<mark].filter(\.isNumber))
        if power >= 0 {
            return sign + digits + String(repeating: "0", count: max(0, power + 1 - digits.count))
        }
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        return sign + "0." + String(repeating: "0", count: -power - 1) + digits
    }
}

extension StringProtocol {
    /// Without blanks at either end.
    func trimmingSpaces() -> String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
