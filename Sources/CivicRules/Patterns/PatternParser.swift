/// Reads the text of a pattern into a tree, or names the construct that the subset leaves out.
struct PatternParser {
    private let text: [UInt8]
    private var position = 0
    private var depth = 0
    private(set) var groupCount = 0
    private(set) var isCaseInsensitive = false
    private let characters: Int

    /// Largest count in `{m,n}`, and instructions of the largest compiled pattern: what libhs compiles without effort.
    private static let largestCount = 1_000
    private static let largestProgram = 4_000

    init(_ source: String) {
        text = Array(source.utf8)
        characters = source.unicodeScalars.count
    }

    mutating func parse() throws(PatternError) -> PatternNode {
        guard characters <= PatternSyntax.longest else {
            throw PatternError(
                offset: 0, construct: "pattern of \(characters) characters",
                help: "at most \(PatternSyntax.longest) are accepted; split it into several")
        }
        if text.starts(with: Array("(?i)".utf8)) {
            isCaseInsensitive = true
            position = 4
        }
        let root = try alternation()
        guard position == text.count else {
            throw PatternError(offset: position, construct: "unopened group", help: "write \\) for the character itself")
        }
        guard !root.isNullable else {
            throw PatternError(
                offset: 0, construct: "pattern that matches the empty string",
                help: "it would match everywhere; make a part of it mandatory, or use 'empty: true'")
        }
        guard root.size <= Self.largestProgram else {
            throw PatternError(
                offset: 0, construct: "pattern of \(root.size) states",
                help: "at most \(Self.largestProgram) are accepted; lower the counts in {m,n}")
        }
        return root
    }

    // MARK: Grammar

    private mutating func alternation() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 50 else {
            throw PatternError(offset: position, construct: "group nested deeper than 50", help: "flatten the pattern")
        }
        var branches = [try sequence()]
        while peek() == UInt8(ascii: "|") {
            position += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let byte = peek(), byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let start = position
            let atom = try self.atom(byte)
            parts.append(try quantified(atom, from: start))
        }
        return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom(_ byte: UInt8) throws(PatternError) -> PatternNode {
        let start = position
        position += 1
        switch byte {
        case UInt8(ascii: "^"): return .assertion(.start)
        case UInt8(ascii: "$"): return .assertion(.end)
        case UInt8(ascii: "."): return .set(.notLineFeed)
        case UInt8(ascii: "["): return try characterClass(from: start)
        case UInt8(ascii: "("): return try group(from: start)
        case UInt8(ascii: "\\"): return try escape(from: start)
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
            throw PatternError(
                offset: start, construct: "quantifier without anything before it",
                help: "write \\\(Character(UnicodeScalar(byte))) for the character itself")
        case UInt8(ascii: "{") where countedQuantifier(at: start) != nil:
            throw PatternError(
                offset: start, construct: "quantifier without anything before it", help: "write \\{ for the character itself")
        default:
            position = start
            return characterNode(try scalar())
        }
    }

    private mutating func group(from start: Int) throws(PatternError) -> PatternNode {
        var index: Int?
        if peek() == UInt8(ascii: "?") {
            try groupPrefix(from: start, index: &index)
        } else if peek() == UInt8(ascii: "*") {
            throw PatternError(
                offset: start, construct: "backtracking verb", help: "patterns run in linear time, none is needed")
        } else {
            groupCount += 1
            index = groupCount
        }
        let body = try alternation()
        guard peek() == UInt8(ascii: ")") else {
            throw PatternError(offset: start, construct: "unclosed group", help: "add the missing )")
        }
        position += 1
        return .group(body, index: index)
    }

