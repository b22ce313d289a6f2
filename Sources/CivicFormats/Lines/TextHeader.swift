/// What stands between a text line's time and its message: level, thread, logger, process id and the like, in the orders and
/// brackets that loggers of Java, Python, .NET, Go, Erlang and Ruby write by default.
///
/// The header ends at the first thing that no rule knows: what is left is the message. Every rule asks for more than one sign
/// (a bracket, a divider, a class-like name), since the first words of a sentence look like names.
struct TextHeader {
    var level: Bytes?
    var thread: Bytes?
    var logger: Bytes?
    var pid: Bytes?
    var service: Bytes?
    var file: Bytes?
    var line: Bytes?
    var function: Bytes?
    var trace: Bytes?
    var span: Bytes?
    var request: Bytes?
    /// `[name:4]` before the level, as ZooKeeper writes its own id.
    var tag: (name: Bytes, value: Bytes)?

    /// Names in brackets whose meaning the rest of the header decides.
    private var names: (Bytes?, Bytes?, Bytes?)
    /// `---` was seen: the header of Spring Boot.
    private var isSpring = false

    /// Reads the header; the cursor then stands at the message.
    mutating func read(_ c: inout LineCursor) {
        items: for _ in 0..<12 {
            c.skipBlanks()
            switch c.peek {
            case 0: break items
            case UInt8(ascii: "["):
                guard readBracket(&c) else { break items }
            case UInt8(ascii: "("):
                // `(MainThread)`: a thread without blanks right behind the level.
                let before = c.at
                guard level != nil, thread == nil, names.0 == nil, let name = c.bracketed(0x28, 0x29, limit: 64), !name.isEmpty,
                    c.peek.isBreak, isThread(name)
                else {
                    c.at = before
                    break items
                }
                thread = name
            case UInt8(ascii: "<"):
                // Erlang's `<0.692.0>`.
                let before = c.at
                guard pid == nil, let name = c.bracketed(0x3C, 0x3E, limit: 32), name.byte(0).isDigit,
                    name.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") })
                else {
                    c.at = before
                    break items
                }
                pid = Bytes(start: before, count: c.at - before)
            case UInt8(ascii: "|"):
                guard c.peek(1).isBreak else { break items }
                c.skip(1)
            case UInt8(ascii: "-"):
                if isSpring || pid != nil, c.peek(1) == UInt8(ascii: "-"), c.peek(2) == UInt8(ascii: "-"), c.peek(3).isBreak {
                    isSpring = true
                    c.skip(3)
                    continue
                }
                guard c.peek(1).isBreak else { break items }
                c.skip(1)
                if level != nil {
                    // `time - LEVEL - logger - text`
                    c.skipBlanks()
                    if logger == nil { _ = readLogger(&c, needsDots: true) }
                    break items
                }
            case UInt8(ascii: ">"):
                // `LEVEL> ` of Log4perl.
                guard let level, level.baseAddress == c.at - level.count, c.peek(1).isBreak else { break items }
                c.skip(1)
            case UInt8(ascii: ":"):
                if level == nil, readWorker(&c) { break items }
                guard level != nil || c.peek(1).isLetter || c.peek(1).isBreak else { break items }
                let isTight = !c.peek(1).isBreak
                c.skip(1)
                if level != nil {
                    // `INFO:root:text`
                    if isTight, logger == nil { readTightLogger(&c) }
                    c.skipBlanks()
                    break items
                }
            default:
                let hadLogger = logger != nil
                guard readWord(&c) else { break items }
                // A logger is read with its divider, so the message follows; a level behind a logger has its own to come.
                if logger != nil, level != nil, !hadLogger, c.peek != UInt8(ascii: ":") { break items }
            }
        }
        c.skipBlanks()
        assignNames()
    }

