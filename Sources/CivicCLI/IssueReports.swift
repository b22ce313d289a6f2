import CivicReports
import CivicScore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension OutputOptions.Destination {
    /// The file that GitHub shows as the summary of this step, where the report goes there.
    var stepSummary: String? {
        guard format == IssueReportFormat.githubSummary.rawValue, file == nil else { return nil }
        return Console.environment("GITHUB_STEP_SUMMARY").flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension OutputOptions {
    /// Writes a report that other programs read. A step summary goes where GitHub says, behind what other steps wrote there.
    func write(
        _ report: CheckReport, as format: IssueReportFormat, to destination: Destination
    ) throws(CommandFailure) {
        if let path = destination.stepSummary { return try append(report, to: path) }
        try write(format.text(report), to: destination)
    }

    private func append(_ report: CheckReport, to path: String) throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure(
                status: .usage, message: "cannot write \(path) (GITHUB_STEP_SUMMARY): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        let used = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        // Over its limit GitHub drops the whole summary of a step, what others wrote included.
        var text = MarkdownReporter(limit: MarkdownReporter.stepLimit - used - 1).report(report)
        if text.isEmpty { Console.error("\(path) (GITHUB_STEP_SUMMARY) is full; nothing was added to it") }
        // The line that stands there may have no end.
        if used > 0, !text.isEmpty { text = "\n" + text }
        try Console.write(text, to: descriptor, name: path)
    }
}
