import CivicFormats
import CivicModel

@testable import CivicProfile

extension Profile {
    /// Everything that a profile knows, as sorted lines: equal for equal profiles and for no others.
    var dump: [String] {
        var lines: [String] = []
        for (key, cell) in cells {
            var line =
                "cell \(Self.dump(key)) records \(cell.records) bytes \(cell.bytes) times \(cell.firstTime) \(cell.lastTime)"
            line += " subseconds \(cell.hasSubseconds) repeats \(cell.repeats) unknown \(cell.hasUnknownLevel)"
            line +=
                " violations \(cell.violations.sorted { $0.key < $1.key }) outside \(cell.outside.sorted { $0.key < $1.key })"
            line += " samples \(Self.dump(cell.samples))"
            for (counter, samples) in cell.violationSamples.sorted(by: { $0.key < $1.key }) {
                line += " \(counter): \(Self.dump(samples))"
            }
            lines.append(line)
        }
        for (key, shape) in shapes {
            lines.append(
                "shape \(key.debugDescription) \(shape.fields.map(\.path)) \(shape.roles) \(shape.hasDuplicateKeys) \(shape.hasJoinedStack)"
            )
        }
        for (fingerprint, text) in templates { lines.append("template \(fingerprint) \(text.debugDescription)") }
        for (key, counts) in windows {
            lines.append("window \(key.service) \(key.origin) \(key.source) \(key.minute) \(counts)")
        }
        for (source, tally) in sources {
            var line = "source \(source) \(tally.lines) rejects \(tally.rejects.map { "\($0.key) \($0.value)" }.sorted())"
            line += " samples \(Self.dump(tally.rejectSamples)) first \(String(describing: tally.firstReject))"
            // Which late records are shown may depend on where blocks are cut, how many there are does not.
            line += " seams \(tally.seams.map(\.block).sorted()) late \(tally.lateRecords)"
            line +=
                " health \(tally.snapshots.map { "\($0.key) \($0.value.sorted { $0.key < $1.key })" }.sorted()) \(tally.largestComponentCount)"
            lines.append(line)
        }
        lines.append("ceiling \(templateCeiling)")
        return lines.sorted()
    }

    private static func dump(_ key: CellKey) -> String {
        "\(key.source) \(key.service) \(key.origin) \(key.shape.debugDescription) \(key.template) \(key.levelText) \(key.level) \(key.time.bits)"
    }

    private static func dump(_ set: SampleSet) -> String {
        "\(set.samples.map { "\($0.order) \($0.source) \($0.line) \($0.byte) \(String(decoding: $0.text, as: UTF8.self))" })"
    }

    /// Lines that only one of two profiles has, a few of them.
    func difference(from other: Profile) -> [String] {
        let (mine, theirs) = (Set(dump), Set(other.dump))
        return Array(mine.subtracting(theirs).sorted().prefix(3)) + Array(theirs.subtracting(mine).sorted().prefix(3))
    }

    var records: Int { cells.values.reduce(0) { $0 + $1.records } }
    var repeats: Int { cells.values.reduce(0) { $0 + $1.repeats } }
}
