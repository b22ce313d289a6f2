import CivicFormats
import CivicModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads health sources that are one document each, and fills in from outside what a bare body does not say.
final class HealthDocumentReader {
    private let bodies = HealthBodies()
    private let window: ClosedRange<Int64>?

    init(window: ClosedRange<Int64>?) { self.window = window }

    /// What was read.
    var log: HealthLog { bodies.log }

    /// - Parameter name: the service by configuration or path, when nothing better is known.
    func read(
        _ bytes: [UInt8], source: Int, path: String, name: (name: String, origin: ServiceOrigin)
    ) -> Profile.SourceTally {
        var tally = Profile.SourceTally()
        let recording = HealthRecording.read(bytes)
        tally.healthFormat = recording.format
        let file = SnapshotName(path: path)
        let modified = Self.modification(path)
        let isOfOne = Set(recording.answers.map(\.observation.service)).count == 1
        for answer in recording.answers {
            var answer = answer
            answer.observation.source = source
            // An address of the machine that asked names nobody, and the file that holds its answers alone may.
            if isOfOne, file.service != nil, RecordedLine.isLocal(authority: answer.observation.service) {
                answer.observation.service = ""
            }
            complete(&answer, file: file, modified: modified, name: name, isAlone: recording.answers.count == 1)
            bodies.add(answer, window: window, tally: &tally)
        }
        account(bytes, records: recording.answers.count, in: &tally)
        return tally
    }

    /// The probes of a chaos journal.
    func read(journal bytes: [UInt8], source: Int) {
        var tally = Profile.SourceTally()
        for answer in JournalProbes.read(bytes) {
            var answer = answer
            answer.observation.source = source
            answer.observation.line = 1
            bodies.add(answer, window: window, tally: &tally)
        }
    }

    /// Time, service, kind and HTTP status of an answer from the name of its file and its body, best source first.
    private func complete(
        _ answer: inout HealthAnswer, file: SnapshotName, modified: Instant?, name: (name: String, origin: ServiceOrigin),
        isAlone: Bool
    ) {
        let report = answer.report ?? answer.body.map { HealthFormats.report(of: HealthDocument($0, hint: answer.hint)) }
        if answer.observation.time == nil {
            if isAlone, let time = file.time {
                (answer.observation.time, answer.observation.timeSource) = (time, .fileName)
            } else if let date = answer.header("date").flatMap({ HTTPDate.instant($0) }) {
                (answer.observation.time, answer.observation.timeSource) = (date, .header)
            } else if let time = report.flatMap({ Self.time(of: $0) }) {
                (answer.observation.time, answer.observation.timeSource) = (time, .body)
            } else if isAlone, let modified {
                (answer.observation.time, answer.observation.timeSource) = (modified, .modification)
            }
        }
        if name.origin == .configuration {
            answer.observation.service = name.name
        } else if answer.observation.service.isEmpty {
            answer.observation.service = file.service ?? report?.service ?? name.name
        }
        if answer.observation.instance == nil { answer.observation.instance = report?.instance }
        if isAlone, answer.observation.statusCode == nil, answer.observation.errorType == nil {
            answer.observation.statusCode = file.statusCode
        }
        if answer.observation.kind == .health, let kind = report?.kind ?? file.kind { answer.observation.kind = kind }
    }

    /// When a report was made: what it says of itself, else the latest of its components.
    private static func time(of report: HealthReport) -> Instant? {
        report.reportTime ?? report.components.compactMap(\.time).max()
    }

    /// Lines are blank, or the first of an answer, or continue one.
    private func account(_ bytes: [UInt8], records: Int, in tally: inout Profile.SourceTally) {
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
            tally.lines.lines += 1
            if bytes[start..<end].allSatisfy({ $0 <= 0x20 }) { tally.lines.blank += 1 }
            start = end + 1
        }
        let filled = tally.lines.lines - tally.lines.blank
        tally.lines.records = records
        tally.lines.continuations = max(0, filled - records)
        tally.lines.extraRecords = max(0, records - filled)
    }

    private static func modification(_ path: String) -> Instant? {
        var status = stat()
        guard path != "-", stat(path, &status) == 0 else { return nil }
        #if os(Linux)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? nil : Instant(nanoseconds: seconds &+ Int64(time.tv_nsec))
    }
}
