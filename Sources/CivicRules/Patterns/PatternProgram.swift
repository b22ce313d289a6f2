/// A pattern compiled to the instructions of a nondeterministic automaton (Thompson, 1968). Immutable, so one program
/// serves every worker; each worker has its own `PatternMatcher`.
public struct PatternProgram: Sendable {
    enum Operation: UInt8, Sendable { case set, split, jump, save, assertion, match }

    struct Instruction: Sendable {
        var operation: Operation
        /// set: index of the set; split and jump: the target tried first; save: the slot; assertion: its kind.
        var first: Int32 = 0
        /// split: the target tried second.
        var second: Int32 = 0
    }

    static let wordBoundary: Int32 = 0, notWordBoundary: Int32 = 1, start: Int32 = 2, end: Int32 = 3

    let syntax: PatternSyntax
    let instructions: [Instruction]
    let sets: [ByteSet]
    /// Class of each byte: bytes that no set tells apart share one. The class `classCount` is the end of the value.
    let classes: [UInt8]
    let classCount: Int
    /// A byte of each class.
    let representatives: [UInt8]
    let hasWordBoundary: Bool
    /// Every match begins at the start of the value.
    let isAnchoredAtStart: Bool
    /// Bytes that a match can begin with.
    let firstBytes: ByteSet

    public init(_ source: String) throws(PatternError) {
        self.init(try PatternSyntax(source))
    }

    public init(_ syntax: PatternSyntax) {
        self.syntax = syntax
        var builder = Builder()
        builder.emit(syntax.root)
        builder.instructions.append(Instruction(operation: .match))
        instructions = builder.instructions
        sets = builder.sets
        hasWordBoundary = builder.instructions.contains {
            $0.operation == .assertion && ($0.first == Self.wordBoundary || $0.first == Self.notWordBoundary)
        }
        isAnchoredAtStart = Self.startsAnchored(syntax.root)
        firstBytes = Self.firstBytes(builder.instructions, builder.sets)

        // Each set splits the classes that it holds a part of. At most 256 classes, so the last number is 255.
        var classes = [UInt8](repeating: 0, count: 256)
        var classCount = 1
        for set in builder.sets + (hasWordBoundary ? [ByteSet.word] : []) {
            var inside = [Int](repeating: -1, count: 256)
            var outside = inside
            for byte in 0..<256 {
                let old = Int(classes[byte])
                if set.contains(UInt8(byte)) { inside[old] = old } else { outside[old] = old }
            }
            for old in 0..<classCount where inside[old] >= 0 && outside[old] >= 0 {
                inside[old] = classCount
                classCount += 1
            }
            for byte in 0..<256 where set.contains(UInt8(byte)) {
                classes[byte] = UInt8(truncatingIfNeeded: inside[Int(classes[byte])])
            }
        }
        var representatives = [UInt8](repeating: 0, count: classCount)
        for byte in 0..<256 { representatives[Int(classes[byte])] = UInt8(byte) }
        self.classes = classes
        self.representatives = representatives
        self.classCount = classCount
    }

    /// Whether an assertion holds between two bytes of which the one or the other is a word character.
    @inline(__always)
    static func holds(_ kind: Int32, atStart: Bool, atEnd: Bool, _ wordBefore: Bool, _ wordAfter: Bool) -> Bool {
        switch kind {
        case start: atStart
        case end: atEnd
        case wordBoundary: wordBefore != wordAfter
        default: wordBefore == wordAfter
        }
    }

    private static func firstBytes(_ instructions: [Instruction], _ sets: [ByteSet]) -> ByteSet {
        var union = ByteSet()
        var seen = Set<Int>()
        var stack = [0]
        while let at = stack.popLast() {
            guard seen.insert(at).inserted else { continue }
            let instruction = instructions[at]
            switch instruction.operation {
            case .set: union.formUnion(sets[Int(instruction.first)])
            case .split: stack += [Int(instruction.first), Int(instruction.second)]
            case .jump: stack.append(Int(instruction.first))
            case .save, .assertion: stack.append(at + 1)
            case .match: break
            }
        }
        return union
    }

    private static func startsAnchored(_ node: PatternNode) -> Bool {
        switch node {
        case .assertion(let kind): kind == .start
        case .sequence(let parts): parts.first.map(startsAnchored) ?? false
        case .alternation(let branches): branches.allSatisfy(startsAnchored)
        case .group(let body, _): startsAnchored(body)
        case .repetition(let body, let least, _, _): least > 0 && startsAnchored(body)
        case .empty, .set: false
        }
    }

    private struct Builder {
        var instructions: [Instruction] = []
        var sets: [ByteSet] = []
        private var known: [ByteSet: Int32] = [:]

        private var here: Int32 { Int32(instructions.count) }

        mutating func emit(_ node: PatternNode) {
            switch node {
            case .empty: break
            case .set(let set):
                let index = known[set] ?? Int32(sets.count)
                if index == sets.count {
                    sets.append(set)
                    known[set] = index
                }
                instructions.append(Instruction(operation: .set, first: index))
            case .assertion(let kind):
                let code: Int32 =
                    switch kind {
                    case .wordBoundary: PatternProgram.wordBoundary
                    case .notWordBoundary: PatternProgram.notWordBoundary
                    case .start: PatternProgram.start
                    case .end: PatternProgram.end
                    }
                instructions.append(Instruction(operation: .assertion, first: code))
            case .sequence(let parts):
                for part in parts { emit(part) }
            case .group(let body, let index):
                guard index == 1 else { return emit(body) }
                instructions.append(Instruction(operation: .save, first: 0))
                emit(body)
                instructions.append(Instruction(operation: .save, first: 1))
            case .alternation(let branches):
                var jumps: [Int] = []
                for (k, branch) in branches.enumerated() {
                    guard k + 1 < branches.count else {
                        emit(branch)
                        break
                    }
                    let split = instructions.count
                    instructions.append(Instruction(operation: .split, first: here + 1))
                    emit(branch)
                    jumps.append(instructions.count)
                    instructions.append(Instruction(operation: .jump))
                    instructions[split].second = here
                }
                for jump in jumps { instructions[jump].first = here }
            case .repetition(let body, let least, let most, let isLazy):
                for _ in 0..<least { emit(body) }
                guard let most else {
                    let split = instructions.count
                    instructions.append(Instruction(operation: .split))
                    emit(body)
                    instructions.append(Instruction(operation: .jump, first: Int32(split)))
                    setTargets(of: split, enter: Int32(split + 1), leave: here, isLazy: isLazy)
                    return
                }
                var splits: [Int] = []
                for _ in least..<most {
                    splits.append(instructions.count)
                    instructions.append(Instruction(operation: .split))
                    emit(body)
                }
                for split in splits { setTargets(of: split, enter: Int32(split + 1), leave: here, isLazy: isLazy) }
            }
        }

        private mutating func setTargets(of split: Int, enter: Int32, leave: Int32, isLazy: Bool) {
            instructions[split].first = isLazy ? leave : enter
            instructions[split].second = isLazy ? enter : leave
        }
    }
}
