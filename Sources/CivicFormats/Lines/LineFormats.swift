/// All formats of lines that are not JSON.
public enum LineFormats {
    /// In the order in which a line is asked: the first format whose `parse` answers true has it. Envelopes come first, then
    /// formats with an unmistakable start, then those that the ones before them would fit, too; `PlainText` takes the rest.
    public static let all: [any LineFormat.Type] = [
        DockerCompose.self, CRI.self, SyslogRFC5424.self, SyslogRFC3164.self, KlogHeader.self, NginxError.self,
        ApacheError.self, RubyLogger.self, SerilogConsole.self, RedisText.self, MySQLError.self, PostgresText.self, ZapConsole.self,
        CommonLog.self, Logfmt.self, TimestampedText.self, LevelText.self, PrefixedJSON.self, PlainText.self,
    ]

    /// The format of that id.
    public static func named(_ id: String) -> (any LineFormat.Type)? { all.first { $0.id == id } }
}
