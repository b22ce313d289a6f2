/// Host and port, the same for every way of writing this machine.
enum HostAddress {
    private static let own: Set<String> = ["localhost", "::1", "0.0.0.0", "::", "127.0.0.1"]

    /// `127.0.0.1:8080` of `http://user@localhost:8080/admin?x` and of `localhost:8080`; nil where no port is known.
    static func of(_ text: String) -> String? {
        var rest = text[...]
        var port: Substring = ""
        if let scheme = text.firstRange(of: "://") {
            switch text[..<scheme.lowerBound].lowercased() {
            case "http": port = "80"
            case "https": port = "443"
            default: break
            }
            rest = text[scheme.upperBound...]
        }
        rest = rest.prefix { !"/?#".contains($0) }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        var host = rest
        if let colon = rest.lastIndex(of: ":"), rest.last != "]" {
            (host, port) = (rest[..<colon], rest[rest.index(after: colon)...])
        }
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, host.utf8.count <= 253, !host.contains(" "), (1...5).contains(port.utf8.count),
            port.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let name = host.lowercased()
        return (own.contains(name) ? "127.0.0.1" : name) + ":" + port
    }
}
