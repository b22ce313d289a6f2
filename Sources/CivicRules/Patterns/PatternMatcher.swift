/// A match of a pattern in a value, as byte offsets.
public struct PatternMatch: Hashable, Sendable {
    public var range: Range<Int>
    /// What the first capture group matched last; nil when it took no part.
    public var group: Range<Int>?

    /// The part that matters: group 1 where there is one.
    public var subject: Range<Int> { group ?? range }
}

/// Matches one pattern against values, in time linear in the value whatever the value holds. Belongs to one worker: it
/// keeps the states that it has met.
///
/// Swift's `Regex` is not used: it backtracks, so a hostile line could stall a run, and it works on `String`, which
/// would have to be made of every value. Here a deterministic automaton, built as far as values need it, answers
/// whether and where a match ends at about a nanosecond a byte; only where there is one, the simulation of the
/// nondeterministic automaton (Pike's, with captures) finds its exact span. Of several matches the leftmost counts, of
/// those the one that a backtracking engine would prefer.
public final class PatternMatcher {
    public let program: PatternProgram

    // MARK: State of the deterministic automaton

    private static let unknown: Int32 = -1, accept: Int32 = -2, dead: Int32 = -3
    /// Entries of the transition table before it is thrown away and begun again: 256 KiB.
    private static let largestTable = 65_536

    private struct StateKey: Hashable {
        /// Instructions that wait for the next byte, before jumps are followed; ascending.
        var seeds: [Int32]
        /// What lies before: 0 the start of the value, 1 a word character, 2 anything else.
        var before: UInt8
    }

    /// `stride` entries a state: the next state by class of the next byte, `unknown`, `accept` or `dead`.
    private var table: [Int32] = []
    private var states: [StateKey] = []
    private var numbers: [StateKey: Int32] = [:]
    private let stride: Int
    private let needsBefore: Bool
    private var marks: [UInt32]
    private var mark: UInt32 = 0
    private var stack: [Int32] = []
    private var consuming: [Int32] = []

    // MARK: State of the simulation

    private struct Thread {
        var instruction: Int32
        var start: Int
        var groupStart: Int
        var groupEnd: Int
    }
    private var current: [Thread] = []
    private var next: [Thread] = []
    private var work: [Thread] = []

    public init(_ program: PatternProgram) {
        self.program = program
        stride = program.classCount + 1
        needsBefore = program.hasWordBoundary
        marks = Array(repeating: 0, count: program.instructions.count)
    }

    public convenience init(_ pattern: Pattern) throws(PatternError) {
        self.init(try PatternProgram(pattern.source))
    }

    /// Whether the pattern matches anywhere in the value.
    public func matches(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        firstMatchEnd(value, from: 0) != nil
    }

    /// The first match that starts at or after `from`.
    public func firstMatch(_ value: UnsafeBufferPointer<UInt8>, from: Int = 0) -> PatternMatch? {
        guard let found = firstMatchEnd(value, from: from) else { return nil }
        return simulate(value, from: found.from)?.match
    }

    /// Every match from left to right, none overlapping the one before, until `body` returns false.
    ///
    /// A pattern that looks far beyond its matches could make this quadratic; once four times the value has been
    /// read in vain, the search goes on where the look-ahead ended instead of where the match did.
    public func forEachMatch(_ value: UnsafeBufferPointer<UInt8>, _ body: (PatternMatch) -> Bool) {
        var position = 0
        var wasted = 0
        while position < value.count, let found = firstMatchEnd(value, from: position) {
            guard let (match, read) = simulate(value, from: found.from) else { return }
            guard body(match) else { return }
            wasted += read - match.range.upperBound
            position = wasted > 4 * value.count + 65_536 ? max(read, match.range.upperBound) : match.range.upperBound
        }
    }

    // MARK: Deterministic automaton

