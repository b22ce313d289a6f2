import CivicModel

/// Reads one time from the start of some bytes, whatever its notation. `at` answers 0 behind the end, which is neither digit,
/// letter nor separator, so no step needs a bounds check of its own.
struct TimeCursor {
    let p: UnsafePointer<UInt8>
    let n: Int
    var i = 0

    init(_ p: UnsafePointer<UInt8>, _ n: Int) {
        (self.p, self.n) = (p, n)
    }

    @inline(__always) func at(_ k: Int) -> UInt8 { k >= 0 && k < n ? p[k] : 0 }
    @inline(__always) func isDigit(_ k: Int) -> Bool { at(k) &- 0x30 < 10 }
    @inline(__always) func isLetter(_ k: Int) -> Bool { (at(k) | 0x20) &- 0x61 < 26 }
    @inline(__always) func isUpper(_ k: Int) -> Bool { at(k) &- 0x41 < 26 }
    @inline(__always) func isWordByte(_ k: Int) -> Bool { isDigit(k) || isLetter(k) || at(k) >= 0x80 }
    @inline(__always) func isBlank(_ k: Int) -> Bool { at(k) == 0x20 || at(k) == 0x09 }

    func digitRun(_ k: Int) -> Int {
        var e = k
        while isDigit(e) { e += 1 }
        return e - k
    }

    /// Value of `count` (at most 9) digits at `k`, which are known to be digits.
    func value(_ k: Int, _ count: Int) -> Int {
        var v = 0
        for j in k..<(k + count) { v = v * 10 + Int(at(j) &- 0x30) }
        return v
    }

    /// The time that the bytes begin with.
    static func match(_ p: UnsafePointer<UInt8>, _ n: Int, _ parser: TimeParser) -> TimeMatch {
        var cursor = TimeCursor(p, n)
        return cursor.match(parser)
    }

    static func glogMatch(_ p: UnsafePointer<UInt8>, _ n: Int, _ parser: TimeParser) -> TimeMatch {
        var cursor = TimeCursor(p, n)
        return cursor.glogMatch(parser)
    }

    // MARK: Whole notations

    private mutating func match(_ parser: TimeParser) -> TimeMatch {
        guard n > 0 else { return .none }
        if isDigit(0) { return digitsFirst(parser) }
        if isLetter(0) { return nameFirst(parser) }
        if at(0) == UInt8(ascii: "@") { return tai64n() }
        return .none
    }

    private mutating func digitsFirst(_ parser: TimeParser) -> TimeMatch {
        let run = digitRun(0)
        switch run {
        case 1, 2: return shortFirst(parser, run)
        case 4: return yearFirst(parser)
        case 6: return compact(parser, yearDigits: 2, .isoCompact)
        case 8: return compact(parser, yearDigits: 4, .isoCompact)
        case 14: return compact(parser, yearDigits: 4, .isoCompact)
        default: return epoch(run)
        }
    }

    private mutating func yearFirst(_ parser: TimeParser) -> TimeMatch {
        var civil = CivilTime()
        civil.year = value(0, 4)
        let separator = at(4)
        i = 5
        switch separator {
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."):
            let run = digitRun(5)
            if run == 3, separator == UInt8(ascii: "-") {
                let dayOfYear = value(5, 3)
                guard dayOfYear >= 1, dayOfYear <= (CivilTime.isLeap(civil.year) ? 366 : 365) else { return .none }
                let start = CivilDate.daysSinceEpoch(year: civil.year, month: 1, day: 1)
                (_, civil.month, civil.day) = CivilDate.from(daysSinceEpoch: start + dayOfYear - 1)
                i = 8
                return dateDone(parser, &civil, .ordinalDate)
            }
            if run == 0 {
                guard month(&civil), at(i) == separator else { return .none }
                i += 1
                guard day(&civil) else { return .none }
                return dateDone(parser, &civil, .other)
            }
            guard run <= 2, at(5 + run) == separator else { return .none }
            civil.month = value(5, run)
            i = 6 + run
            guard day(&civil) else { return .none }
            let encoding: TimeEncoding
            switch separator {
            case UInt8(ascii: "/"): encoding = .slashed
            case UInt8(ascii: "."): encoding = .other
            default:
                switch at(i) {
                case UInt8(ascii: "T"), UInt8(ascii: "t"): encoding = .rfc3339
                case 0x20, 0x09: encoding = .isoBlank
                default: encoding = .other
                }
            }
            return dateDone(parser, &civil, encoding)
        case 0x20:
            if isDigit(5) { return glogMatch(parser) }
            guard month(&civil), isBlank(i) else { return .none }
            skipBlanks()
            guard day(&civil) else { return .none }
            return dateDone(parser, &civil, .other)
        default:
            return .none
        }
    }