    /// Reads what follows `(?`; sets `index` for a named group.
    private mutating func groupPrefix(from start: Int, index: inout Int?) throws(PatternError) {
        func refused(_ construct: String, _ help: String) -> PatternError {
            PatternError(offset: start, construct: construct, help: help)
        }
        let rest = text[position...]
        func follows(_ prefix: String) -> Bool { rest.starts(with: Array(prefix.utf8)) }
        let around = "match the neighbours too and put what matters in group 1, or use \\b"
        if follows("?:") {
            position += 2
        } else if follows("?=") || follows("?!") {
            throw refused("look-ahead", around)
        } else if follows("?<=") || follows("?<!") {
            throw refused("look-behind", around)
        } else if follows("?>") {
            throw refused("atomic group", "use (?:…), matching never backtracks")
        } else if follows("?(") {
            throw refused("conditional", "write the alternatives as (?:a|b)")
        } else if follows("?|") {
            throw refused("branch reset group", "use (?:…)")
        } else if follows("?#") {
            throw refused("comment group", "comment in the YAML beside the pattern")
        } else if follows("?R") || follows("?&") || follows("?P>") || rest.dropFirst().first.map(isDigit) == true {
            throw refused("recursion", "patterns of fixed depth only")
        } else if follows("?P=") {
            throw refused("back-reference", "compare fields with 'compare' instead")
        } else if follows("?<") || follows("?P<") {
            guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else {
                throw refused("unclosed group name", "add the missing >")
            }
            groupCount += 1
            index = groupCount
            position = close + 1
        } else {
            throw refused("inline flags", "only (?i), and only at the start of the pattern")
        }
    }

    // MARK: Quantifiers

    private mutating func quantified(_ atom: PatternNode, from start: Int) throws(PatternError) -> PatternNode {
        let at = position
        guard let (least, most) = try quantifier() else { return atom }
        if case .assertion = atom {
            throw PatternError(offset: at, construct: "quantifier on an anchor", help: "remove one of the two")
        }
        var isLazy = false
        if peek() == UInt8(ascii: "?") {
            isLazy = true
            position += 1
        } else if peek() == UInt8(ascii: "+") {
            throw PatternError(
                offset: at, construct: "possessive quantifier", help: "leave the + out, matching never backtracks")
        }
        let again = position
        if try quantifier() != nil {
            throw PatternError(offset: again, construct: "nested repetition", help: "one quantifier is enough")
        }
        if most == nil, Self.isAmbiguousLoop(atom) {
            throw PatternError(
                offset: start, construct: "nested repetition",
                help: "a repeated group must not repeat the same characters at its edge; write (?:a+b)+ or a+ instead of (a+)+")
        }
        if atom.isNullable, most == nil, case .group = atom {
            throw PatternError(
                offset: start, construct: "nested repetition", help: "what is repeated without bound must not be empty")
        }
        return .repetition(atom, least: least, most: most, isLazy: isLazy)
    }

    private mutating func quantifier() throws(PatternError) -> (least: Int, most: Int?)? {
        switch peek() {
        case UInt8(ascii: "*"):
            position += 1
            return (0, nil)
        case UInt8(ascii: "+"):
            position += 1
            return (1, nil)
        case UInt8(ascii: "?"):
            position += 1
            return (0, 1)
        case UInt8(ascii: "{"):
            guard let (least, most, end) = countedQuantifier(at: position) else { return nil }
            guard let least else {
                throw PatternError(offset: position, construct: "quantifier without a lower bound", help: "write {0,n}")
            }
            guard max(least, most ?? 0) <= Self.largestCount else {
                throw PatternError(
                    offset: position, construct: "repetition of more than \(Self.largestCount)",
                    help: "use a length check beside it")
            }
            guard most.map({ $0 >= least && $0 > 0 }) ?? true else {
                throw PatternError(
                    offset: position, construct: "quantifier of no length", help: "write the smaller number first")
            }
            position = end
            return (least, most)
        default: return nil
        }
    }

    /// `{m}`, `{m,}`, `{m,n}` or `{,n}` at `start`; nil where the brace is a character like any other.
    private func countedQuantifier(at start: Int) -> (least: Int?, most: Int?, end: Int)? {
        var i = start + 1
        func number(_ i: inout Int) -> Int? {
            let from = i
            var value = 0
            while i < text.count, isDigit(text[i]) {
                value = min(value * 10 + Int(text[i] - 0x30), 1_000_000)
                i += 1
            }
            return i > from ? value : nil
        }
        let least = number(&i)
        var most = least
        if i < text.count, text[i] == UInt8(ascii: ",") {
            i += 1
            most = number(&i)
            if least == nil, most == nil { return nil }
        } else if least == nil {
            return nil
        }
        guard i < text.count, text[i] == UInt8(ascii: "}") else { return nil }
        return (least, most, i + 1)
    }

