import CivicReports
import CivicScore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension OutputOptions {
    /// Writes a report that other programs read. A step summary goes where GitHub says, behind what other steps wrote there.
    func write(
        _ report: CheckReport, as format: IssueReportFormat, to destination: Destination
    ) throws(CommandFailure) {
        let text = format.text(report)
        if format == .githubSummary, destination.file == nil, let path = Console.environment("GITHUB_STEP_SUMMARY"),
            !path.isEmpty
        {
            return try append(text, to: path)
        }
        try write(text, to: destination)
    }

    private func append(_ text: String, to path: String) throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure(
                status: .usage, message: "cannot write \(path) (GITHUB_STEP_SUMMARY): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        let used = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        // Over a megabyte GitHub drops the whole summary, what others wrote included.
        guard used + text.utf8.count <= MarkdownReporter.byteLimit else {
            let note = "\nCivic's summary is left out: it would be too long with what stands here.\n"
            return try Console.write(note, to: descriptor, name: path)
        }
        try Console.write(text, to: descriptor, name: path)
    }
}