    /// Where the shortest match starting at or after `from` ends, and an offset from which the leftmost one can be
    /// found: at that offset no partial match was pending.
    private func firstMatchEnd(_ value: UnsafeBufferPointer<UInt8>, from start: Int) -> (from: Int, end: Int)? {
        let initial = initialKey(value, at: start)
        var state = number(of: initial)
        var idle = start
        var i = start
        let idleSeeds = initial.seeds.isEmpty
        let count = value.count
        let endClass = program.classCount
        return program.classes.withUnsafeBufferPointer { classes in
            while true {
                if i < count {
                    // Known transitions only; `table` does not change inside.
                    var result = Self.unknown
                    table.withUnsafeBufferPointer { table in
                        // In bounds: states are numbers below table.count / stride, classes are below stride.
                        while i < count {
                            let to = table[Int(state) * stride + Int(classes[Int(value[i])])]
                            if to < 0 {
                                result = to
                                return
                            }
                            if to <= 2 { idle = i + 1 }
                            state = to
                            i += 1
                        }
                        result = 0
                    }
                    if result == Self.accept { return (idle, i) }
                    if result == Self.dead { return nil }
                    if result == Self.unknown {
                        state = transition(from: state, on: Int(classes[Int(value[i])]))
                        if state == Self.accept { return (idle, i) }
                        if state == Self.dead { return nil }
                        if state <= 2, idleSeeds { idle = i + 1 }
                        i += 1
                    }
                } else {
                    var to = table[Int(state) * stride + endClass]
                    if to == Self.unknown { to = transition(from: state, on: endClass) }
                    return to == Self.accept ? (idle, count) : nil
                }
            }
        }
    }

    private func initialKey(_ value: UnsafeBufferPointer<UInt8>, at start: Int) -> StateKey {
        StateKey(seeds: [], before: start == 0 ? 0 : before(value[start - 1]))
    }

    private func before(_ byte: UInt8) -> UInt8 { needsBefore && ByteSet.word.contains(byte) ? 1 : 2 }

    private func number(of key: StateKey) -> Int32 {
        if states.isEmpty { restart() }
        if let known = numbers[key] { return known }
        if table.count + stride > Self.largestTable { restart() }
        if let known = numbers[key] { return known }
        let number = Int32(states.count)
        states.append(key)
        numbers[key] = number
        table.append(contentsOf: repeatElement(Self.unknown, count: stride))
        return number
    }

    /// Empties the automaton. States 0, 1 and 2 are those without a pending match, by what lies before.
    private func restart() {
        table.removeAll(keepingCapacity: true)
        states.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        for before in UInt8(0)...2 {
            let key = StateKey(seeds: [], before: before)
            numbers[key] = Int32(states.count)
            states.append(key)
            table.append(contentsOf: repeatElement(Self.unknown, count: stride))
        }
    }

    private func transition(from state: Int32, on symbol: Int) -> Int32 {
        let key = states[Int(state)]
        let isEnd = symbol == program.classCount
        let byte: UInt8? = isEnd ? nil : program.representatives[symbol]
        let isMatch = close(key, nextByte: byte)
        let result: Int32
        if isMatch {
            result = Self.accept
        } else if isEnd {
            result = Self.dead
        } else {
            let byte = byte ?? 0
            var seeds: [Int32] = []
            for instruction in consuming {
                let set = program.sets[Int(program.instructions[Int(instruction)].first)]
                if set.contains(byte) { seeds.append(instruction + 1) }
            }
            seeds.sort()
            if seeds.isEmpty, program.isAnchoredAtStart {
                result = Self.dead
            } else {
                let statesBefore = states.count
                let to = number(of: StateKey(seeds: seeds, before: before(byte)))
                // The table was emptied to make room: the old state's row is gone, nothing to note.
                if states.count < statesBefore { return to }
                table[Int(state) * stride + symbol] = to
                return to
            }
        }
        table[Int(state) * stride + symbol] = result
        return result
    }

