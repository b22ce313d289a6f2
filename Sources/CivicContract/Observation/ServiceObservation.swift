import CivicCorrelation
import CivicFormats
import CivicModel
import CivicProfile

/// What a run shows of one service, in counts.
struct ServiceObservation {
    struct Field {
        /// Records that have a value there.
        var present = 0
        /// Records by type of value.
        var types: [String: Int] = [:]
        var values = ValueSketch()
        var samples = SampleSet()
    }

    struct Template {
        var text = ""
        var records = 0
        var levels: [Level: Int] = [:]
        /// Records by index of the shape.
        var shapes: [Int: Int] = [:]
        var samples = SampleSet()

        /// The level that nine of ten records have.
        var level: Level? { levels.first { $0.value * 10 >= records * 9 && $0.key != .none }?.key }
    }

    struct Leak {
        var k: Int
        var n: Int
        /// Name of the rule and what it tells to do.
        var name: String
        var fix: String
        /// Records that hold one, masked.
        var addresses: [Evidence]
        /// Ids of the templates of such records, most first.
        var templates: [String]
    }

    struct Edge {
        /// Id of the template that publishes.
        var at: String
        var reached: Int
        var total: Int
    }

    var name: String
    var records = 0
    /// Records by the notation that they are in.
    var notations: [String: Int] = [:]
    var levels: [Level: Int] = [:]
    var fields: [String: Field] = [:]
    var templates: [String: Template] = [:]
    /// By path of the field with the time.
    var times: [String: [TimeShape: Int]] = [:]
    /// Roles of fields with ids.
    var roles: [String: String] = [:]
    /// By the service that publishes.
    var edges: [String: [Edge]] = [:]
    /// Rules about secrets that are broken, with violations and population.
    var leaks: [String: Leak] = [:]
    /// Chains of the whole run.
    var chains = 0
    /// Some of its files could not be read whole.
    var isDamaged = false
    /// Paths of the fields by shape.
    var shapes: [Set<String>] = []

    init(name: String) { self.name = name }

    /// The notation that most records are in, and how many are.
    var notation: (name: String, records: Int)? {
        notations.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
    }

    /// The lowest level that one record of a thousand has.
    var lowestLevel: Level? {
        Level.allCases.first { level in level != .none && (levels[level] ?? 0) * 1000 >= records && levels[level] != nil }
    }

    /// Records of a template that have a value at `path`.
    func present(_ path: String, in template: Template) -> Int {
        template.shapes.reduce(0) { $0 + (shapes[$1.key].contains(path) ? $1.value : 0) }
    }

    /// Records per chain; nil where too few chains say.
    var perChain: Double? { chains >= 100 ? Double(records) / Double(chains) : nil }
}