    /// Adds what was found, in one order whatever the line's.
    func emit(into sink: FieldSink) {
        sink.text("level", level)
        sink.text("service", service)
        sink.text("thread", thread)
        sink.text("logger", logger)
        sink.literal("pid", pid)
        sink.text("function", function)
        sink.text("file", file)
        sink.literal("line", line)
        sink.text("trace_id", trace)
        sink.text("span_id", span)
        sink.text("request_id", request)
        if let tag { sink.add(tag.name, tag.value.literalKind, tag.value) }
    }

    // MARK: - Words

    /// One bare word: a level, a number with a level behind it, a logger with a divider. False: the message starts here.
    private mutating func readWord(_ c: inout LineCursor) -> Bool {
        if level == nil {
            if let word = Self.levelWord(c, acceptsLetter: pid != nil || Self.isMongoHeader(c)) {
                level = word
                c.skip(word.count)
                return true
            }
            if c.peek.isDigit, readNumber(&c) { return true }
            if logger == nil, readChannel(&c) || readProgram(&c) { return true }
            // AWS Lambda: `time TAB request id TAB LEVEL TAB text`.
            if request == nil, c.left > 37, c.peek(36) == 0x09, c.peek(8) == UInt8(ascii: "-") {
                let id = c.rest.first(36)
                if id.isUUID {
                    request = id
                    c.skip(37)
                    return true
                }
            }
        } else if c.peek.isDigit, pid == nil, readNumber(&c) {
            return true
        }
        if logger == nil, file == nil { return readLogger(&c, needsDots: false) }
        return file != nil && function == nil && readMethod(&c)
    }

    /// `Name::method - ` behind a file and a line, as Log4perl writes it.
    private mutating func readMethod(_ c: inout LineCursor) -> Bool {
        var ahead = c
        var colons = 0
        while ahead.peek.isNameByte || ahead.peek == UInt8(ascii: ":") {
            if ahead.peek == UInt8(ascii: ":") { colons += 1 }
            ahead.at += 1
        }
        let name = ahead.since(c.at)
        guard colons > 1, name.count <= 160, name.byte(name.count - 1) != UInt8(ascii: ":"), ahead.peek == 0x20,
            ahead.peek(1) == UInt8(ascii: "-"), ahead.peek(2).isBreak
        else { return false }
        function = name
        c = ahead
        c.skip(1)
        return true
    }

    /// `I NETWORK  [conn1] `, as MongoDB wrote before it wrote JSON: a letter, a component in capitals or `-`, a bracket.
    private static func isMongoHeader(_ c: LineCursor) -> Bool {
        guard c.peek.isUpper, c.peek(1) == 0x20 || c.peek(1).isDigit else { return false }
        var i = c.peek(1) == 0x20 ? 2 : 3
        let start = i
        while c.peek(i).isUpper || c.peek(i) == UInt8(ascii: "_") || c.peek(i) == UInt8(ascii: "-") { i += 1 }
        guard i > start, c.peek(i) == 0x20 else { return false }
        while c.peek(i) == 0x20 { i += 1 }
        return c.peek(i) == UInt8(ascii: "[")
    }

    /// `channel.LEVEL: ` of Monolog, where Laravel puts its environment in front. The colon stays.
    private mutating func readChannel(_ c: inout LineCursor) -> Bool {
        var i = 0
        while c.peek(i).isLetter || c.peek(i).isDigit || c.peek(i) == UInt8(ascii: "_") || c.peek(i) == UInt8(ascii: "-") {
            i += 1
        }
        guard i > 0, i <= 64, c.peek(i) == UInt8(ascii: ".") else { return false }
        var ahead = c
        ahead.skip(i + 1)
        let start = ahead.at
        while ahead.peek.isUpper { ahead.at += 1 }
        let word = ahead.since(start)
        guard word.count >= 4, ahead.peek == UInt8(ascii: ":"), ahead.peek(1).isBreak, word.isLevelWord else { return false }
        logger = c.rest.first(i)
        level = word
        c = ahead
        return true
    }

