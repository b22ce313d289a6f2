public import CivicModel

/// What curl says when nobody answered: the body that a loop of captures keeps then.
public enum CurlError: HealthFormat {
    public static let id = "curl-error"
    public static let title = "curl's message that no answer came"
    public static var samples: [HealthSample] {
        [
            HealthSample("curl: (7) Failed to connect to localhost port 8080: Connection refused\n", .fail),
            HealthSample("curl: (28) Operation timed out after 1001 milliseconds with 0 bytes received", .fail),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil, let line = document.lines.last, let code = exit(line),
            document.lines.dropLast().allSatisfy({ isProgress($0) })
        else { return nil }
        var report = HealthReport(format: id)
        report.settle(word: TransportError.type(curlExit: code) ?? TransportError.other, status: .fail)
        return report
    }

    /// The table of a transfer, which curl writes in front of its message.
    private static func isProgress(_ line: String) -> Bool {
        line.hasPrefix("% Total") || line.hasPrefix("Dload") || line.contains("--:--:--")
    }

    /// The exit status in `curl: (7) …`.
    static func exit(_ line: some StringProtocol) -> Int? {
        guard line.hasPrefix("curl: ("), let (code, _) = line.dropFirst(7).split(around: ")") else { return nil }
        return Int(code)
    }
}
