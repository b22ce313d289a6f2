/// Shares as people write them.
enum NumberWords {
    /// Two digits that matter: `0.35%`.
    static func percent(_ share: Double) -> String {
        let hundredths = share * 100
        var scale = 1.0
        var decimals = 0
        while hundredths * scale < 10, decimals < 6 {
            scale *= 10
            decimals += 1
        }
        let whole = Int((hundredths * scale).rounded(.up))
        guard decimals > 0 else { return "\(whole)%" }
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let cut = padded.index(padded.endIndex, offsetBy: -decimals)
        return padded[..<cut] + "." + padded[cut...] + "%"
    }
}
