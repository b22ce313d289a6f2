public import CivicModel

/// The formats of health bodies, in the order in which they are tried: the most specific first.
public enum HealthFormats {
    public static let all: [any HealthFormat.Type] = [
        KubernetesVerbose.self, SpringActuator.self, HealthJSON.self, StatusOnly.self, PlainWord.self,
    ]

    /// Id of bodies that no format takes.
    public static let unrecognised = "unrecognised"

    public static func format(_ id: String) -> (any HealthFormat.Type)? { all.first { $0.id == id } }

    /// What `document` says; a body that no format takes says nothing.
    public static func report(of document: HealthDocument) -> HealthReport {
        recognise(document)?.report ?? finished(HealthReport(format: unrecognised), document, format: nil)
    }

    /// What `document` says, and whether its format is taken for health outside of an envelope too; nil when no format
    /// takes it.
    public static func recognise(_ document: HealthDocument) -> (report: HealthReport, isDistinctive: Bool)? {
        for format in all {
            if let report = format.read(document) { return (finished(report, document, format: format), format.isDistinctive) }
        }
        return nil
    }

    private static func finished(
        _ report: HealthReport, _ document: HealthDocument, format: (any HealthFormat.Type)?
    ) -> HealthReport {
        var report = report
        report.isMalformed = report.isMalformed || !document.flaws.isEmpty
        if let format {
            report.isAlwaysOK = report.isAlwaysOK || format.isAlwaysOK
            report.hasNonFatalChecks = report.hasNonFatalChecks || format.hasNonFatalChecks
        }
        return report
    }
}
