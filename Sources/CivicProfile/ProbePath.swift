/// The paths that probes of health and metrics conventionally ask for: told by their last segment.
public enum ProbePath {
    private static let names: Set<String> = [
        "health", "healthz", "healthcheck", "health-check", "_health", "ready", "readyz", "readiness", "live", "livez",
        "liveness",
        "metrics", "ping", "alive", "startupz", "heartbeat",
    ]

    /// Whether a request path, with or without its query, is that of a probe.
    public static func isProbe(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        // Paths of probes are short: this also keeps the text below from being made for most requests.
        guard path.count <= 48 else { return false }
        var end = path.count
        for i in 0..<end where path[i] == UInt8(ascii: "?") {
            end = i
            break
        }
        while end > 1, path[end - 1] == UInt8(ascii: "/") { end -= 1 }
        guard end > 1 else { return false }
        var start = end
        while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
        guard end - start >= 4, end - start <= 12 else { return false }
        // h, r, l, m, p, a, s or _: no other letter starts such a name.
        switch path[start] | 0x20 {
        case 0x68, 0x72, 0x6c, 0x6d, 0x70, 0x61, 0x73, 0x7f: break
        default: return false
        }
        return names.contains(String(decoding: path[start..<end], as: UTF8.self).lowercased())
    }
}
