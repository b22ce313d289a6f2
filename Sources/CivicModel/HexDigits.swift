/// Numbers as hexadecimal digits of a fixed count, in lower case.
public enum HexDigits {
    /// - Parameter count: digits that the value fits into; zeros are put in front.
    public static func text(_ value: UInt64, count: Int = 16) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
