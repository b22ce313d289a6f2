import CivicBytes
import CivicFormats
import CivicModel
import CivicProfile
import CivicRules
import Dispatch
import Synchronization

/// Journals, experiment files and lists of faults that were named on the command line, and journals among the inputs.
enum ExperimentFiles {
    /// What was read, and what is wrong with it.
    struct Reading {
        /// By start, then path.
        var experiments: [Experiment] = []
        var problems: [InputProblem] = []
    }

    static func read(_ paths: [String]) throws(CommandFailure) -> [Experiment] { try reading(paths).experiments }

    /// - Parameter paths: files, or folders whose journals are meant.
    static func reading(_ paths: [String]) throws(CommandFailure) -> Reading {
        var reading = Reading()
        for path in paths {
            let walk: SourceWalk
            do {
                walk = try SourceWalk.expand([path])
            } catch {
                throw CommandFailure(status: .usage, message: "\(error)")
            }
            let isFolder = walk.inputs.first.map { $0.path != path } ?? true
            var found = 0
            for input in walk.inputs {
                if isFolder, !WholeDocument.isJournal(path: input.path, reader: RecordReader(options: ReadingOptions())) {
                    continue
                }
                let (bytes, problems) = WholeDocument.read(path: input.path)
                let one = document(bytes, path: input.path)
                found += one.experiments.count
                reading.experiments += one.experiments
                reading.problems += problems + one.problems
            }
            if found == 0 {
                let why = reading.problems.last.map { ": \($0.detail)" } ?? ""
                throw CommandFailure(
                    status: .usage,
                    message: "\(path) holds no experiment\(isFolder ? ", no journal of a chaos tool" : why)\n"
                        + "  help: name the journal.json of Chaos Toolkit, or a list of {\"name\", \"target\", \"start\", \"end\"}"
                )
            }
        }
        reading.experiments = sorted(reading.experiments)
        return reading
    }

    /// Journals among the sources of a scan.
    static func read(_ result: LogScan.Result, paths: [String]) -> [Experiment] {
        sorted(
            result.documents.sorted { $0.key < $1.key }.flatMap { index, bytes in
                ExperimentReader.read(bytes, path: paths.indices.contains(index) ? paths[index] : "").experiments
            })
    }

    /// Journals that were named, and those among the sources of a scan that were not.
    static func read(_ result: LogScan.Result, paths: [String], beside named: [Experiment]) -> [Experiment] {
        let found = read(result, paths: paths).filter { one in !named.contains { isSame($0, one) } }
        return sorted(named + found)
    }

    /// Journals among inputs that have not been read yet: found by their first bytes, then read whole.
    static func journals(among inputs: [SourceWalk.Input], known: [Experiment], jobs: Int) -> [Experiment] {
        let found = Mutex<Set<Int>>([])
        // Every input is opened for it, and inflated as far as its first bytes.
        let jobs = max(1, min(jobs, inputs.count))
        DispatchQueue.concurrentPerform(iterations: jobs) { job in
            let reader = RecordReader(options: ReadingOptions())
            for index in stride(from: job, to: inputs.count, by: jobs)
            where WholeDocument.isJournal(path: inputs[index].path, reader: reader) {
                found.withLock { _ = $0.insert(index) }
            }
        }
        var experiments = known
        for index in found.withLock({ $0 }).sorted() {
            let input = inputs[index]
            for experiment in ExperimentReader.read(WholeDocument.read(path: input.path).bytes, path: input.path).experiments
            where !experiments.contains(where: { isSame($0, experiment) }) {
                experiments.append(experiment)
            }
        }
        return sorted(experiments)
    }

    /// A journal that lies in two places, or was named and found.
    private static func isSame(_ a: Experiment, _ b: Experiment) -> Bool {
        a.title == b.title && a.start == b.start && a.end == b.end && a.origin == b.origin
    }

    private static func sorted(_ experiments: [Experiment]) -> [Experiment] {
        experiments.sorted {
            ($0.start?.nanoseconds ?? .max, $0.path, $0.title) < ($1.start?.nanoseconds ?? .max, $1.path, $1.title)
        }
    }

    private static func document(_ bytes: [UInt8], path: String) -> ExperimentReader.Reading {
        let first = bytes.first { $0 > 0x20 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return ExperimentReader.read(bytes, path: path) }
        // Experiments are written in YAML as well, and then they are plans or lists.
        if let tree = try? YAMLDocument.read(bytes, file: path) {
            let reading = ExperimentReader.read(tree, path: path)
            if !reading.experiments.isEmpty { return reading }
        }
        return ExperimentReader.read(bytes, path: path)
    }
}
