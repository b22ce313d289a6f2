import CivicFormats
import CivicModel

/// Puts answers into a log, each distinct body once.
final class HealthBodies {
    private(set) var log = HealthLog()

    /// Longest text of a body that is kept.
    static let textLimit = 64 << 10

    /// - Parameter window: answers outside, or without a time, are counted and left out.
    func add(_ answer: HealthAnswer, window: ClosedRange<Int64>?, tally: inout Profile.SourceTally) {
        var observation = answer.observation
        let report = answer.report ?? (answer.body == nil ? BodilessAnswer.report(of: observation) : nil)
        if answer.body != nil || report != nil {
            let body = answer.body ?? []
            let hint = answer.hint
            // What a recording makes of a body is part of what tells it from others.
            let seed = UInt64(hint.rawValue) &+ (report.map { Self.seed(of: $0) } ?? 0)
            let key = body.withUnsafeBufferPointer { ContentHash.of($0, seed: seed) }
            observation.body = key
            if log.bodies[key] == nil { log.bodies[key] = Self.body(body, hint: hint, report: report) }
        }
        if let report = log.report(of: observation), observation.kind == .health, let kind = report.kind {
            observation.kind = kind
        }
        let status = log.status(of: observation)
        tally.snapshots[observation.service, default: [:]][status.rawValue, default: 0] += 1
        let components = log.report(of: observation)?.components.count ?? 0
        tally.largestComponentCount = max(tally.largestComponentCount, components)
        if let window {
            guard let time = observation.time, window.contains(time.nanoseconds) else { return }
        }
        log.observations.append(observation)
    }

    private static func seed(of report: HealthReport) -> UInt64 {
        var text = "\(report.format) \(report.rawStatus ?? "") \(report.httpStatus ?? 0)"
        for component in report.components { text += " \(component.name)=\(component.status.rawValue)" }
        return ContentHash.of(text)
    }

    private static func body(_ bytes: [UInt8], hint: HealthDocument.Hint, report: HealthReport?) -> HealthBody {
        let document = HealthDocument(bytes, hint: hint)
        let stable = StableText.of(document).withUnsafeBufferPointer { ContentHash.of($0) }
        return HealthBody(
            report: report ?? HealthFormats.report(of: document), text: Array(bytes.prefix(textLimit)), stableHash: stable)
    }
}