    /// Follows jumps from the state's instructions and from the start; fills `consuming`. True when a match ends here.
    private func close(_ key: StateKey, nextByte: UInt8?) -> Bool {
        mark &+= 1
        if mark == 0 {
            for k in marks.indices { marks[k] = 0 }
            mark = 1
        }
        consuming.removeAll(keepingCapacity: true)
        stack.removeAll(keepingCapacity: true)
        if !program.isAnchoredAtStart || key.before == 0 { stack.append(0) }
        stack.append(contentsOf: key.seeds)
        let wordBefore = key.before == 1
        let wordAfter = nextByte.map(ByteSet.word.contains) ?? false
        while let at = stack.popLast() {
            if marks[Int(at)] == mark { continue }
            marks[Int(at)] = mark
            let instruction = program.instructions[Int(at)]
            switch instruction.operation {
            case .match: return true
            case .set: consuming.append(at)
            case .jump: stack.append(instruction.first)
            case .split:
                stack.append(instruction.first)
                stack.append(instruction.second)
            case .save: stack.append(at + 1)
            case .assertion:
                if holds(instruction.first, atStart: key.before == 0, atEnd: nextByte == nil, wordBefore, wordAfter) {
                    stack.append(at + 1)
                }
            }
        }
        return false
    }

    private func holds(_ kind: Int32, atStart: Bool, atEnd: Bool, _ wordBefore: Bool, _ wordAfter: Bool) -> Bool {
        switch kind {
        case PatternProgram.start: atStart
        case PatternProgram.end: atEnd
        case PatternProgram.wordBoundary: wordBefore != wordAfter
        default: wordBefore == wordAfter
        }
    }

    // MARK: Simulation with captures

    /// The leftmost match from `start` on, and how far it had to read. Threads are kept in order of preference.
    private func simulate(_ value: UnsafeBufferPointer<UInt8>, from start: Int) -> (match: PatternMatch, read: Int)? {
        var best: PatternMatch?
        current.removeAll(keepingCapacity: true)
        var i = start
        while true {
            // The threads in `current` wait before their jumps; follow these now that both neighbours are known.
            mark &+= 1
            if mark == 0 {
                for k in marks.indices { marks[k] = 0 }
                mark = 1
            }
            let atEnd = i >= value.count
            let wordBefore = i > 0 && ByteSet.word.contains(value[i - 1])
            let wordAfter = !atEnd && ByteSet.word.contains(value[i])
            if best == nil, i == 0 || !program.isAnchoredAtStart {
                current.append(Thread(instruction: 0, start: i, groupStart: -1, groupEnd: -1))
            }
            next.removeAll(keepingCapacity: true)
            threads: for pending in current {
                work.removeAll(keepingCapacity: true)
                work.append(pending)
                while var thread = work.popLast() {
                    if marks[Int(thread.instruction)] == mark { continue }
                    marks[Int(thread.instruction)] = mark
                    let instruction = program.instructions[Int(thread.instruction)]
                    switch instruction.operation {
                    case .match:
                        best = PatternMatch(
                            range: thread.start..<i,
                            group: thread.groupEnd < thread.groupStart || thread.groupStart < 0
                                ? nil : thread.groupStart..<thread.groupEnd)
                        // What is left in the list is less preferred.
                        break threads
                    case .set:
                        if !atEnd, program.sets[Int(instruction.first)].contains(value[i]) {
                            thread.instruction += 1
                            next.append(thread)
                        }
                    case .jump:
                        thread.instruction = instruction.first
                        work.append(thread)
                    case .split:
                        var second = thread
                        second.instruction = instruction.second
                        work.append(second)
                        thread.instruction = instruction.first
                        work.append(thread)
                    case .save:
                        if instruction.first == 0 {
                            thread.groupStart = i
                            thread.groupEnd = -1
                        } else {
                            thread.groupEnd = i
                        }
                        thread.instruction += 1
                        work.append(thread)
                    case .assertion:
                        if holds(instruction.first, atStart: i == 0, atEnd: atEnd, wordBefore, wordAfter) {
                            thread.instruction += 1
                            work.append(thread)
                        }
                    }
                }
            }
            swap(&current, &next)
            if atEnd || (current.isEmpty && (best != nil || program.isAnchoredAtStart)) { break }
            i += 1
        }
        return best.map { ($0, i) }
    }
}