    /// `name[12] LEVEL: ` and `name: LEVEL: `: a program with its process id, or a logger, and a level with a colon, which stays.
    private mutating func readProgram(_ c: inout LineCursor) -> Bool {
        guard c.peek.isLetter else { return false }
        var ahead = c
        while ahead.peek.isNameByte { ahead.at += 1 }
        let name = ahead.since(c.at)
        guard name.count <= 64 else { return false }
        var number: Bytes?
        if ahead.peek == UInt8(ascii: "[") {
            guard let inside = ahead.bracketed(0x5B, 0x5D, limit: 12), inside.isDigits else { return false }
            number = inside
        }
        let hasColon = ahead.take(UInt8(ascii: ":"))
        guard hasColon || number != nil, ahead.peek.isBlank else { return false }
        ahead.skipBlanks()
        guard let word = Self.levelWord(ahead, acceptsLetter: false) else { return false }
        ahead.skip(word.count)
        guard ahead.peek == UInt8(ascii: ":"), ahead.peek(1).isBreak else { return false }
        (logger, level) = (name, word)
        if let number { pid = pid ?? number }
        c = ahead
        return true
    }

    /// `: LEVEL/Process] ` behind a time, as Celery writes it.
    private mutating func readWorker(_ c: inout LineCursor) -> Bool {
        var ahead = c
        ahead.skip(1)
        ahead.skipBlanks()
        let start = ahead.at
        while ahead.peek.isUpper { ahead.at += 1 }
        let word = ahead.since(start)
        guard word.isLevelWord, ahead.take(UInt8(ascii: "/")) else { return false }
        let nameStart = ahead.at
        while ahead.peek.isNameByte { ahead.at += 1 }
        let name = ahead.since(nameStart)
        guard !name.isEmpty, name.count <= 64, ahead.take(UInt8(ascii: "]")) else { return false }
        (level, thread) = (word, name)
        c = ahead
        return true
    }

    /// The level at the cursor. Words that also start sentences need a divider behind them unless they are in capitals.
    static func levelWord(_ c: LineCursor, acceptsLetter: Bool) -> Bytes? {
        var i = 0
        var hasLower = false
        while c.peek(i).isLetter, i < 13 {
            hasLower = hasLower || c.peek(i).isLower
            i += 1
        }
        guard i > 0 else { return nil }
        // `INFO+2` of slog, `DEBUG5` of PostgreSQL.
        var count = i
        if c.peek(i).isDigit, !c.peek(i + 1).isDigit {
            count = i + 1
        } else if c.peek(i) == UInt8(ascii: "+") || c.peek(i) == UInt8(ascii: "-"), c.peek(i + 1).isDigit {
            count = i + 1
            while c.peek(count).isDigit { count += 1 }
        }
        let next = c.peek(count)
        let isDivided: Bool
        switch next {
        case UInt8(ascii: ":"), UInt8(ascii: "|"), 0x09, UInt8(ascii: "["): isDivided = true
        case 0x20:
            isDivided =
                c.peek(count + 1) == 0x20 || c.peek(count + 1) == UInt8(ascii: "[") || c.peek(count + 1) == UInt8(ascii: "|")
        case 0: isDivided = true
        case UInt8(ascii: ","): isDivided = c.peek(count + 1).isBlank
        case UInt8(ascii: ">") where c.peek(count + 1).isBlank: isDivided = true
        default: return nil
        }
        let word = c.rest.first(count)
        switch LevelWord.standing(word) {
        case .none: return nil
        case .letter: return acceptsLetter && !hasLower ? word : nil
        case .ambiguous: return hasLower ? nil : word
        case .sure:
            // In lower case and without a divider these alone are levels more often than sentences.
            guard hasLower, !isDivided else { return word }
            let isCommon =
                word.equals("info") || word.equals("debug") || word.equals("warn") || word.equals("error")
                || word.equals("trace") || word.equals("warning") || word.equals("fatal")
            return isCommon ? word : nil
        }
    }

