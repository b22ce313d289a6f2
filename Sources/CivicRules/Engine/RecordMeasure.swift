import CivicFormats
import CivicModel
import CivicProfile

/// What a measure says of one record.
enum RecordVerdict: Sendable {
    /// Not among the records that the measure is about.
    case outside
    case kept
    case broken
}

/// A measure bound to one shape.
enum BoundMeasure {
    /// All records of the shape alike.
    case constant(RecordVerdict)
    /// Records at these levels are judged one by one; others are outside.
    /// `onlyOdd`: records without unusual bytes and without escapes keep it, and need not be asked.
    case judged(levels: ClosedRange<Level>, onlyOdd: Bool = false, (RecordView, RecordFacts) -> RecordVerdict)

    static let allLevels = Level.none...Level.fatal
}

/// An algorithm that a rule names for single records: one file each in `Measures/`.
protocol RecordMeasure: Sendable {
    /// Kebab-case, as `measure:` names it.
    static var id: String { get }
    init(parameters: MeasureParameters) throws(MeasureError)
    func bind(to shape: Shape) -> BoundMeasure
}

/// An algorithm that a rule names for what was counted of a service: one file each in `Measures/`.
protocol ServiceMeasure: Sendable {
    static var id: String { get }
    init(parameters: MeasureParameters) throws(MeasureError)
    func count(in service: ServiceView, of system: SystemView) -> MeasureCount
}

/// What a service measure counted.
struct MeasureCount {
    var population = 0
    var violations = 0
    /// Per template fingerprint, for balanced rules.
    var templates: [UInt64: (population: Int, violations: Int)] = [:]
    var samples = SampleSet(limit: 3)
    /// Addresses with a sentence each, where the evidence is no record's text; used instead of `samples` when not empty.
    var evidence: [Note] = []
    /// Facts for the message.
    var example = ""
    /// What this finding weighs, where that is not what its rule declares.
    var impact: Impact?
    /// What breaks a rule that counts named things: one violation each, with all names that it goes by.
    var subjects: [Subject] = []
    /// Violations that were left out because a suppression names their template.
    var hidden: [UInt64: Int] = [:]

    /// One thing that is wrong, and how the finding says it.
    struct Subject {
        var names: [String]
        var text: String
        /// Records that show it.
        var samples = SampleSet(limit: 3)
    }

    /// Counts `subjects`: as many violations, the first three for the message, and their samples.
    mutating func countSubjects() {
        violations = subjects.count
        example = subjects.prefix(3).map(\.text).joined(separator: ", ")
        if subjects.count > 3 { example += " and \(subjects.count - 3) more" }
        samples = SampleSet(limit: 3)
        for subject in subjects { samples.merge(subject.samples) }
    }

    /// An address and what is to be seen there.
    struct Note {
        var source: Int
        var line: Int
        var byte: Int
        var text: String
    }

    init() {}

    /// Counts `cell` whole: all its records are members, and all violate or none does.
    mutating func add(_ cell: ServiceView.Entry, violated: Bool) {
        add(cell, population: cell.counts.records, violations: violated ? cell.counts.records : 0)
        if violated { samples.merge(cell.counts.samples) }
    }

    mutating func add(_ cell: ServiceView.Entry, population: Int, violations: Int) {
        self.population += population
        self.violations += violations
        var pair = templates[cell.key.template] ?? (0, 0)
        pair.population += population
        pair.violations += violations
        templates[cell.key.template] = pair
    }

    /// Counts what a suppression accepts: units stay in the population, their violations do not count.
    mutating func addHidden(_ cell: ServiceView.Entry, population: Int, violations: Int) {
        add(cell, population: population, violations: 0)
        hidden[cell.key.template, default: 0] += violations
    }
}

/// Settings that a rule gives its measure, read with their defaults; what nobody asked for is an error.
struct MeasureParameters {
    let values: [String: Scalar]
    /// Environment that is assumed where records say none (`environment:` of civic.yml).
    var environment: String?

    init(_ values: [String: Scalar] = [:], environment: String? = nil) {
        self.values = values
        self.environment = environment
    }

    func number(_ name: String, default value: Double) throws(MeasureError) -> Double {
        switch values[name] {
        case nil: return value
        case .number(let number): return number
        default: throw MeasureError(parameter: name, expected: "a number")
        }
    }

    /// A comma-separated list of words, lower case.
    func words(_ name: String, default value: String) throws(MeasureError) -> Set<String> {
        var text = value
        switch values[name] {
        case nil: break
        case .string(let given): text = given
        default: throw MeasureError(parameter: name, expected: "words with commas between them")
        }
        let words = text.split(whereSeparator: { $0 == "," || $0 == "\n" }).map { word in
            String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()).lowercased()
        }
        return Set(words.filter { !$0.isEmpty })
    }

    func rejectUnknown(_ known: Set<String>) throws(MeasureError) {
        if let name = values.keys.sorted().first(where: { !known.contains($0) }) {
            throw MeasureError(
                parameter: name, expected: known.isEmpty ? "no parameters" : "one of \(known.sorted().joined(separator: ", "))")
        }
    }
}

struct MeasureError: Error, CustomStringConvertible {
    var parameter: String
    var expected: String
    var description: String { "parameter \"\(parameter)\": expected \(expected)" }
}
