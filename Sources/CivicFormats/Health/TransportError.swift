/// The kinds of failure that leave a question without an answer, under the names that OpenTelemetry gives them.
public enum TransportError {
    /// First match wins: `connection timed out` is a timeout, `TLS handshake timeout` too.
    private static let marks: [(type: String, words: [String])] = [
        ("timeout", ["timeout", "timed out", "timedout", "deadline exceeded", "etimedout", "client.timeout"]),
        ("connection_refused", ["refused", "econnrefused"]),
        ("connection_reset", ["reset", "econnreset", "broken pipe", "epipe"]),
        (
            "dns",
            [
                "dns", "no such host", "name resolution", "name or service not known", "enotfound", "getaddrinfo",
                "could not resolve", "couldn't resolve", "eai_again", "unknown host", "unknownhost", "nodename nor servname",
            ]
        ),
        ("tls", ["tls", "ssl", "certificate", "x509", "handshake"]),
        ("too_many_redirects", ["too many redirects", "too_many_redirects", "toomanyredirects", "stopped after 10 redirects"]),
        (
            "empty_reply",
            ["empty reply", "empty_reply", "empty response", "remotedisconnected", "without response", "socket hang up"]
        ),
        ("body_read", ["body_read", "incompleteread", "unexpected eof", "transfer closed", "partial file"]),
        ("cancelled", ["cancel", "aborted"]),
        ("protocol", ["protocol", "malformed http", "bad status line", "invalid http"]),
    ]

    static let other = "_OTHER"

    /// The type that a message, or a name of another vocabulary, means.
    public static func type(of text: String) -> String {
        let text = text.lowercased()
        return marks.first { $0.words.contains { text.contains($0) } }?.type ?? other
    }

    /// The type that an exit status of curl means; nil for success.
    public static func type(curlExit code: Int) -> String? {
        switch code {
        case 0: nil
        case 6: "dns"
        case 7: "connection_refused"
        case 18: "body_read"
        case 28: "timeout"
        case 35, 51, 58, 60: "tls"
        case 47: "too_many_redirects"
        case 52: "empty_reply"
        case 56: "connection_reset"
        default: other
        }
    }
}
