/// Finds the exact span of a match, and of group 1, where a match is known to be.
///
/// Two ways with one result, both linear: backtracking that never tries an alternative twice at one offset (as RE2's
/// bit-state search does) where the table of what was tried is small, which it is for nearly every line; otherwise the
/// simulation of all alternatives at once (Pike's).
final class SpanSearch {
    private let program: PatternProgram
    private let instructionCount: Int
    private let instructions: UnsafeMutablePointer<PatternProgram.Instruction>
    /// Four words a set.
    private let sets: UnsafeMutablePointer<UInt64>
    private let firstBytes: Int32
    /// Number of each split among the splits.
    private let splitNumbers: UnsafeMutablePointer<Int32>
    private let splitCount: Int
    private let marks: UnsafeMutablePointer<UInt32>
    private var mark: UInt32 = 0
    /// A bit for each split at each offset of the window, all zero between searches.
    private let tried: UnsafeMutablePointer<UInt64>
    private static let triedBits = 1 << 19
    private var jobs: [Job] = []

    private struct Job {
        /// Where to go on; below zero: give the slot -1 - instruction its old value back.
        var instruction: Int32
        /// The offset, or the old value.
        var position: Int
    }

    init(_ program: PatternProgram) {
        self.program = program
        instructionCount = program.instructions.count
        instructions = .allocate(capacity: instructionCount)
        sets = .allocate(capacity: 4 * program.sets.count + 4)
        splitNumbers = .allocate(capacity: instructionCount)
        var splits: Int32 = 0
        for (k, instruction) in program.instructions.enumerated() {
            (instructions + k).initialize(to: instruction)
            (splitNumbers + k).initialize(to: instruction.operation == .split ? splits : -1)
            if instruction.operation == .split { splits += 1 }
        }
        // The last one is of the bytes that begin a match.
        for (k, set) in (program.sets + [program.firstBytes]).enumerated() {
            for word in 0..<4 { (sets + 4 * k + word).initialize(to: set[word: word]) }
        }
        firstBytes = Int32(program.sets.count)
        splitCount = max(Int(splits), 1)
        marks = .allocate(capacity: instructionCount)
        marks.initialize(repeating: 0, count: instructionCount)
        tried = .allocate(capacity: Self.triedBits / 64)
        tried.initialize(repeating: 0, count: Self.triedBits / 64)
    }

    deinit {
        instructions.deallocate()
        sets.deallocate()
        splitNumbers.deallocate()
        marks.deallocate()
        tried.deallocate()
    }

    @inline(__always)
    private func contains(_ set: Int32, _ byte: UInt8) -> Bool {
        sets[4 * Int(set) + Int(byte >> 6)] >> UInt64(byte & 63) & 1 != 0
    }

    /// The leftmost match that starts at or after `start`, and how far was read to find it.
    func firstMatch(_ value: UnsafeBufferPointer<UInt8>, from start: Int) -> (match: PatternMatch, read: Int)? {
        switch backtrack(value, from: start) {
        case .match(let match, let read): (match, read)
        case .none: nil
        case .outOfRoom: simulate(value, from: start)
        }
    }

    private enum Outcome {
        case match(PatternMatch, read: Int)
        case none
        case outOfRoom
    }

    // MARK: Backtracking