    /// `0517 15:04:22.619632`, `060102 15:04:05.654321`, `20210131 14:48:54.123456`
    private mutating func glogMatch(_ parser: TimeParser) -> TimeMatch {
        let run = digitRun(0)
        guard run == 4 || run == 6 || run == 8, isBlank(run) else { return .none }
        var civil = CivilTime()
        date(&civil, digits: run)
        i = run
        return dateDone(parser, &civil, .glog)
    }

    private func date(_ civil: inout CivilTime, digits run: Int) {
        switch run {
        case 4: civil.yearStyle = .absent
        case 6:
            civil.yearStyle = .two
            civil.year = value(0, 2)
        default: civil.year = value(0, 4)
        }
        civil.month = value(run - 4, 2)
        civil.day = value(run - 2, 2)
    }

    /// `20120702.102240,672`, `081109 203615`, `161209 13:08:33`, `20171223-22:15:29:606`, `20260105T100000Z`, `20260105100000`
    private mutating func compact(_ parser: TimeParser, yearDigits: Int, _ encoding: TimeEncoding) -> TimeMatch {
        var civil = CivilTime()
        let run = yearDigits + 4
        date(&civil, digits: run)
        i = run
        switch at(i) {
        case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): i += 1
        case 0x20, 0x09: skipBlanks()
        default: guard isDigit(i) else { return .none }
        }
        if digitRun(i) == 6 {
            (civil.hour, civil.minute, civil.second) = (value(i, 2), value(i + 2, 2), value(i + 4, 2))
            i += 6
            fraction(&civil)
        } else {
            guard colonClock(&civil) else { return .none }
        }
        return finish(parser, &civil, encoding)
    }

    /// One or two digits first: a day, a month, a year of two digits, or an hour.
    private mutating func shortFirst(_ parser: TimeParser, _ run: Int) -> TimeMatch {
        var civil = CivilTime()
        let first = value(0, run)
        i = run + 1
        switch at(run) {
        case UInt8(ascii: "/"):
            if isLetter(i) {
                civil.day = first
                guard month(&civil), at(i) == UInt8(ascii: "/"), digitRun(i + 1) == 4 else { return .none }
                civil.year = value(i + 1, 4)
                i += 5
                return dateDone(parser, &civil, .commonLog)
            }
            let second = digitRun(i)
            guard second == 1 || second == 2, at(i + second) == UInt8(ascii: "/") else { return .none }
            let middle = value(i, second)
            i += second + 1
            let third = digitRun(i)
            let last = third == 2 || third == 4 ? value(i, third) : 0
            if third == 4 {
                // The order of the United States unless it cannot be.
                civil.year = last
                (civil.month, civil.day) = first > 12 ? (middle, first) : (first, middle)
                i += 4
                return dateDone(parser, &civil, .monthDayYear)
            }
            guard third == 2 else { return .none }
            civil.yearStyle = .two
            i += 2
            // Spark writes yy/MM/dd; only a middle that is no month speaks for MM/dd/yy.
            if middle > 12 {
                (civil.month, civil.day, civil.year) = (first, middle, last)
                return dateDone(parser, &civil, .monthDayYear)
            }
            (civil.year, civil.month, civil.day) = (first, middle, last)
            return dateDone(parser, &civil, .slashedShortYear)
        case UInt8(ascii: "-"):
            civil.day = first
            if isLetter(i) {
                guard month(&civil), at(i) == UInt8(ascii: "-") else { return .none }
                i += 1
                guard year(&civil) else { return .none }
                return dateDone(parser, &civil, .dayMonthName)
            }
            guard digitRun(i) == 2, run == 2 else { return .none }
            let middle = value(i, 2)
            i += 2
            if at(i) == UInt8(ascii: "-"), digitRun(i + 1) == 4 {
                (civil.month, civil.year) = (middle, value(i + 1, 4))
                i += 5
                return dateDone(parser, &civil, .other)
            }
            // Android: `03-17 16:13:38.811`
            guard isBlank(i) else { return .none }
            (civil.month, civil.day, civil.yearStyle) = (first, middle, .absent)
            return dateDone(parser, &civil, .other)
        case UInt8(ascii: "."):
            // `05.01.2026 10:00:00`
            guard digitRun(i) == 2, run == 2, at(i + 2) == UInt8(ascii: "."), digitRun(i + 3) == 4 else { return .none }
            (civil.day, civil.month, civil.year) = (first, value(i, 2), value(i + 3, 4))
            i += 7
            return dateDone(parser, &civil, .other)
        case 0x20:
            // `30 May 2025 10:05:20`, and without the year
            civil.day = first
            guard isLetter(i), month(&civil), isBlank(i) else { return .none }
            skipBlanks()
            if digitRun(i) == 4 {
                civil.year = value(i, 4)
                i += 4
            } else {
                civil.yearStyle = .absent
                i -= 1
            }
            return dateDone(parser, &civil, .dayMonthName)
        default:
            return .none
        }
    }

    /// The name of a day or a month first.
    private mutating func nameFirst(_ parser: TimeParser) -> TimeMatch {
        var civil = CivilTime()
        var isWithDay = false
        if let length = dayName() {
            isWithDay = true
            i = length
            if at(i) == UInt8(ascii: ",") { i += 1 }
            guard isBlank(i) else { return .none }
            skipBlanks()
            // `Wed, 11 Oct 2000 14:32:52 GMT`
            if isDigit(i) {
                guard day(&civil), isBlank(i) || at(i) == UInt8(ascii: "-") else { return .none }
                i += 1
                guard month(&civil), isBlank(i) || at(i) == UInt8(ascii: "-") else { return .none }
                i += 1
                guard year(&civil) else { return .none }
                return dateDone(parser, &civil, .dayMonthName)
            }
        }
        guard month(&civil) else { return .none }
        if at(i) == UInt8(ascii: ".") { i += 1 }
        guard isBlank(i) else { return .none }
        skipBlanks()
        guard day(&civil) else { return .none }
        if at(i) == UInt8(ascii: ",") { i += 1 }
        guard isBlank(i) else { return .none }
        skipBlanks()
        if digitRun(i) == 4 {
            // `Nov  3, 2026 10:00:00 AM`, `Mon Jan 05 2026 10:00:00 GMT+0100 (CET)`
            civil.year = value(i, 4)
            i += 4
            return dateDone(parser, &civil, .other)
        }
        guard colonClock(&civil) else { return .none }
        guard isWithDay else {
            civil.yearStyle = .absent
            return finish(parser, &civil, .bsdSyslog, takesZone: false)
        }
        let clockEnd = i
        zone(&civil)
        if isBlank(i), digitRun(i + 1) == 4, !isWordByte(i + 5) {
            civil.year = value(i + 1, 4)
            i += 5
            if civil.offset == nil { return finish(parser, &civil, .ctime) }
            return finish(parser, &civil, .ctime, takesZone: false)
        }
        // Without the year, what looked like a zone may be the next word.
        i = clockEnd
        (civil.offset, civil.zone, civil.isAmbiguousZone, civil.yearStyle) = (nil, .none, false, .absent)
        return finish(parser, &civil, .ctime, takesZone: false)
    }

    /// `@` and 24 hex digits: seconds plus 2^62 in TAI (which daemontools keeps ten seconds ahead of UTC), nanoseconds.
    private func tai64n() -> TimeMatch {
        guard n >= 25, !isWordByte(25) else { return .none }
        var seconds: UInt64 = 0
        var nanos: UInt64 = 0
        for k in 1..<25 {
            let c = at(k)
            let lower = (c | 0x20) &- 0x61
            guard isDigit(k) || lower < 6 else { return .none }
            let digit = UInt64(isDigit(k) ? c &- 0x30 : lower + 10)
            if k <= 16 { seconds = seconds << 4 | digit } else { nanos = nanos << 4 | digit }
        }
        guard seconds >= 1 << 62, nanos < 1_000_000_000 else { return .none }
        let unix = seconds - 1 << 62
        guard unix >= EpochNumber.earliest, unix < EpochNumber.end else { return .none }
        return TimeMatch(
            end: 25,
            time: ParsedTime(
                nanoseconds: Int64(unix - 10) * 1_000_000_000 + Int64(nanos),
                shape: TimeShape(.tai64n, .epoch, digits: 9, zone: .none, fourDigitYear: true)))
    }

    private func epoch(_ run: Int) -> TimeMatch {
        guard run >= 9, run <= 19 else { return .none }
        var end = run
        if at(run) == UInt8(ascii: "."), isDigit(run + 1) { end = run + 1 + digitRun(run + 1) }
        guard !isWordByte(end) else { return .none }
        let time = EpochNumber.read(p, end)
        return time.isReadable ? TimeMatch(end: end, time: time) : .none
    }

    // MARK: Parts

    private mutating func skipBlanks() { while isBlank(i) { i += 1 } }

    private mutating func day(_ civil: inout CivilTime) -> Bool {
        let run = digitRun(i)
        guard run == 1 || run == 2 else { return false }
        civil.day = value(i, run)
        i += run
        return true
    }

    private mutating func year(_ civil: inout CivilTime) -> Bool {
        let run = digitRun(i)
        guard run == 4 || run == 2 else { return false }
        civil.year = value(i, run)
        if run == 2 { civil.yearStyle = .two }
        i += run
        return true
    }

    /// Three letters at `k` in lower case, packed.
    private func letters(_ k: Int) -> UInt32? {
        guard isLetter(k), isLetter(k + 1), isLetter(k + 2) else { return nil }
        return UInt32(at(k) | 0x20) << 16 | UInt32(at(k + 1) | 0x20) << 8 | UInt32(at(k + 2) | 0x20)
    }

    private static func pack(_ name: StaticString) -> UInt32 {
        // Called with the three-letter names below only.
        UInt32(name.utf8Start[0]) << 16 | UInt32(name.utf8Start[1]) << 8 | UInt32(name.utf8Start[2])
    }

    /// A month's English name, short or whole.
    private mutating func month(_ civil: inout CivilTime) -> Bool {
        guard let name = letters(i), let month = Self.monthNumber(name) else { return false }
        var length = 3
        while isLetter(i + length), length <= 9 { length += 1 }
        guard length == 3 || length == Self.monthLengths[month - 1] || length == 4 && month == 9 else { return false }
        civil.month = month
        i += length
        return true
    }

    private static let monthLengths: [Int] = [7, 8, 5, 5, 3, 4, 4, 6, 9, 7, 8, 8]

    private static func monthNumber(_ name: UInt32) -> Int? {
        switch name {
        case pack("jan"): 1
        case pack("feb"): 2
        case pack("mar"): 3
        case pack("apr"): 4
        case pack("may"): 5
        case pack("jun"): 6
        case pack("jul"): 7
        case pack("aug"): 8
        case pack("sep"): 9
        case pack("oct"): 10
        case pack("nov"): 11
        case pack("dec"): 12
        default: nil
        }
    }

    /// Length of an English name of a day, short or whole, at the start.
    private func dayName() -> Int? {
        guard let name = letters(0) else { return nil }
        let whole: Int
        switch name {
        case Self.pack("mon"), Self.pack("sun"), Self.pack("fri"): whole = 6
        case Self.pack("tue"): whole = 7
        case Self.pack("wed"): whole = 9
        case Self.pack("thu"), Self.pack("sat"): whole = 8
        default: return nil
        }
        var length = 3
        while isLetter(length), length <= 9 { length += 1 }
        return length == 3 || length == whole ? length : nil
    }

    /// What stands between a date and its time, then the time.
    private mutating func dateDone(
        _ parser: TimeParser, _ civil: inout CivilTime, _ encoding: TimeEncoding
    ) -> TimeMatch {
        switch at(i) {
        case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ":"): i += 1
        case UInt8(ascii: ","):
            i += 1
            skipBlanks()
        case 0x20, 0x09: skipBlanks()
        default: return .none
        }
        guard colonClock(&civil) else { return .none }
        return finish(parser, &civil, encoding)
    }

    private mutating func finish(
        _ parser: TimeParser, _ civil: inout CivilTime, _ encoding: TimeEncoding, takesZone: Bool = true
    ) -> TimeMatch {
        if halfDay(&civil), !civil.isClockValid { return .none }
        if takesZone { zone(&civil) }
        guard !isWordByte(i), let time = civil.resolved(encoding, parser) else { return .none }
        return TimeMatch(end: i, time: time)
    }

    /// A time of day, with AM or PM if that stands behind it.
    mutating func clock(_ civil: inout CivilTime) -> Bool {
        guard colonClock(&civil) else { return false }
        if halfDay(&civil), !civil.isClockValid { return false }
        return true
    }

    /// `h:mm`, `hh:mm:ss`, decimals
    private mutating func colonClock(_ civil: inout CivilTime) -> Bool {
        let run = digitRun(i)
        guard run == 1 || run == 2, at(i + run) == UInt8(ascii: ":"), digitRun(i + run + 1) == 2 else { return false }
        civil.hour = value(i, run)
        civil.minute = value(i + run + 1, 2)
        i += run + 3
        if at(i) == UInt8(ascii: ":"), digitRun(i + 1) == 2 {
            civil.second = value(i + 1, 2)
            i += 3
            fraction(&civil)
        }
        return true
    }

    /// Decimals behind a point or a comma; behind a colon only three or six.
    mutating func fraction(_ civil: inout CivilTime) {
        let mark = at(i)
        guard mark == UInt8(ascii: ".") || mark == UInt8(ascii: ",") || mark == UInt8(ascii: ":") else { return }
        let run = digitRun(i + 1)
        guard run > 0, mark != UInt8(ascii: ":") || run == 3 || run == 6 else { return }
        civil.digits = min(run, 9)
        civil.nanos =
            Int64(value(i + 1, civil.digits)) * (civil.digits == 0 ? 0 : CivilTime.scale(toNanosecondsFrom: civil.digits))
        i += 1 + run
    }

    /// AM or PM, with or without a blank before it. Answers true when it was there and the hour was changed; an hour that a
    /// clock of twelve hours does not have becomes invalid.
    mutating func halfDay(_ civil: inout CivilTime) -> Bool {
        let k = isBlank(i) ? i + 1 : i
        let half = at(k) | 0x20
        guard half == UInt8(ascii: "a") || half == UInt8(ascii: "p"), at(k + 1) | 0x20 == UInt8(ascii: "m") else {
            return false
        }
        guard !isWordByte(k + 2) else { return false }
        civil.hour = civil.hour >= 1 && civil.hour <= 12 ? civil.hour % 12 + (half == UInt8(ascii: "p") ? 12 : 0) : 99
        i = k + 2
        return true
    }

    /// A zone, with or without a blank before it; leaves the cursor alone when there is none.
    mutating func zone(_ civil: inout CivilTime) {
        let start = isBlank(i) ? i + 1 : i
        switch at(start) {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard !isWordByte(start + 1) else { return }
            (civil.offset, civil.zone) = (0, .zulu)
            i = start + 1
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard let (offset, style, end) = numericOffset(start) else { return }
            (civil.offset, civil.zone) = (offset, style)
            i = end
            zoneComment()
        default:
            var end = start
            while isUpper(end), end - start < 6 { end += 1 }
            guard end - start >= 2, end - start <= 5, !isLetter(end), !isDigit(end) else { return }
            guard let known = ZoneAbbreviation.named(p + start, end - start) else { return }
            (civil.offset, civil.zone, civil.isAmbiguousZone) = (known.offset, .abbreviation, known.isAmbiguous)
            i = end
            // `GMT+0100 (CET)`, as JavaScript writes it
            if known.offset == 0, at(end) == UInt8(ascii: "+") || at(end) == UInt8(ascii: "-"),
                let (offset, style, behind) = numericOffset(end)
            {
                (civil.offset, civil.zone) = (offset, style)
                i = behind
                zoneComment()
            }
        }
    }

    private func numericOffset(_ k: Int) -> (offset: Int, style: ZoneStyle, end: Int)? {
        let run = digitRun(k + 1)
        let hours = value(k + 1, min(run, 2))
        var minutes = 0
        var end = k + 1 + run
        let style: ZoneStyle
        switch run {
        case 4:
            minutes = value(k + 3, 2)
            style = .plain
        case 2 where at(end) == UInt8(ascii: ":") && digitRun(end + 1) == 2:
            minutes = value(end + 1, 2)
            end += 3
            style = .colon
        case 2: style = .hours
        default: return nil
        }
        guard hours <= 15, minutes < 60, !isWordByte(end) else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return (at(k) == UInt8(ascii: "-") ? -seconds : seconds, style, end)
    }

    /// What repeats an offset behind it: ` EDT`, ` +0545`, ` (CET)`, `[Europe/Berlin]`, and Go's ` m=+0.01`.
    private mutating func zoneComment() {
        if at(i) == UInt8(ascii: "[") {
            var k = i + 1
            var isName = false
            while k - i < 40, isWordByte(k) || at(k) == UInt8(ascii: "/") || at(k) == UInt8(ascii: "_") || at(k) == 0x2D {
                if at(k) == UInt8(ascii: "/") { isName = true }
                k += 1
            }
            let isUTC = k - i == 4 && at(i + 1) == 0x55 && at(i + 2) == 0x54 && at(i + 3) == 0x43
            if at(k) == UInt8(ascii: "]"), isName || isUTC { i = k + 1 }
            return
        }
        guard at(i) == 0x20 else { return }
        var k = i + 1
        if at(k) == UInt8(ascii: "(") {
            while k - i < 60, at(k) != 0, at(k) != UInt8(ascii: ")") { k += 1 }
            if at(k) == UInt8(ascii: ")"), isUpper(i + 2), isLetter(k - 1) { i = k + 1 }
            return
        }
        if at(k) == UInt8(ascii: "+") || at(k) == UInt8(ascii: "-") {
            guard let repeated = numericOffset(k) else { return }
            k = repeated.end
        } else {
            while isUpper(k), k - i < 7 { k += 1 }
            guard ZoneAbbreviation.named(p + i + 1, k - i - 1) != nil, !isWordByte(k) else { return }
        }
        i = k
        if at(i) == 0x20, at(i + 1) == UInt8(ascii: "m"), at(i + 2) == UInt8(ascii: "="), isDigit(i + 4) {
            k = i + 4
            while isDigit(k) || at(k) == UInt8(ascii: ".") { k += 1 }
            i = k
        }
    }
}