    /// Whether one text could be divided among the turns of `body` in several ways, so that an engine which backtracks
    /// tries them all: it holds an unbounded repetition, and what lies between the end of that and its start in the
    /// next turn can be nothing, or be made of the repeated characters themselves.
    private static func isAmbiguousLoop(_ body: PatternNode) -> Bool {
        switch body {
        case .group(let inner, _): return isAmbiguousLoop(inner)
        case .repetition(let inner, _, let most, _): return most == nil || isAmbiguousLoop(inner)
        case .alternation(let branches): return branches.contains(where: isAmbiguousLoop)
        case .sequence(let parts):
            for (k, part) in parts.enumerated() {
                guard let repeated = unboundedAlphabet(part) else { continue }
                let others = parts.enumerated().filter { $0.offset != k }.map(\.element)
                let separates = others.contains { !$0.isNullable && !$0.alphabet.intersects(repeated) }
                if !separates { return true }
            }
            return false
        case .empty, .set, .assertion: return false
        }
    }

    /// Characters of the unbounded repetitions in a node; nil when it has none.
    private static func unboundedAlphabet(_ node: PatternNode) -> ByteSet? {
        switch node {
        case .empty, .set, .assertion: return nil
        case .group(let body, _): return unboundedAlphabet(body)
        case .repetition(let body, _, let most, _): return most == nil ? body.alphabet : unboundedAlphabet(body)
        case .sequence(let parts), .alternation(let parts):
            var union: ByteSet?
            for part in parts {
                guard let set = unboundedAlphabet(part) else { continue }
                var sum = union ?? ByteSet()
                sum.formUnion(set)
                union = sum
            }
            return union
        }
    }

    // MARK: Escapes and classes

    private enum Escaped {
        case node(PatternNode)
        case set(ByteSet)
        case byte(UInt8)
        case scalar(UnicodeScalar)
    }

    private mutating func escape(from start: Int) throws(PatternError) -> PatternNode {
        switch try escaped(from: start, inClass: false) {
        case .node(let node): return node
        case .set(let set): return .set(set)
        case .byte(let byte): return byteNode(byte)
        case .scalar(let scalar): return characterNode(scalar)
        }
    }

    private mutating func escaped(from start: Int, inClass: Bool) throws(PatternError) -> Escaped {
        func refused(_ construct: String, _ help: String) -> PatternError {
            PatternError(offset: start, construct: construct, help: help)
        }
        guard let byte = peek() else { throw refused("backslash at the end", "write \\\\ for the character itself") }
        position += 1
        switch byte {
        case UInt8(ascii: "d"): return .set(.digit)
        case UInt8(ascii: "D"): return .set(ByteSet.digit.inverted)
        case UInt8(ascii: "w"): return .set(.word)
        case UInt8(ascii: "W"): return .set(ByteSet.word.inverted)
        case UInt8(ascii: "s"): return .set(.space)
        case UInt8(ascii: "S"): return .set(ByteSet.space.inverted)
        case UInt8(ascii: "n"): return .byte(0x0a)
        case UInt8(ascii: "t"): return .byte(0x09)
        case UInt8(ascii: "r"): return .byte(0x0d)
        case UInt8(ascii: "f"): return .byte(0x0c)
        case UInt8(ascii: "v"): return .byte(0x0b)
        case UInt8(ascii: "x"):
            guard let value = hexadecimal(2) else { throw refused("\\x without two hexadecimal digits", "write \\x1b") }
            return .byte(UInt8(truncatingIfNeeded: value))
        case UInt8(ascii: "u"):
            guard let value = hexadecimal(4), let scalar = UnicodeScalar(value) else {
                throw refused("\\u without four hexadecimal digits of a character", "write \\u00e9")
            }
            return .scalar(scalar)
        case UInt8(ascii: "b") where !inClass: return .node(.assertion(.wordBoundary))
        case UInt8(ascii: "B") where !inClass: return .node(.assertion(.notWordBoundary))
        case UInt8(ascii: "A") where !inClass: return .node(.assertion(.start))
        case UInt8(ascii: "z") where !inClass: return .node(.assertion(.end))
        case UInt8(ascii: "p"), UInt8(ascii: "P"):
            throw refused("Unicode property class", "patterns match bytes; use \\w or a class like [A-Za-z]")
        case UInt8(ascii: "1")...UInt8(ascii: "9"), UInt8(ascii: "k"), UInt8(ascii: "g"):
            throw refused("back-reference", "compare fields with 'compare' instead")
        case UInt8(ascii: "Q"), UInt8(ascii: "E"): throw refused("quotation", "escape each special character by itself")
        case UInt8(ascii: "0"): throw refused("octal escape", "write \\x00")
        case UInt8(ascii: "K"): throw refused("match reset", "put what matters in group 1")
        case let byte where ByteSet.word.contains(byte) && byte != UInt8(ascii: "_"):
            throw refused("unknown escape \\\(Character(UnicodeScalar(byte)))", "escape punctuation only")
        case 0x80...:
            position -= 1
            return .scalar(try scalar())
        default: return .byte(byte)
        }
    }

