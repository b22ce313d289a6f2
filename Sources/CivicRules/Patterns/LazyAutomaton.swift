/// The deterministic automaton of a pattern, built as far as values need it (Aho, Sethi, Ullman: lazy transition
/// evaluation). It knows whether a match ends, not where it began.
final class LazyAutomaton {
    private static let unknown: Int32 = -1, accept: Int32 = -2, dead: Int32 = -3
    /// Entries of the transition table before it is emptied and begun again: 256 KiB.
    private static let largestTable = 65_536

    private struct StateKey: Hashable {
        /// Instructions that wait for the next byte, before jumps are followed; ascending.
        var seeds: [Int32]
        /// What lies before: 0 the start of the value, 1 a word character, 2 anything else.
        var before: UInt8
    }

    private let program: PatternProgram
    /// `stride` entries a state: the next state by class of the next byte, `unknown`, `accept` or `dead`. Pointers
    /// instead of arrays, here and below, because every access of a class's array is checked for exclusivity.
    private let table: UnsafeMutablePointer<Int32>
    private let classes: UnsafeMutablePointer<UInt8>
    private let marks: UnsafeMutablePointer<UInt32>
    private let stride: Int
    private var states: [StateKey] = []
    private var numbers: [StateKey: Int32] = [:]
    private var mark: UInt32 = 0
    private var consuming: [Int32] = []

    init(_ program: PatternProgram) {
        self.program = program
        stride = program.classCount + 1
        // Untouched pages cost nothing. At most 257 entries a state, so there is always room for 250 of them.
        table = .allocate(capacity: Self.largestTable)
        classes = .allocate(capacity: 256)
        for (byte, number) in program.classes.enumerated() { (classes + byte).initialize(to: number) }
        marks = .allocate(capacity: program.instructions.count)
        marks.initialize(repeating: 0, count: program.instructions.count)
    }

    deinit {
        table.deallocate()
        classes.deallocate()
        marks.deallocate()
    }

    /// Where the shortest match starting at or after `start` ends, and an offset from which the leftmost one can be
    /// found: at that offset no partial match was pending.
    func firstMatchEnd(_ value: UnsafeBufferPointer<UInt8>, from start: Int) -> (from: Int, end: Int)? {
        if states.isEmpty { restart() }
        // States 0, 1 and 2 are those without a pending match, by what lies before.
        var state = Int32(start == 0 ? 0 : before(value[start - 1]))
        var idle = start
        var i = start
        while i < value.count {
            // In bounds: states are below `states.count`, classes below `stride`, and the table holds their product.
            var to = table[Int(state) * stride + Int(classes[Int(value[i])])]
            if to < 0 {
                if to == Self.unknown { to = transition(from: state, on: Int(classes[Int(value[i])])) }
                if to == Self.accept { return (idle, i) }
                if to == Self.dead { return nil }
            }
            i += 1
            if to <= 2 { idle = i }
            state = to
        }
        var to = table[Int(state) * stride + program.classCount]
        if to == Self.unknown { to = transition(from: state, on: program.classCount) }
        return to == Self.accept ? (idle, value.count) : nil
    }

    private func before(_ byte: UInt8) -> UInt8 { program.hasWordBoundary && isWord(byte) ? 1 : 2 }

    private func number(of key: StateKey) -> Int32 {
        if let known = numbers[key] { return known }
        if (states.count + 1) * stride > Self.largestTable {
            restart()
            if let known = numbers[key] { return known }
        }
        return add(key)
    }

    private func add(_ key: StateKey) -> Int32 {
        let number = Int32(states.count)
        (table + states.count * stride).initialize(repeating: Self.unknown, count: stride)
        states.append(key)
        numbers[key] = number
        return number
    }

    private func restart() {
        states.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        for before in UInt8(0)...2 { _ = add(StateKey(seeds: [], before: before)) }
    }

    private func transition(from state: Int32, on symbol: Int) -> Int32 {
        let byte: UInt8? = symbol == program.classCount ? nil : program.representatives[symbol]
        let isMatch = close(states[Int(state)], nextByte: byte)
        let entry = Int(state) * stride + symbol
        guard !isMatch, let byte else {
            table[entry] = isMatch ? Self.accept : Self.dead
            return table[entry]
        }
        var seeds: [Int32] = []
        for instruction in consuming
        where program.sets[Int(program.instructions[Int(instruction)].first)].contains(byte) {
            seeds.append(instruction + 1)
        }
        if seeds.isEmpty, program.isAnchoredAtStart {
            table[entry] = Self.dead
            return Self.dead
        }
        seeds.sort()
        let known = states.count
        let to = number(of: StateKey(seeds: seeds, before: before(byte)))
        // Where the table was emptied to make room, the row of the old state is gone and there is nothing to note.
        if states.count >= known { table[entry] = to }
        return to
    }

    /// Follows jumps from the state's instructions and from the start; fills `consuming`. True when a match ends here.
    private func close(_ key: StateKey, nextByte: UInt8?) -> Bool {
        mark &+= 1
        if mark == 0 {
            marks.update(repeating: 0, count: program.instructions.count)
            mark = 1
        }
        let mark = mark
        var consuming: [Int32] = []
        swap(&consuming, &self.consuming)
        defer { swap(&consuming, &self.consuming) }
        consuming.removeAll(keepingCapacity: true)
        var stack = key.seeds
        if !program.isAnchoredAtStart || key.before == 0 { stack.append(0) }
        let wordBefore = key.before == 1
        let wordAfter = nextByte.map(isWord) ?? false
        return program.instructions.withUnsafeBufferPointer { instructions in
            while let at = stack.popLast() {
                if marks[Int(at)] == mark { continue }
                marks[Int(at)] = mark
                let instruction = instructions[Int(at)]
                switch instruction.operation {
                case .match: return true
                case .set: consuming.append(at)
                case .jump: stack.append(instruction.first)
                case .split:
                    stack.append(instruction.first)
                    stack.append(instruction.second)
                case .save: stack.append(at + 1)
                case .assertion:
                    if PatternProgram.holds(
                        instruction.first, atStart: key.before == 0, atEnd: nextByte == nil, wordBefore, wordAfter)
                    {
                        stack.append(at + 1)
                    }
                }
            }
            return false
        }
    }
}
