import CivicModel

/// The part of a POSIX `TZ` string that says when clocks change every year: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZoneRule {
    enum Day {
        /// Month, week 1...5 (5: the last), weekday 0...6 from Sunday.
        case month(Int, Int, Int)
        /// 1...365, 29 February never counted.
        case julian(Int)
        /// 0...365
        case dayOfYear(Int)
    }
    struct Change {
        var day: Day
        /// Seconds after local midnight; may be negative or beyond a day.
        var time: Int
    }

    /// Seconds east of Greenwich.
    var standard: Int
    var daylight = 0
    var start: Change?
    var end: Change?

    init?(_ text: String) {
        var s = Scanner(Array(text.utf8))
        guard s.name(), let west = s.time() else { return nil }
        standard = -west
        if s.isAtEnd { return }
        guard s.name() else { return nil }
        daylight = standard + 3600
        if !s.isAtEnd, s.peek != UInt8(ascii: ",") {
            guard let west = s.time() else { return nil }
            daylight = -west
        }
        guard let start = s.change(), let end = s.change(), s.isAtEnd else { return nil }
        (self.start, self.end) = (start, end)
    }

    /// The two changes of a year, earlier first: seconds since 1970 (UTC) and the offset from then on.
    func changes(in year: Int) -> [(Int64, Int)] {
        guard let start, let end else { return [] }
        let on = (midnight(start.day, year) + Int64(start.time - standard), daylight)
        let off = (midnight(end.day, year) + Int64(end.time - daylight), standard)
        return on.0 < off.0 ? [on, off] : [off, on]
    }

    private func midnight(_ day: Day, _ year: Int) -> Int64 {
        let newYear = CivilDate.daysSinceEpoch(year: year, month: 1, day: 1)
        switch day {
        case .julian(let n):
            return Int64(newYear + n - 1 + (CivilTime.isLeap(year) && n >= 60 ? 1 : 0)) * 86_400
        case .dayOfYear(let n): return Int64(newYear + n) * 86_400
        case .month(let month, let week, let weekday):
            let firstDay = CivilDate.daysSinceEpoch(year: year, month: month, day: 1)
            // 1970-01-01 was a Thursday; the sum is positive for the years this is asked for.
            let delta = ((weekday - (firstDay + 4) % 7) + 7) % 7
            var date = 1 + delta + (week - 1) * 7
            while date > CivilTime.lastDay(year, month) { date -= 7 }
            return Int64(firstDay + date - 1) * 86_400
        }
    }

    private struct Scanner {
        let bytes: [UInt8]
        var i = 0
        init(_ bytes: [UInt8]) { self.bytes = bytes }
        var isAtEnd: Bool { i >= bytes.count }
        var peek: UInt8 { i < bytes.count ? bytes[i] : 0 }

        /// Three letters or more, or anything in `< >`.
        mutating func name() -> Bool {
            let begin = i
            if peek == UInt8(ascii: "<") {
                while !isAtEnd, peek != UInt8(ascii: ">") { i += 1 }
                if isAtEnd { return false }
                i += 1
                return true
            }
            while (peek | 0x20) &- 0x61 < 26 { i += 1 }
            return i - begin >= 3
        }

        mutating func number() -> Int? {
            let begin = i
            var value = 0
            while peek &- 0x30 < 10, i - begin < 4 {
                value = value * 10 + Int(peek &- 0x30)
                i += 1
            }
            return i > begin ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]` in seconds, at most 167 hours.
        mutating func time() -> Int? {
            let negative = peek == UInt8(ascii: "-")
            if negative || peek == UInt8(ascii: "+") { i += 1 }
            guard let hours = number(), hours <= 167 else { return nil }
            var seconds = hours * 3600
            for unit in [60, 1] where peek == UInt8(ascii: ":") {
                i += 1
                guard let part = number(), part < 60 else { return nil }
                seconds += part * unit
            }
            return negative ? -seconds : seconds
        }

        /// `,M3.5.0/2`
        mutating func change() -> Change? {
            guard peek == UInt8(ascii: ",") else { return nil }
            i += 1
            let day: Day
            switch peek {
            case UInt8(ascii: "M"):
                i += 1
                guard let month = number(), (1...12).contains(month), dot(), let week = number(), (1...5).contains(week),
                    dot(), let weekday = number(), (0...6).contains(weekday)
                else { return nil }
                day = .month(month, week, weekday)
            case UInt8(ascii: "J"):
                i += 1
                guard let n = number(), (1...365).contains(n) else { return nil }
                day = .julian(n)
            default:
                guard let n = number(), (0...365).contains(n) else { return nil }
                day = .dayOfYear(n)
            }
            var at = 7200
            if peek == UInt8(ascii: "/") {
                i += 1
                guard let t = time() else { return nil }
                at = t
            }
            return Change(day: day, time: at)
        }

        private mutating func dot() -> Bool {
            guard peek == UInt8(ascii: ".") else { return false }
            i += 1
            return true
        }
    }
}
