public import CivicModel

/// Reads what tells of a chaos experiment or a game day, whatever wrote it.
public enum ExperimentReader {
    /// What a document holds, and what is wrong with it.
    public struct Reading: Sendable {
        /// By start.
        public var experiments: [Experiment] = []
        public var problems: [InputProblem] = []
        public init() {}
    }

    /// The notations that are known, with the reader of each; the first that recognises a document reads it.
    private static let notations: [any ExperimentNotation.Type] = [
        ChaosToolkitJournal.self, ChaosMeshStatus.self, LitmusResult.self, ChaosToolkitPlan.self, FaultList.self,
    ]

    /// Longest list of lines that is read.
    private static let lineLimit = 200_000

    /// - Parameter path: for messages and as the title of what has none.
    public static func read(_ bytes: [UInt8], path: String) -> Reading {
        let document = JSONDocument.read(bytes)
        // One object after another: a list of lines.
        if document.problem == .trailing { return readLines(bytes, path: path) }
        var reading = Reading()
        if let value = document.value { reading = read(value, path: path) }
        if let problem = document.problem {
            reading.problems.append(self.problem(problem, document.byte, bytes, path))
            // What is nested too deeply is no step of an experiment.
            for i in reading.experiments.indices where problem != .tooDeep { reading.experiments[i].isIncomplete = true }
        }
        if reading.experiments.isEmpty, reading.problems.isEmpty { reading.problems.append(unknown(path)) }
        return reading
    }

    /// Reads a document that is a tree already (one that was YAML).
    public static func read(_ document: JSONDocument, path: String) -> Reading {
        var reading = Reading()
        for notation in notations {
            guard let experiments = notation.read(document, path: path) else { continue }
            reading.experiments = experiments.sorted { ($0.start?.nanoseconds ?? .max) < ($1.start?.nanoseconds ?? .max) }
            return reading
        }
        return reading
    }

    private static func readLines(_ bytes: [UInt8], path: String) -> Reading {
        var reading = Reading()
        var values: [JSONDocument] = []
        var (start, line) = (0, 0)
        while start < bytes.count, line < lineLimit {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
            line += 1
            let text = Array(bytes[start..<end])
            if text.contains(where: { $0 > 0x20 }) {
                let document = JSONDocument.read(text)
                if let value = document.value, document.problem == nil {
                    values.append(value)
                } else {
                    reading.problems.append(
                        InputProblem(
                            path: path, code: "journal-line", line: line, byte: start + document.byte,
                            detail: "this line is no JSON and was left out"))
                }
            }
            start = end + 1
        }
        let experiments = FISLog.read(values, path: path) ?? FaultList.read(.array(values), path: path)
        reading.experiments = experiments ?? []
        if reading.experiments.isEmpty { reading.problems.append(unknown(path)) }
        return reading
    }

    private static func unknown(_ path: String) -> InputProblem {
        InputProblem(
            path: path, code: "journal-unknown", line: 0, byte: 0,
            detail: "no journal, experiment or list of faults that is known")
    }

    private static func problem(
        _ problem: JSONDocument.Problem, _ byte: Int, _ bytes: [UInt8], _ path: String
    ) -> InputProblem {
        let line = 1 + bytes[..<min(byte, bytes.count)].count { $0 == 0x0a }
        let detail =
            switch problem {
            case .cut: "the document ends early at byte \(byte); what is whole before it was read"
            case .malformed: "no JSON at byte \(byte); what is whole before it was read"
            case .tooLarge: "more values than are read; what is before byte \(byte) was read"
            case .tooDeep: "something is nested too deeply at byte \(byte) and was left out"
            case .trailing: "more follows the document at byte \(byte) and was left out"
            }
        return InputProblem(
            path: path, code: problem == .cut ? "journal-cut" : "journal-damaged", line: line, byte: byte, detail: detail)
    }
}

/// One way in which experiments are written down: a file each in this folder, a line each in `ExperimentReader`.
protocol ExperimentNotation: Sendable {
    /// Nil when the document is something else.
    static func read(_ document: JSONDocument, path: String) -> [Experiment]?
}

extension JSONDocument {
    /// The time that a string or a number since 1970 says; a time without a zone is UTC.
    var instant: Instant? {
        switch self {
        case .string(let text):
            let bytes = Array(text.utf8)
            let time = bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { TimeParser().parse($0, bytes.count) } ?? .absent
            }
            return time.isReadable ? Instant(nanoseconds: time.nanoseconds) : nil
        case .number(let text):
            let bytes = Array(text.utf8)
            let time = bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { TimeParser().parseNumber($0, bytes.count) } ?? .absent
            }
            return time.isReadable ? Instant(nanoseconds: time.nanoseconds) : nil
        default: return nil
        }
    }

    /// One line of what this holds, cut to `limit` characters: for people.
    func summary(limit: Int = 160) -> String {
        var text = ""
        summarise(into: &text, limit: limit)
        return text.count > limit ? text.prefix(limit) + "…" : text
    }

    private func summarise(into text: inout String, limit: Int) {
        guard text.utf8.count <= limit &* 4 else { return }
        switch self {
        case .null: text += "null"
        case .boolean, .number: text += scalarText ?? ""
        case .string(let string): text += String(string.prefix(limit + 1).map { $0.isNewline ? " " : $0 })
        case .array(let elements):
            text += "["
            for (i, element) in elements.enumerated() where text.utf8.count <= limit &* 4 {
                if i > 0 { text += ", " }
                element.summarise(into: &text, limit: limit)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (i, member) in members.enumerated() where text.utf8.count <= limit &* 4 {
                if i > 0 { text += ", " }
                text += member.key + ": "
                member.value.summarise(into: &text, limit: limit)
            }
            text += "}"
        }
    }
}