    private func backtrack(_ value: UnsafeBufferPointer<UInt8>, from first: Int) -> Outcome {
        let count = value.count
        // Offsets first...limit have room in the table.
        let limit = min(count, first + Self.triedBits / splitCount - 1)
        let isWhole = limit == count
        var farthest = first
        var jobs: [Job] = []
        swap(&jobs, &self.jobs)
        defer {
            swap(&jobs, &self.jobs)
            let words = ((farthest - first + 1) * splitCount + 63) / 64
            tried.update(repeating: 0, count: min(words, Self.triedBits / 64))
        }
        var groupStart = -1
        var groupEnd = -1
        var start = first
        while start <= limit {
            defer { start += 1 }
            if program.isAnchoredAtStart, start > 0 { return .none }
            if start == limit {
                if !isWhole { return .outOfRoom }
                if start == count { return .none }
            }
            if !contains(firstBytes, value[start]) { continue }
            farthest = max(farthest, start)
            (groupStart, groupEnd) = (-1, -1)
            jobs.removeAll(keepingCapacity: true)
            jobs.append(Job(instruction: 0, position: start))
            while let job = jobs.popLast() {
                if job.instruction < 0 {
                    if job.instruction == -1 { groupStart = job.position } else { groupEnd = job.position }
                    continue
                }
                var at = Int(job.instruction)
                var i = job.position
                path: while true {
                    let instruction = instructions[at]
                    switch instruction.operation {
                    case .set:
                        if i >= limit {
                            if !isWhole { return .outOfRoom }
                            break path
                        }
                        guard contains(instruction.first, value[i]) else { break path }
                        at += 1
                        i += 1
                        farthest = max(farthest, i)
                    case .jump: at = Int(instruction.first)
                    case .split:
                        let bit = (i - first) * splitCount + Int(splitNumbers[at])
                        let flag = UInt64(1) << UInt64(bit & 63)
                        if tried[bit >> 6] & flag != 0 { break path }
                        tried[bit >> 6] |= flag
                        jobs.append(Job(instruction: instruction.second, position: i))
                        at = Int(instruction.first)
                    case .save:
                        jobs.append(
                            Job(instruction: -1 - instruction.first, position: instruction.first == 0 ? groupStart : groupEnd))
                        if instruction.first == 0 { groupStart = i } else { groupEnd = i }
                        at += 1
                    case .assertion:
                        if i >= limit, !isWhole { return .outOfRoom }
                        let wordBefore = i > 0 && isWord(value[i - 1])
                        let wordAfter = i < count && isWord(value[i])
                        guard PatternProgram.holds(instruction.first, atStart: i == 0, atEnd: i == count, wordBefore, wordAfter)
                        else { break path }
                        at += 1
                    case .match:
                        return .match(PatternMatch(range: start..<i, group: Self.group(groupStart, groupEnd)), read: farthest)
                    }
                }
            }
        }
        return .none
    }

    /// The group as the last pass through it left it; nil before the first.
    private static func group(_ start: Int, _ end: Int) -> Range<Int>? { start < 0 || end < start ? nil : start..<end }

    // MARK: Simulation

    private struct Thread {
        var instruction: Int32
        var start: Int
        var groupStart: Int
        var groupEnd: Int
    }

    /// Threads are kept in order of preference.
    private func simulate(_ value: UnsafeBufferPointer<UInt8>, from start: Int) -> (match: PatternMatch, read: Int)? {
        var current: [Thread] = []
        var next: [Thread] = []
        var work: [Thread] = []
        var best: PatternMatch?
        var i = start
        while true {
            mark &+= 1
            if mark == 0 {
                marks.update(repeating: 0, count: instructionCount)
                mark = 1
            }
            let mark = mark
            // The threads in `current` wait before their jumps; follow these now that both neighbours are known.
            let atEnd = i >= value.count
            let wordBefore = i > 0 && isWord(value[i - 1])
            let wordAfter = !atEnd && isWord(value[i])
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
                    let instruction = instructions[Int(thread.instruction)]
                    switch instruction.operation {
                    case .match:
                        best = PatternMatch(
                            range: thread.start..<i, group: Self.group(thread.groupStart, thread.groupEnd))
                        // What is left in the list is less preferred.
                        break threads
                    case .set:
                        if !atEnd, contains(instruction.first, value[i]) {
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
                        if instruction.first == 0 { thread.groupStart = i } else { thread.groupEnd = i }
                        thread.instruction += 1
                        work.append(thread)
                    case .assertion:
                        if PatternProgram.holds(instruction.first, atStart: i == 0, atEnd: atEnd, wordBefore, wordAfter) {
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
