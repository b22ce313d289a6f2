import CivicFormats
import CivicModel
import Testing

@Suite struct `Severities as written` {
    private func level(_ word: String, _ scale: LevelScale = .unknown) -> Level? {
        withExactBytes(word) { LevelReader.level(word: UnsafeBufferPointer(start: $0, count: $1), scale: scale) }
    }

    @Test(arguments: [
        ("trace TRACE Trc VRB verbose finest T V SEVERITY_NUMBER_TRACE TRACE4 silly", Level.trace),
        ("debug DEBUG dbg DEBU fine finer D D1 D5 DEBUG2 DEBUG5 SEVERITY_NUMBER_DEBUG2", .debug),
        ("info INFO Information inf I notice NOTICE noti LOG Note SUCCESS CONFIG System INFO+2 INFO2 STATS", .info),
        ("warn WARNING WaRNiNg wrn W WARN3 DEPRECATION WARN+1", .warn),
        ("error ERROR err erro E fail SEVERE ERROR2 SEVERITY_NUMBER_ERROR ERROR+1", .error),
        ("fatal FTL fata F crit critical alert emerg emergency panic DPANIC pani Fault ERROR+4", .fatal),
        ("none DEFAULT UNKNOWN NOTSET STATEMENT DETAIL HINT CONTEXT", .none),
        ("[info] INFO: <info> (info) \"info\"", .info),
    ])
    func `words and letters mean the same in every schema`(words: String, expected: Level) {
        for word in words.split(separator: " ") { #expect(level(String(word)) == expected, "\(word)") }
    }

    @Test func `padding around a word does not count`() {
        #expect(level("INFO ") == .info)
        #expect(level("[info    ]") == .info)
        #expect(level("  WARN\t") == .warn)
    }

    @Test(arguments: ["", " ", "[]", "payment", "ERRORS_TOTAL", "II", "Z", "Q7", "info!", "2x", "+", "uvicorn.error", "ℹ️"])
    func `a word that nobody knows is no level`(word: String) {
        #expect(level(word) == nil)
    }

    @Test(arguments: [
        (
            LevelScale.pino,
            [(10, Level.trace), (20, .debug), (30, .info), (35, .info), (40, .warn), (55, .error), (60, .fatal)]
        ),
        (.python, [(0, Level.none), (5, .trace), (10, .debug), (20, .info), (25, .info), (30, .warn), (40, .error)]),
        (.python, [(50, .fatal)]),
        (.syslog, [(0, .fatal), (1, .fatal), (2, .fatal), (3, .error), (4, .warn), (5, .info), (6, .info), (7, .debug)]),
        (.openTelemetry, [(0, Level.none), (1, .trace), (8, .debug), (9, .info), (13, .warn), (17, .error), (24, .fatal)]),
        (.gcp, [(0, Level.none), (100, .debug), (200, .info), (300, .info), (400, .warn), (500, .error), (600, .fatal)]),
        (.gcp, [(800, .fatal)]),
        (.monolog, [(100, .debug), (200, .info), (250, .info), (300, .warn), (400, .error), (500, .fatal), (600, .fatal)]),
        (.logback, [(5000, .trace), (10_000, .debug), (20_000, .info), (30_000, .warn), (40_000, .error)]),
        (.log4j, [(600, .trace), (500, .debug), (400, .info), (300, .warn), (200, .error), (100, .fatal)]),
        (.jul, [(300, .trace), (400, .debug), (500, .debug), (700, .info), (800, .info), (900, .warn), (1000, .error)]),
        (.dotnet, [(0, .trace), (1, .debug), (2, .info), (3, .warn), (4, .error), (5, .fatal), (6, Level.none)]),
        (.slog, [(-8, .trace), (-4, .debug), (0, .info), (2, .info), (4, .warn), (8, .error), (12, .fatal)]),
        (.zap, [(-1, .debug), (0, .info), (1, .warn), (2, .error), (3, .fatal), (5, .fatal)]),
        (.zerolog, [(-1, .trace), (0, .debug), (1, .info), (2, .warn), (3, .error), (4, .fatal), (5, .fatal)]),
        (.nextcloud, [(0, .debug), (1, .info), (2, .warn), (3, .error), (4, .fatal)]),
        (.winston, [(0, .error), (1, .warn), (2, .info), (5, .debug), (6, .trace)]),
        (.windows, [(1, .fatal), (2, .error), (3, .warn), (4, .info), (5, .trace)]),
        (.cockroach, [(1, .info), (2, .warn), (3, .error), (4, .fatal)]),
        (.mysql, [(0, .info), (1, .error), (2, .warn), (3, .info)]),
        (.notASeverity, [(0, Level.none), (40, Level.none)]),
        (.unknown, [(3, .error), (6, .info), (30, .info), (50, .error), (20_000, .info), (-4, .debug)]),
    ])
    func `a number means what its schema says`(scale: LevelScale, pairs: [(Int, Level)]) {
        for (number, expected) in pairs {
            #expect(LevelReader.level(number: number, scale: scale) == expected, "\(number) of \(scale)")
            #expect(level("\(number)", scale) == expected, "\"\(number)\" of \(scale)")
        }
    }

    @Test func `a number that is on no scale is no level`() {
        #expect(LevelReader.level(number: 200, scale: .unknown) == nil)
        #expect(LevelReader.level(number: 9, scale: .syslog) == nil)
        #expect(LevelReader.level(number: Int.min, scale: .zap) == nil)
        #expect(LevelReader.level(number: Int.max, scale: .nextcloud) == nil)
        #expect(level("30.0", .pino) == .info)
        #expect(level("9999999", .pino) == nil)
    }

    @Test func `a policy field is no severity whatever it says`() {
        #expect(level("Error", .notASeverity) == Level.none)
        #expect(level("RequestResponse", .notASeverity) == Level.none)
    }

    @Test func `the marks of Redis are levels`() {
        #expect(".-*#x".utf8.map { LevelReader.redis($0) } == [.debug, .debug, .info, .warn, nil])
    }
}
