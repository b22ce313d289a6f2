public import CivicModel

/// A line that says nothing but its text.
public enum PlainText: LineFormat {
    public static let id = "plain"
    public static let title = "plain text"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] { [(.message, "message")] }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample("the cart service is ready", time: nil, level: .none, message: "the cart service is ready"),
            FormatSample("Error while opening the store", time: nil, level: .none, message: "Error while opening the store"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        sink.text("message", line)
        return true
    }
}
