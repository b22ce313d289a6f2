import CivicRuleFiles

@testable import CivicRules

/// Numbers that are the same for the same seed everywhere (Steele, Lea and Flood 2014).
struct PatternSeed: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

enum PatternSamples {
    /// The detectors of the built-in rules, in the order of the files.
    static func builtIn(_ rule: String? = nil) throws -> [Detector] {
        try rules.get().filter { rule == nil || $0.rule == rule }.map(\.detector)
    }

    /// Compiled once for all tests.
    static let programs = Result { try DetectorPrograms(builtIn().filter { $0.pattern != nil }) }
    static let databases = Result {
        let patterns = try builtIn().compactMap(\.pattern)
        return [
            try PatternDatabase(patterns: patterns, engine: .fastest), try PatternDatabase(patterns: patterns, engine: .plain),
        ]
    }

    private static let rules = Result { try detectors() }

    private static func detectors() throws -> [(rule: String, detector: Detector)] {
        var found: [(rule: String, detector: Detector)] = []
        var rule = ""
        func collect(_ condition: Condition) {
            switch condition {
            case .constant, .oneOfFields: break
            case .all(let parts), .any(let parts), .none(let parts): parts.forEach(collect)
            case .not(let part): collect(part)
            case .when(let test, let then, let otherwise): ([test, then] + (otherwise.map { [$0] } ?? [])).forEach(collect)
            case .field(_, let checks):
                for case .finds(let list) in checks { found += list.map { (rule, $0) } }
            }
        }
        for file in RuleFiles.all {
            for declaration in try RuleFileReader.read(bytes: file.bytes, file: file.name) {
                rule = declaration.info.id
                if case .assert(let condition) = declaration.body { collect(condition) }
            }
        }
        return found
    }

    /// A text that the node matches, apart from its assertions; printable where the pattern leaves a choice.
    static func text(_ node: PatternNode, _ seed: inout PatternSeed) -> [UInt8] {
        switch node {
        case .empty, .assertion: return []
        case .set(let set):
            let printable = set.bytes.filter { (0x21..<0x7f).contains($0) }
            return [(printable.isEmpty ? set.bytes : printable).randomElement(using: &seed)!]
        case .sequence(let parts): return parts.flatMap { text($0, &seed) }
        case .alternation(let branches): return text(branches.randomElement(using: &seed)!, &seed)
        case .group(let body, _): return text(body, &seed)
        case .repetition(let body, let least, let most, _):
            let count = Int.random(in: least...min(most ?? least + 6, least + 6), using: &seed)
            return (0..<count).flatMap { _ in text(body, &seed) }
        }
    }

    /// Log lines of several shapes, some with a text planted that a detector's pattern matches.
    static func corpus(lines: Int, plantEvery: Int, patterns: [PatternSyntax], _ seed: inout PatternSeed) -> [UInt8] {
        var bytes: [UInt8] = []
        let words = [
            "order", "placed", "token", "bearer", "key", "=", "://", "timeout", "authorization", "cookie", "4111", "SG.",
        ]
        for line in 0..<lines {
            func word() -> String { words.randomElement(using: &seed)! }
            let id = String(seed.next(), radix: 16)
            switch Int.random(in: 0..<5, using: &seed) {
            case 0:
                bytes +=
                    "{\"timestamp\":\"2026-01-05T10:00:00.123Z\",\"message\":\"\(word()) \(word())\",\"id\":\"\(id)\",\"v\":\""
                    .utf8
            case 1: bytes += "ts=1763800000 level=info msg=\"\(word())\" trace=\(id) value=".utf8
            case 2:
                bytes += "2026-01-05 10:00:00,123 INFO [main] \(word()) \(word()) https://host:8080/\(id)?a=b&\(word())=".utf8
            case 3: bytes += (0..<20).map { _ in UInt8.random(in: 0...255, using: &seed) }.filter { $0 != 10 }
            default: bytes += "\(word()): ".utf8
            }
            if line % plantEvery == 0, let pattern = patterns.randomElement(using: &seed) {
                bytes += text(pattern.root, &seed)
            }
            bytes += ["\"}", " x", "", "'"].randomElement(using: &seed)!.utf8
            bytes.append(10)
        }
        return bytes
    }

    static func lines(_ block: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = 0
        for (i, byte) in block.enumerated() where byte == 10 {
            found.append(start..<i)
            start = i + 1
        }
        return start < block.count ? found + [start..<block.count] : found
    }
}

/// A plain backtracking matcher over the tree: slow, and plainly right.
struct PatternReference {
    let root: PatternNode

    func firstMatch(_ text: [UInt8], from: Int = 0) -> PatternMatch? {
        for start in from...max(from, text.count) where start <= text.count {
            var result: PatternMatch?
            let found = run(root, text, start, nil) { end, group in
                result = PatternMatch(range: start..<end, group: group)
                return true
            }
            if found { return result }
        }
        return nil
    }

    private func run(
        _ node: PatternNode, _ text: [UInt8], _ at: Int, _ group: Range<Int>?, _ then: (Int, Range<Int>?) -> Bool
    ) -> Bool {
        func isWord(_ i: Int) -> Bool { text.indices.contains(i) && ByteSet.word.contains(text[i]) }
        switch node {
        case .empty: return then(at, group)
        case .set(let set): return at < text.count && set.contains(text[at]) && then(at + 1, group)
        case .assertion(.start): return at == 0 && then(at, group)
        case .assertion(.end): return at == text.count && then(at, group)
        case .assertion(.wordBoundary): return isWord(at - 1) != isWord(at) && then(at, group)
        case .assertion(.notWordBoundary): return isWord(at - 1) == isWord(at) && then(at, group)
        case .sequence(let parts):
            guard let first = parts.first else { return then(at, group) }
            return run(first, text, at, group) { run(.sequence(Array(parts.dropFirst())), text, $0, $1, then) }
        case .alternation(let branches): return branches.contains { run($0, text, at, group, then) }
        case .group(let body, let index):
            return run(body, text, at, group) { then($0, index == 1 ? at..<$0 : $1) }
        case .repetition(let body, let least, let most, let isLazy):
            if least > 0 {
                return run(body, text, at, group) {
                    run(.repetition(body, least: least - 1, most: most.map { $0 - 1 }, isLazy: isLazy), text, $0, $1, then)
                }
            }
            func more() -> Bool {
                most != 0
                    && run(body, text, at, group) {
                        $0 > at
                            && run(.repetition(body, least: 0, most: most.map { $0 - 1 }, isLazy: isLazy), text, $0, $1, then)
                    }
            }
            return isLazy ? then(at, group) || more() : more() || then(at, group)
        }
    }
}
