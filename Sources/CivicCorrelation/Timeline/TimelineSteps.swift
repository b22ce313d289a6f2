public import CivicModel

extension Experiment {
    /// Its run, its steps and its faults as entries of a timeline.
    public func timelineEntries() -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        func add(_ time: Instant?, _ message: String) {
            guard let time else { return }
            var entry = TimelineEntry(kind: .step, time: time, service: "", message: message, path: path)
            // Of one journal, in the order in which they are told here where their times are equal.
            entry.byte = entries.count
            entries.append(entry)
        }
        add(start, "experiment \"\(title)\" begins")
        for fault in faults {
            let target = fault.targets.isEmpty ? "" : " -> \(fault.targets.joined(separator: ", "))"
            add(fault.start, "fault begins: \(fault.name)\(target)")
            add(fault.end, "fault ends: \(fault.name)\(target)" + (fault.endOrigin.isEmpty ? "" : " (\(fault.endOrigin))"))
        }
        for step in steps { add(step.start, step.sentence) }
        add(end, "experiment \"\(title)\" ends: \(status)" + (deviated ? ", steady state deviated" : ""))
        return entries
    }

    /// From the first fault to the end of the last, or the run where nothing was broken; nil when nothing has a time.
    public var span: ClosedRange<Instant>? {
        let starts = faults.isEmpty ? steps.map(\.start) + [start].compactMap(\.self) : faults.map(\.start)
        let ends =
            faults.isEmpty
            ? steps.compactMap(\.end) + [end].compactMap(\.self) : faults.compactMap { $0.end ?? end }
        guard let first = starts.min() else { return nil }
        return first...max(first, ends.max() ?? first)
    }
}

extension ExperimentStep {
    /// One line about it.
    fileprivate var sentence: String {
        var words = "\(phase.rawValue): \(type) \(name)"
        if let status { words += ", \(status)" }
        if let toleranceMet { words += toleranceMet ? ", within tolerance" : ", out of tolerance" }
        return words
    }
}