    /// A process or thread number: only where a level, `---` or a second number with a level follows.
    private mutating func readNumber(_ c: inout LineCursor) -> Bool {
        let before = c.at
        let number = c.digits()
        guard number.count <= 20, c.peek.isBlank else {
            c.at = before
            return false
        }
        c.skipBlanks()
        if c.peek == UInt8(ascii: "-"), c.peek(1) == UInt8(ascii: "-"), c.peek(2) == UInt8(ascii: "-") {
            (pid, isSpring) = (number, true)
            return true
        }
        guard level == nil else {
            c.at = before
            return false
        }
        if Self.levelWord(c, acceptsLetter: false) != nil || c.peek == UInt8(ascii: "["), pid == nil {
            pid = number
            return true
        }
        // Android: `pid tid LEVEL tag: text`.
        let second = c.digits()
        if !second.isEmpty, c.peek == 0x20 {
            c.skipBlanks()
            if Self.levelWord(c, acceptsLetter: true) != nil {
                (pid, thread) = (number, second)
                return true
            }
        }
        c.at = before
        return false
    }

    /// A name with a divider behind it: `a.b.C - `, `Version   : `, `mod:function:12 - `, `a.b.C: `, `main.go:12: `.
    private mutating func readLogger(_ c: inout LineCursor, needsDots: Bool) -> Bool {
        let before = c.at
        guard c.peek.isLetter || c.peek == UInt8(ascii: "_") || c.peek == UInt8(ascii: "/") else { return false }
        var dots = 0
        while true {
            let byte = c.peek
            if byte.isNameByte || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "@")
                || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            {
                if byte == UInt8(ascii: ".") { dots += 1 }
            } else if byte == UInt8(ascii: ":"), !c.peek(1).isBreak {
                dots += 1
            } else {
                break
            }
            c.at += 1
        }
        let name = c.since(before)
        guard name.count <= 160, !name.isEmpty else {
            c.at = before
            return false
        }
        if c.peek == UInt8(ascii: ":") {
            // `a.b.C: text`, `main.go:12: text`
            if splitSource(name) {
                c.skip(1)
                return true
            }
            guard level != nil || thread != nil || names.0 != nil, dots > 0, !name.holds(UInt8(ascii: "/")),
                !name.holds(UInt8(ascii: ":")), !name.holds(UInt8(ascii: "@")), name.byte(name.count - 1) != UInt8(ascii: ".")
            else {
                c.at = before
                return false
            }
            logger = name
            c.skip(1)
            return true
        }
        guard c.peek.isBlank else {
            c.at = before
            return false
        }
        let afterName = c.at
        c.skipBlanks()
        let divider = c.peek
        let isDivided =
            (divider == UInt8(ascii: "-") || divider == UInt8(ascii: ":") || divider == UInt8(ascii: "|")) && c.peek(1).isBreak
        if isDivided, !needsDots || dots > 0 {
            c.skip(1)
            c.skipBlanks()
            // Before the level only `name - LEVEL` is one.
            if level != nil || Self.levelWord(c, acceptsLetter: false) != nil {
                if !splitSource(name) { logger = name }
                return true
            }
        } else if level != nil, splitSource(name) {
            c.at = afterName
            return true
        }
        c.at = before
        return false
    }

    /// `module:function:12` (loguru) and `file.ext:12`.
    private mutating func splitSource(_ name: Bytes) -> Bool {
        guard let colon = name.lastIndex(of: UInt8(ascii: ":")), colon > 0, name.from(colon + 1).isDigits else { return false }
        let front = name.first(colon)
        if let inner = front.firstIndex(of: UInt8(ascii: ":")) {
            guard inner > 0, inner + 1 < colon else { return false }
            (logger, function, line) = (front.first(inner), front.from(inner + 1), name.from(colon + 1))
            return true
        }
        // An address is `host:port`: the extension of a source file is letters and short.
        guard let dot = front.lastIndex(of: UInt8(ascii: ".")) else { return false }
        let suffix = front.from(dot + 1)
        guard dot > 0, isSourceSuffix(suffix) else { return false }
        (file, line) = (front, name.from(colon + 1))
        return true
    }

    private func isSourceSuffix(_ suffix: Bytes) -> Bool {
        switch suffix.count {
        case 1: suffix[0] == UInt8(ascii: "c") || suffix[0] == UInt8(ascii: "h")
        case 2:
            suffix.equals("go") || suffix.equals("py") || suffix.equals("rs") || suffix.equals("cc") || suffix.equals("rb")
                || suffix.equals("kt") || suffix.equals("js") || suffix.equals("ts") || suffix.equals("cs")
                || suffix.equals("ex") || suffix.equals("pl") || suffix.equals("pm")
        case 3:
            suffix.equals("cpp") || suffix.equals("hpp") || suffix.equals("php") || suffix.equals("erl") || suffix.equals("mjs")
        case 4: suffix.equals("java")
        case 5: suffix.equals("scala") || suffix.equals("swift")
        default: false
        }
    }

    /// `root:` of `INFO:root:text`.
    private mutating func readTightLogger(_ c: inout LineCursor) {
        let before = c.at
        while c.peek.isNameByte { c.at += 1 }
        let name = c.since(before)
        guard !name.isEmpty, name.count <= 100, name[0].isLetter || name[0] == UInt8(ascii: "_"), c.take(UInt8(ascii: ":"))
        else {
            c.at = before
            return
        }
        logger = name
    }

    // MARK: - Brackets

    /// One `[…]`. False: it belongs to the message.
    private mutating func readBracket(_ c: inout LineCursor) -> Bool {
        let before = c.at
        let isAdjacent = level.map { $0.baseAddress == before - $0.count } ?? false
        guard let inside = c.bracketed(0x5B, 0x5D) else { return false }
        let text = inside.trimmed
        if level == nil, text.isLevelWord || (text.count == 1 && LevelWord.standing(text) == .letter && text[0].isUpper) {
            level = text
            _ = c.take(UInt8(ascii: ":"))
            return true
        }
        if text.isEmpty {
            guard c.peek.isBreak else {
                c.at = before
                return false
            }
            return true
        }
        if pid == nil, text.isDigits {
            // `INFO[0042]` of logrus counts seconds since the start.
            if !isAdjacent { pid = text }
            _ = c.take(UInt8(ascii: ":"))
            return true
        }
        if readIds(text) { return true }
        // ZooKeeper: `[thread:Class@519]`.
        if let at = text.lastIndex(of: UInt8(ascii: "@")), text.from(at + 1).isDigits, names.0 == nil {
            let front = text.first(at)
            let colon = front.lastIndex(of: UInt8(ascii: ":"))
            thread = colon.map { front.first($0) }
            logger = front.from(colon.map { $0 + 1 } ?? 0)
            line = text.from(at + 1)
            return true
        }
        if level == nil, tag == nil, let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            text.first(colon).allSatisfy({ $0.isLower }), text.from(colon + 1).isDigits
        {
            tag = (text.first(colon), text.from(colon + 1))
            return true
        }
        let isClosed = c.peek.isBreak
        if isClosed, !text.holds(0x20) || isSpring || level == nil {
            if names.0 == nil {
                names.0 = text
            } else if names.1 == nil {
                names.1 = text
            } else if names.2 == nil, isSpring {
                names.2 = text
            } else {
                c.at = before
                return false
            }
            return true
        }
        // A name with blanks is a thread only when a logger follows.
        if isClosed, names.0 == nil, logger == nil {
            var ahead = c
            ahead.skipBlanks()
            var trial = self
            trial.names.0 = text
            if trial.readLogger(&ahead, needsDots: false), trial.logger != nil {
                self = trial
                c = ahead
                return true
            }
        }
        c.at = before
        return false
    }

    /// Ids of traces and requests: `[id]` of 32 hex digits or a UUID, `[trace-span]`, and `[app,trace,span]` as Sleuth has it.
    private mutating func readIds(_ text: Bytes) -> Bool {
        if text.isUUID, request == nil {
            request = text
            return true
        }
        if text.count == 32, text.isHex, trace == nil {
            trace = text
            return true
        }
        if text.count == 49, text[32] == UInt8(ascii: "-"), text.first(32).isHex, text.from(33).isHex {
            (trace, span) = (text.first(32), text.from(33))
            return true
        }
        guard let comma = text.firstIndex(of: UInt8(ascii: ",")), !text.holds(0x20), !text.holds(UInt8(ascii: "=")) else {
            return false
        }
        let first = text.first(comma)
        let rest = text.from(comma + 1)
        let second = rest.firstIndex(of: UInt8(ascii: ","))
        if let second {
            let (middle, last) = (rest.first(second), rest.from(second + 1))
            let lastId = last.first(last.firstIndex(of: UInt8(ascii: ",")) ?? last.count)
            guard isTraceId(middle) || middle.isEmpty, isTraceId(lastId) || lastId.isEmpty else { return false }
            if !first.isEmpty { service = first }
            if !middle.isEmpty { trace = middle }
            if !lastId.isEmpty { span = lastId }
            return true
        }
        guard isTraceId(first) || first.isEmpty, isTraceId(rest) || rest.isEmpty else { return false }
        if !first.isEmpty { trace = first }
        if !rest.isEmpty { span = rest }
        return true
    }

    private func isTraceId(_ text: Bytes) -> Bool { (text.count == 16 || text.count == 32) && text.isHex }

    /// Decides what the bracketed names are.
    private mutating func assignNames() {
        guard let first = names.0 else { return }
        if isSpring {
            // `[app] [thread]`; the application's name only since Spring Boot 3.4, and only when it is set.
            if let second = names.1 {
                (service, thread) = (service ?? first, thread ?? second)
            } else {
                thread = thread ?? first
            }
            return
        }
        guard let second = names.1 else {
            if thread == nil, logger != nil || isThread(first) {
                thread = first
            } else if logger == nil {
                logger = first
            }
            return
        }
        if logger != nil {
            thread = thread ?? first
        } else if isThread(second) || (first.holds(UInt8(ascii: ".")) && !isThread(first)) {
            (logger, thread) = (first, thread ?? second)
        } else {
            (logger, thread) = (second, thread ?? first)
        }
    }

    /// Names that runtimes and pools give their threads.
    private func isThread(_ name: Bytes) -> Bool {
        if name.equals("main") || name.equals("MainThread") || name.equals("background-preinit") { return true }
        guard var c = LineCursor(name) else { return false }
        while !c.isAtEnd {
            let rest = c.rest
            switch c.peek | 0x20 {
            case UInt8(ascii: "t"):
                if rest.from(1).starts(with: "hread") || rest.starts(with: "task-") || rest.starts(with: "Task-") {
                    return true
                }
            case UInt8(ascii: "e"):
                if rest.starts(with: "exec-") || rest.starts(with: "executor") || rest.starts(with: "Executor")
                    || rest.starts(with: "event-loop") || rest.starts(with: "eventloop")
                {
                    return true
                }
            case UInt8(ascii: "p"): if rest.starts(with: "pool-") { return true }
            case UInt8(ascii: "w"): if rest.starts(with: "worker-") || rest.starts(with: "Worker-") { return true }
            case UInt8(ascii: "n"): if rest.starts(with: "nio-") { return true }
            case UInt8(ascii: "s"): if rest.starts(with: "scheduling-") || rest.starts(with: "scheduler-") { return true }
            default: break
            }
            c.at += 1
        }
        return false
    }
}
