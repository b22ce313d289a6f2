import CivicCorrelation
import CivicModel

/// Whether the word for the whole follows from the components. Answers whose body and HTTP status disagree are left out: they
/// are another rule's.
struct OverallConflict: HealthMeasure {
    static let id = "overall-conflict"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        var names: [String] = []
        var isAllowed = true
        for endpoint in subject.endpoints {
            for answer in endpoint.all {
                guard let report = answer.report, report.overallSource == .reported, !report.components.isEmpty,
                    BodyStatusConflict.conflicts(answer) != true
                else { continue }
                let judged = report.components.filter { $0.status != .unknown }
                guard !judged.isEmpty else { continue }
                let failed = judged.first { $0.status == .fail }
                let isHidden = report.overall == .pass && failed.map { $0.isCritical != false } ?? false
                let isUnfounded = report.overall == .fail && judged.allSatisfy { $0.status == .pass } && report.lifecycle == nil
                let word = report.rawStatus ?? report.overall.rawValue
                count.add(
                    violated: isHidden || isUnfounded,
                    answer.note(
                        isHidden
                            ? "\(endpoint.name) says \(word) while \(failed?.name ?? "") says \(failed?.rawStatus ?? "fail")"
                            : "\(endpoint.name) says \(word) while all \(judged.count) components are well"))
                guard isHidden || isUnfounded else { continue }
                broken.append(endpoint)
                names.append(isHidden ? failed?.name ?? endpoint.name : endpoint.name)
                if !(isHidden && report.hasNonFatalChecks) { isAllowed = false }
            }
        }
        if count.violations > 0, isAllowed { count.grade(.low) }
        count.conclude(names, .high, [])
        return count
    }
}