    private mutating func characterClass(from start: Int) throws(PatternError) -> PatternNode {
        func refused(_ construct: String, _ help: String, at offset: Int) -> PatternError {
            PatternError(offset: offset, construct: construct, help: help)
        }
        let isNegated = peek() == UInt8(ascii: "^")
        if isNegated { position += 1 }
        var set = ByteSet()
        var wide: [UnicodeScalar] = []
        var isFirst = true
        while true {
            guard let byte = peek() else { throw refused("unclosed class", "add the missing ]", at: start) }
            if byte == UInt8(ascii: "]"), !isFirst { break }
            isFirst = false
            let itemStart = position
            if byte == UInt8(ascii: "["), [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "=")].contains(peek(1)) {
                throw refused("POSIX class", "use \\d, \\w, \\s or a range like A-Z", at: itemStart)
            }
            let low = try classItem()
            guard peek() == UInt8(ascii: "-"), let after = peek(1), after != UInt8(ascii: "]") else {
                switch low {
                case .set(let items): set.formUnion(items)
                case .byte(let byte): set.insert(byte)
                case .scalar(let scalar) where scalar.isASCII: set.insert(UInt8(truncatingIfNeeded: scalar.value))
                case .scalar(let scalar): wide.append(scalar)
                case .node: break
                }
                continue
            }
            position += 1
            let high = try classItem()
            guard let from = Self.bound(low), let to = Self.bound(high) else {
                throw refused("range beyond ASCII", "list the characters, or use (?:…|…)", at: itemStart)
            }
            guard from <= to else { throw refused("range out of order", "write the smaller character first", at: itemStart) }
            set.formUnion(ByteSet(from...to))
        }
        position += 1
        if isCaseInsensitive { set = set.bothCases }
        if isNegated {
            guard wide.isEmpty else {
                throw refused("negated class beyond ASCII", "patterns match bytes; negate ASCII characters only", at: start)
            }
            set = set.inverted
            guard !set.isEmpty else { throw refused("class of nothing", "it can never match", at: start) }
            return .set(set)
        }
        if wide.isEmpty { return .set(set) }
        var branches = wide.map { characterNode($0) }
        if !set.isEmpty { branches.append(.set(set)) }
        return .group(.alternation(branches), index: nil)
    }

    private mutating func classItem() throws(PatternError) -> Escaped {
        let start = position
        if peek() == UInt8(ascii: "\\") {
            position += 1
            return try escaped(from: start, inClass: true)
        }
        return .scalar(try scalar())
    }

    private static func bound(_ item: Escaped) -> UInt8? {
        switch item {
        case .byte(let byte): byte
        case .scalar(let scalar): scalar.isASCII ? UInt8(truncatingIfNeeded: scalar.value) : nil
        case .set, .node: nil
        }
    }

    // MARK: Characters

    private func characterNode(_ scalar: UnicodeScalar) -> PatternNode {
        if scalar.isASCII { return byteNode(UInt8(truncatingIfNeeded: scalar.value)) }
        return .group(.sequence(Array(String(scalar).utf8).map { .set(ByteSet([$0])) }), index: nil)
    }

    private func byteNode(_ byte: UInt8) -> PatternNode {
        .set(isCaseInsensitive ? ByteSet([byte]).bothCases : ByteSet([byte]))
    }

    /// The scalar at `position`; the text is UTF-8 because it was a `String`.
    private mutating func scalar() throws(PatternError) -> UnicodeScalar {
        let lead = text[position]
        let length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
        let end = min(position + length, text.count)
        let character = String(decoding: text[position..<end], as: UTF8.self).unicodeScalars.first
        position = end
        return character ?? "\u{fffd}"
    }

    private mutating func hexadecimal(_ digits: Int) -> UInt32? {
        guard position + digits <= text.count else { return nil }
        var value: UInt32 = 0
        for k in 0..<digits {
            guard let digit = Character(UnicodeScalar(text[position + k])).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        position += digits
        return value
    }

    private func peek(_ ahead: Int = 0) -> UInt8? { position + ahead < text.count ? text[position + ahead] : nil }
    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
