public import CivicModel

/// The log files of Kubernetes' container runtimes: `RFC3339Nano stdout|stderr F|P rest`.
public enum CRI: LineFormat {
    public static let id = "cri"
    public static let title = "container runtime interface (Kubernetes pod logs)"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] { [(.time, "time")] }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "2026-02-03T04:05:06.070809010Z stdout F cache warmed", time: "2026-02-03T04:05:06.070809010Z",
                level: .none, message: "cache warmed"),
            FormatSample(
                #"2026-02-03T04:05:07.5+02:00 stderr F {"level":"warn","msg":"slow disk"}"#,
                time: "2026-02-03T02:05:07.5Z", level: .warn, message: "slow disk"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.count > 28, line[0].isDigit, line[4] == UInt8(ascii: "-"), line[10] == UInt8(ascii: "T"),
            var c = LineCursor(line), let time = c.until(0x20, limit: 40)
        else { return false }
        let stream = c.word()
        guard stream.equals("stdout") || stream.equals("stderr"), c.take(0x20) else { return false }
        let tag = c.peek
        guard tag == UInt8(ascii: "F") || tag == UInt8(ascii: "P") else { return false }
        // Further tags follow after colons; the interface reserves them.
        let tags = c.word()
        guard tags.count == 1 || tags[1] == UInt8(ascii: ":") else { return false }
        sink.text("time", time)
        sink.text("stream", stream)
        sink.isPartial = tag == UInt8(ascii: "P")
        _ = c.take(0x20)
        if c.isAtEnd { sink.text("message", c.rest) } else { sink.payload = c.rest }
        return true
    }
}
