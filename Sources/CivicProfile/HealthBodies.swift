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
        if let body = answer.body {
            let hint = answer.hint
            let key = body.withUnsafeBufferPointer {
                ContentHash.of($0, seed: UInt64(hint.rawValue) &+ (answer.report.map { ContentHash.of($0.format) } ?? 0))
            }
            observation.body = key
            if log.bodies[key] == nil { log.bodies[key] = Self.body(body, hint: hint, report: answer.report) }
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

    private static func body(_ bytes: [UInt8], hint: HealthDocument.Hint, report: HealthReport?) -> HealthBody {
        let document = HealthDocument(bytes, hint: hint)
        let stable = StableText.of(document).withUnsafeBufferPointer { ContentHash.of($0) }
        return HealthBody(
            report: report ?? HealthFormats.report(of: document), text: Array(bytes.prefix(textLimit)), stableHash: stable)
    }
}
