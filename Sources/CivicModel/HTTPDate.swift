/// The `Date` of an HTTP answer: `Sun, 22 Nov 2026 10:40:08 GMT` (RFC 9110 5.6.7).
public enum HTTPDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Seconds since 1970, or nil when it is none.
    public static func seconds(_ text: String) -> Int64? {
        let parts = text.split { $0 == " " || $0 == "," || $0 == ":" || $0 == "-" }.map(String.init)
        guard parts.count >= 7, parts[0].first?.isLetter == true, let day = Int(parts[1]),
            let month = months.firstIndex(of: parts[2].prefix(3).lowercased()), var year = Int(parts[3]),
            let hour = Int(parts[4]),
            let minute = Int(parts[5]), let second = Int(parts[6]), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        // Two digits: RFC 850.
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        guard (1970...2262).contains(year) else { return nil }
        let days = CivilDate.daysSinceEpoch(year: year, month: month + 1, day: day)
        return Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    public static func instant(_ text: String) -> Instant? {
        seconds(text).map { Instant(nanoseconds: $0 * 1_000_000_000) }
    }
}
