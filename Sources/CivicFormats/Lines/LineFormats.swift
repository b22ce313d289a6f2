/// All formats of lines that are not JSON.
public enum LineFormats {
    /// In the order in which a line is asked: the first format whose `parse` answers true has it. Envelopes come first, then
    /// formats with an unmistakable start, then those that the ones before them would fit, too; `PlainText` takes the rest.
    public static let all: [any LineFormat.Type] = [
        DockerCompose.self, W3CExtended.self, MySQLSlow.self, CRI.self, SyslogRFC5424.self, SyslogRFC3164.self, KlogHeader.self,
        NginxError.self,
        ApacheError.self, RubyLogger.self, SerilogConsole.self, RedisText.self, MySQLError.self, PostgresText.self,
        ZapConsole.self, CommonLog.self, Logfmt.self, DotNetConsole.self, TimestampedText.self, LevelText.self,
        PrefixedJSON.self,
        PlainText.self,
    ]

    /// The format of that id.
    public static func named(_ id: String) -> (any LineFormat.Type)? { all.first { $0.id == id } }

    /// Resets the sink, fills it and gives the index in `all` of the format that has the line: what asking one after the
    /// other gives, without asking those that the first byte rules out. The line must not be empty.
    public static func read(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Int {
        var candidates = line.isEmpty ? 0 : Self.candidates[Int(line[0])]
        while candidates != 0 {
            let index = candidates.trailingZeroBitCount
            candidates &= candidates - 1
            sink.reset()
            if parse(index, line, into: sink) { return index }
        }
        sink.reset()
        _ = PlainText.parse(line, into: sink)
        return all.count - 1
    }

    /// `all[index].parse`, without the detour through a table of witnesses.
    @inline(__always)
    private static func parse(_ index: Int, _ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        switch index {
        case 0: DockerCompose.parse(line, into: sink)
        case 1: W3CExtended.parse(line, into: sink)
        case 2: MySQLSlow.parse(line, into: sink)
        case 3: CRI.parse(line, into: sink)
        case 4: SyslogRFC5424.parse(line, into: sink)
        case 5: SyslogRFC3164.parse(line, into: sink)
        case 6: KlogHeader.parse(line, into: sink)
        case 7: NginxError.parse(line, into: sink)
        case 8: ApacheError.parse(line, into: sink)
        case 9: RubyLogger.parse(line, into: sink)
        case 10: SerilogConsole.parse(line, into: sink)
        case 11: RedisText.parse(line, into: sink)
        case 12: MySQLError.parse(line, into: sink)
        case 13: PostgresText.parse(line, into: sink)
        case 14: ZapConsole.parse(line, into: sink)
        case 15: CommonLog.parse(line, into: sink)
        case 16: Logfmt.parse(line, into: sink)
        case 17: DotNetConsole.parse(line, into: sink)
        case 18: TimestampedText.parse(line, into: sink)
        case 19: LevelText.parse(line, into: sink)
        case 20: PrefixedJSON.parse(line, into: sink)
        default: PlainText.parse(line, into: sink)
        }
    }

    /// For every first byte, one bit for each format that a line with it can be of.
    private static let candidates: [UInt32] = (0...255).map { (byte: UInt8) in
        var bits: UInt32 = 1 << 20 | 1 << 21
        func add(_ indices: Int..., when isPossible: Bool) {
            if isPossible { for index in indices { bits |= 1 << UInt32(index) } }
        }
        let bracket = byte == UInt8(ascii: "[")
        add(0, when: byte.isLetter || byte.isDigit)
        add(3, 7, 11, 12, 13, 14, when: byte.isDigit)
        add(1, 2, when: byte == UInt8(ascii: "#"))
        add(4, when: byte == UInt8(ascii: "<"))
        add(5, when: byte == UInt8(ascii: "<") || byte.isDigit || byte.isUpper)
        add(6, 9, when: byte.isUpper)
        add(8, 10, 11, when: bracket)
        add(15, when: !bracket && byte != UInt8(ascii: "{"))
        add(16, when: byte.isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "@"))
        add(17, when: byte.isDigit || bracket || byte.isLower)
        add(18, when: byte.isDigit || byte.isUpper || bracket || byte == UInt8(ascii: "@"))
        add(19, when: byte.isLetter || bracket)
        return bits
    }
}
