/// A pattern over names of services and paths of sources; it must match the whole text. `*` is any run of characters
/// but `/`, `**` any run at all (`**/` also nothing), `?` one character but `/`, `{a,b}` either. Case counts.
/// Matching takes at most the product of both lengths in steps, whatever the pattern.
public struct Glob: Sendable, Hashable {
    /// As it was written.
    public let source: String

    private enum Token: Sendable, Hashable {
        case scalar(Unicode.Scalar)
        case one
        case run
        case deepRun
        /// `**/`: nothing, or any run that ends in a slash.
        case folders
    }

    private let alternatives: [[Token]]

    /// Most texts that the braces of a pattern may stand for; more are taken literally.
    private static let maximumAlternatives = 64

    public init(_ source: String) {
        self.source = source
        alternatives = Self.expanded(Array(source.unicodeScalars)).map(Self.tokens)
    }

    public func matches(_ text: some StringProtocol) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return alternatives.contains { Self.matches($0, scalars) }
    }

    /// Whether a list of globs lets a text in; an empty list lets in everything.
    public static func list(_ globs: [String], matches text: some StringProtocol) -> Bool {
        globs.isEmpty || globs.contains { Glob($0).matches(text) }
    }

    private static func tokens(_ scalars: [Unicode.Scalar]) -> [Token] {
        var tokens: [Token] = []
        var index = 0
        while index < scalars.count {
            defer { index += 1 }
            guard scalars[index] == "*" else {
                tokens.append(scalars[index] == "?" ? .one : .scalar(scalars[index]))
                continue
            }
            var stars = 1
            while index + 1 < scalars.count, scalars[index + 1] == "*" { (index, stars) = (index + 1, stars + 1) }
            let startsPart = tokens.isEmpty || tokens.last == .scalar("/") || tokens.last == .folders
            if stars > 1, startsPart, index + 1 < scalars.count, scalars[index + 1] == "/" {
                index += 1
                tokens.append(.folders)
            } else {
                tokens.append(stars > 1 ? .deepRun : .run)
            }
        }
        return tokens
    }

    /// Every text that the first pair of braces, then the next, stands for. Unbalanced braces are literal.
    private static func expanded(_ scalars: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var results: [[Unicode.Scalar]] = [[]]
        var index = 0
        while index < scalars.count {
            if scalars[index] == "{", let close = scalars[index...].firstIndex(of: "}") {
                let choices = scalars[(index + 1)..<close].split(separator: ",", omittingEmptySubsequences: false)
                if choices.count > 1, results.count * choices.count <= maximumAlternatives {
                    results = results.flatMap { result in choices.map { result + $0 } }
                    index = close + 1
                    continue
                }
            }
            for place in results.indices { results[place].append(scalars[index]) }
            index += 1
        }
        return results
    }

    /// Walks the text once and keeps every position in the pattern that is still possible.
    private static func matches(_ tokens: [Token], _ text: [Unicode.Scalar]) -> Bool {
        var states = [Bool](repeating: false, count: tokens.count + 1)
        func open(_ state: Int, _ states: inout [Bool]) {
            var state = state
            // Runs may be empty, so the position after one is possible as soon as the run is.
            while true {
                states[state] = true
                guard state < tokens.count else { return }
                switch tokens[state] {
                case .run, .deepRun, .folders: state += 1
                case .scalar, .one: return
                }
            }
        }
        open(0, &states)
        for scalar in text {
            var next = [Bool](repeating: false, count: tokens.count + 1)
            for state in tokens.indices where states[state] {
                switch tokens[state] {
                case .scalar(let expected): if scalar == expected { open(state + 1, &next) }
                case .one: if scalar != "/" { open(state + 1, &next) }
                case .run: if scalar != "/" { open(state, &next) }
                case .deepRun: open(state, &next)
                // Inside `**/`, only a slash leads on; the state itself must not open the rest again.
                case .folders: if scalar == "/" { open(state, &next) } else { next[state] = true }
                }
            }
            states = next
        }
        return states[tokens.count]
    }
}
