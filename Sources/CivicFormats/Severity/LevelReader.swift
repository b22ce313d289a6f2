public import CivicModel

/// Maps what loggers write as a severity to `Level`. Words mean the same everywhere; numbers depend on the schema.
///
/// Notice, PostgreSQL's LOG, MySQL's Note, SUCCESS and CONFIG count as info; critical, alert, emergency and panic as fatal;
/// severe as error; fine as debug; finest and verbose as trace. `Level.none` is a word that says "no severity" (DEFAULT, OFF,
/// the companion lines of PostgreSQL); nil is a word that nobody knows.
public enum LevelReader {
    /// A severity as text, in any case, with blanks, brackets or a colon around it. A number in a string is read by `scale`.
    public static func level(word: UnsafeBufferPointer<UInt8>, scale: LevelScale = .unknown) -> Level? {
        guard scale != .notASeverity else { return Level.none }
        var word = word[...]
        while let first = word.first, isTrimmed(first) { word = word.dropFirst() }
        while let last = word.last, isTrimmed(last) || last == UInt8(ascii: ":") { word = word.dropLast() }
        guard let first = word.first, word.count <= 32 else { return nil }
        if first &- 0x30 < 10 || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            return integer(word).flatMap { level(number: $0, scale: scale) }
        }
        var lower = word.map { byte in byte &- 0x41 < 26 ? byte | 0x20 : byte }
        if lower.starts(with: "severity_number_".utf8) { lower.removeFirst(16) }
        if let level = words[String(decoding: lower, as: UTF8.self)] { return level }
        // slog writes the distance to the level below: `INFO+2`, `DEBUG-4`.
        if let sign = lower.firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }),
            let base = slogBase(lower[..<sign]), let distance = integer(lower[sign...])
        {
            return level(number: base + distance, scale: .slog)
        }
        // OpenTelemetry and others number the steps inside a level: `DEBUG2`, `INFO3`, MongoDB's `D1`.
        guard let last = lower.last, last &- 0x30 < 10 else { return nil }
        while let last = lower.last, last &- 0x30 < 10 { lower.removeLast() }
        return words[String(decoding: lower, as: UTF8.self)]
    }

    /// A severity as a number. Nil: no level has this number on the scale.
    public static func level(number n: Int, scale: LevelScale) -> Level? {
        switch scale {
        case .unknown: unknown(n)
        case .pino: stair(n, [(0, .trace), (20, .debug), (30, .info), (40, .warn), (50, .error), (60, .fatal)])
        case .python:
            stair(n, [(0, .none), (1, .trace), (10, .debug), (20, .info), (30, .warn), (40, .error), (50, .fatal)])
        case .syslog: pick(n, [.fatal, .fatal, .fatal, .error, .warn, .info, .info, .debug])
        case .openTelemetry:
            n > 24
                ? nil
                : stair(n, [(0, .none), (1, .trace), (5, .debug), (9, .info), (13, .warn), (17, .error), (21, .fatal)])
        case .gcp: stair(n, [(0, .none), (100, .debug), (200, .info), (400, .warn), (500, .error), (600, .fatal)])
        case .monolog: stair(n, [(100, .debug), (200, .info), (300, .warn), (400, .error), (500, .fatal)])
        case .logback:
            stair(n, [(0, .trace), (10_000, .debug), (20_000, .info), (30_000, .warn), (40_000, .error), (50_000, .fatal)])
        case .log4j:
            stair(n, [(0, .none), (1, .fatal), (101, .error), (201, .warn), (301, .info), (401, .debug), (501, .trace)])
        case .jul: stair(n, [(0, .trace), (400, .debug), (700, .info), (900, .warn), (1000, .error), (1001, .none)])
        case .dotnet: pick(n, [.trace, .debug, .info, .warn, .error, .fatal, .none])
        case .slog: stair(n, [(.min, .trace), (-4, .debug), (0, .info), (4, .warn), (8, .error), (12, .fatal)])
        case .zap: pick(n &+ 1, [.debug, .info, .warn, .error, .fatal, .fatal, .fatal])
        case .zerolog: pick(n &+ 1, [.trace, .debug, .info, .warn, .error, .fatal, .fatal, .none])
        case .nextcloud: pick(n, [.debug, .info, .warn, .error, .fatal])
        case .winston: pick(n, [.error, .warn, .info, .debug, .debug, .debug, .trace])
        case .windows: pick(n, [.info, .fatal, .error, .warn, .info, .trace])
        case .cockroach: pick(n, [.none, .info, .warn, .error, .fatal])
        case .mysql: pick(n, [.info, .error, .warn, .info])
        case .notASeverity: Level.none
        }
    }

    /// Redis marks a line with one of `. - * #`.
    public static func redis(_ mark: UInt8) -> Level? {
        switch mark {
        case UInt8(ascii: "."), UInt8(ascii: "-"): .debug
        case UInt8(ascii: "*"): .info
        case UInt8(ascii: "#"): .warn
        default: nil
        }
    }

    /// The level of the highest step that `n` reaches; steps ascend.
    private static func stair(_ n: Int, _ steps: [(from: Int, level: Level)]) -> Level? {
        steps.last { $0.from <= n }?.level
    }

    private static func pick(_ n: Int, _ levels: [Level]) -> Level? { levels.indices.contains(n) ? levels[n] : nil }

    /// 0...7 as syslog, 8...99 as bunyan and pino, thousands as logback; slog's own negative ones. 100...800 mean
    /// different things to Monolog, Google, Log4j and JUL, so they are nothing.
    private static func unknown(_ n: Int) -> Level? {
        switch n {
        case -8, -4: level(number: n, scale: .slog)
        case 0...7: level(number: n, scale: .syslog)
        case 10...99: level(number: n, scale: .pino)
        case 5000...50_000: level(number: n, scale: .logback)
        default: nil
        }
    }

    private static func slogBase(_ word: ArraySlice<UInt8>) -> Int? {
        switch String(decoding: word, as: UTF8.self) {
        case "debug": -4
        case "info": 0
        case "warn": 4
        case "error": 8
        default: nil
        }
    }

    private static func isTrimmed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "\""):
            true
        default: false
        }
    }

    /// A sign and up to six digits, and nothing else; `30.0` counts as 30.
    private static func integer(_ bytes: some Collection<UInt8>) -> Int? {
        var value = 0
        var count = 0
        var isNegative = false
        var isFraction = false
        for (k, byte) in bytes.enumerated() {
            if k == 0, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
                isNegative = byte == UInt8(ascii: "-")
            } else if byte == UInt8(ascii: "."), count > 0, !isFraction {
                isFraction = true
            } else if byte &- 0x30 < 10, !isFraction || byte == 0x30 {
                guard count < 6 else { return nil }
                if !isFraction {
                    value = value * 10 + Int(byte &- 0x30)
                    count += 1
                }
            } else {
                return nil
            }
        }
        return count == 0 ? nil : isNegative ? -value : value
    }

    /// Lower-case words and letters.
    private static let words: [String: Level] = {
        var words: [String: Level] = [:]
        func add(_ level: Level, _ list: String) {
            for word in list.split(separator: " ") { words[String(word)] = level }
        }
        add(.trace, "trace trc trce verbose vrb finest silly t v all")
        // `http` is winston's, below info.
        add(.debug, "debug dbg dbug debu d fine finer http")
        add(
            .info,
            "info inf information informational notice noti note log success config configuration i n system normal informative"
                + " stats")
        add(.warn, "warn warning wrn warnings w deprecation deprecated advisory")
        add(.error, "error err erro eror errors e fail failure failed severe exception")
        add(.fatal, "fatal ftl fata f crit critical c alert emerg emergency panic pani dpanic fault disaster")
        add(
            .none,
            "none default unknown notset unspecified off any undefined statement detail hint context query location n/a null")
        return words
    }()
}
