public import CivicModel

/// Log files in the W3C's extended format (IIS, CloudFront, many proxies and firewalls): a `#Fields:` directive names the
/// columns of the lines after it, which are divided by blanks or tabs. Dates and times are GMT by definition.
public enum W3CExtended: LineFormat {
    public static let id = "w3c-extended"
    public static let title = "W3C extended log file format"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] {
        [
            (.time, "time"), (.httpMethod, "cs-method"), (.httpRoute, "cs-uri-stem"), (.httpRoute, "cs-uri"),
            (.httpStatus, "sc-status"), (.duration, "time-taken"), (.service, "s-sitename"), (.instance, "s-computername"),
            (.host, "s-computername"), (.request, "x-edge-request-id"), (.request, "streamid"), (.errorMessage, "s-reason"),
        ]
    }
    public static let levelScale = LevelScale.notASeverity
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "#Fields: date time cs-method cs-uri-stem sc-status time-taken\n2026-01-05 10:00:00 GET /cart 200 15",
                time: "2026-01-05T10:00:00Z", level: .none, message: nil),
            FormatSample(
                "#Fields: date time s-sitename cs(User-Agent)\n2026-01-05\t10:00:01.250\tshop\t\"curl 8\"",
                time: "2026-01-05T10:00:01.250Z", level: .none, message: nil),
        ]
    }

    /// Needs the columns in the sink, or in a directive in front of the line.
    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        var line = line
        var columns = sink.columns
        if let end = line.firstIndex(of: 0x0A), let named = W3CColumns(directive: line.first(end)) {
            columns = named
            line = line.from(end + 1)
        }
        guard let columns, line.byte(0) != UInt8(ascii: "#") else { return false }
        sink.lineColumns = columns
        // Tabs divide where there are any, else blanks.
        let divider: UInt8 = line.holds(0x09) ? 0x09 : 0x20
        guard var c = LineCursor(line) else { return false }
        var values: [Bytes] = []
        values.reserveCapacity(columns.names.count)
        while !c.isAtEnd {
            if values.count == columns.names.count { return false }
            if c.peek == UInt8(ascii: "\""), let text = c.quoted(), c.isAtEnd || c.peek == divider {
                values.append(text.text)
            } else {
                let start = c.at
                while !c.isAtEnd, c.peek != divider { c.at += 1 }
                values.append(c.since(start))
            }
            if divider == 0x20 { while c.take(0x20) {} } else { _ = c.take(0x09) }
        }
        guard values.count == columns.names.count else { return false }
        if let date = columns.date, let time = columns.time {
            guard values[date].count == 10, values[time].byte(2) == UInt8(ascii: ":"), values[time].count <= 18 else {
                return false
            }
            // Written into the sink's own memory, since date and time need not stand side by side.
            sink.text("time", sink.instant(date: values[date], time: values[time]))
        }
        for (index, name) in columns.names.enumerated() {
            if columns.time != nil, columns.date != nil, index == columns.date || index == columns.time { continue }
            let value = values[index]
            let bytes = UnsafeBufferPointer(start: name.start, count: name.count)
            sink.add(bytes, value.equals("-") ? .null : value.literalKind, value)
        }
        return true
    }
}

/// The columns that a `#Fields:` directive names.
public struct W3CColumns: Sendable {
    /// Bytes of `storage`.
    struct Name: @unchecked Sendable {
        var start: UnsafePointer<UInt8>
        var count: Int
    }

    let names: [Name]
    /// Places of the columns `date` and `time`.
    let date: Int?
    let time: Int?
    /// Keeps the bytes of the names.
    private let storage: Storage

    private final class Storage: @unchecked Sendable {
        // Written before anybody else sees it.
        let text: UnsafeMutablePointer<UInt8>
        let count: Int
        init(_ bytes: Bytes) {
            count = bytes.count
            text = .allocate(capacity: bytes.count + 1)
            if let from = bytes.baseAddress { text.update(from: from, count: bytes.count) }
        }
        deinit { text.deallocate() }
    }

    /// Nil when the line is no `#Fields:` directive.
    init?(directive line: Bytes) {
        guard line.starts(with: "#Fields:") else { return nil }
        storage = Storage(line.from(8))
        var names: [Name] = []
        var p = UnsafePointer(storage.text)
        let end = p + storage.count
        var (date, time): (Int?, Int?) = (nil, nil)
        while p < end {
            while p < end, p.pointee.isBlank || p.pointee == 0x0D { p += 1 }
            let start = p
            while p < end, !p.pointee.isBlank, p.pointee != 0x0D { p += 1 }
            let name = Bytes(start: start, count: p - start)
            guard !name.isEmpty else { break }
            if name.equals("date") { date = names.count }
            if name.equals("time") { time = names.count }
            names.append(Name(start: start, count: name.count))
        }
        guard !names.isEmpty else { return nil }
        (self.names, self.date, self.time) = (names, date, time)
    }

    /// A line that tells about the lines after it.
    static func isDirective(_ line: Bytes) -> Bool {
        line.byte(0) == UInt8(ascii: "#") && line.byte(1).isLetter || line.starts(with: "# ")
    }
}
