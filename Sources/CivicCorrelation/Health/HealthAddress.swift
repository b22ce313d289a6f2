/// Addresses of endpoints as they may be shown: a password in them, or the value of a query, is nobody's business.
public enum HealthAddress {
    /// The address without user, password and values of the query.
    public static func shown(_ url: String) -> String {
        var rest = url[...]
        var head = ""
        if let scheme = rest.firstRange(of: "://") {
            head = String(rest[..<scheme.upperBound])
            rest = rest[scheme.upperBound...]
            let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            if let at = host.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        }
        return head + withoutValues(rest)
    }

    /// Path and query alone: `/readyz?verbose`; an address that has no path is shown whole.
    public static func path(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return withoutValues(url[...]) }
        let rest = url[scheme.upperBound...]
        return rest.firstIndex { $0 == "/" || $0 == "?" }.map { withoutValues(rest[$0...]) } ?? shown(url)
    }

    private static func withoutValues(_ text: Substring) -> String {
        guard let mark = text.firstIndex(of: "?") else { return String(text.prefix(160)) }
        let names = text[text.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false).prefix(8).map {
            part -> String in
            guard let equals = part.firstIndex(of: "=") else { return String(part.prefix(24)) }
            let value = part[part.index(after: equals)...]
            // `ready=1`, `type=live`: what a probe asks for, and too short to be a secret.
            return String(part[...equals].prefix(24)) + (value.utf8.count <= 8 ? String(value) : "…")
        }
        return String(text[..<mark].prefix(160)) + "?" + names.joined(separator: "&")
    }
}
