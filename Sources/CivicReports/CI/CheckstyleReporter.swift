import CivicModel
public import CivicScore

/// Checkstyle XML: what reviewdog, Jenkins and many others read.
public struct CheckstyleReporter: Sendable {
    public init() {}

    public func report(_ report: CheckReport) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n"
        let files = Dictionary(grouping: IssueText.listed(report).filter { $0.state == .open }, by: IssueText.path)
        for (path, issues) in files.sorted(by: { $0.key < $1.key }) {
            text += "  <file\(XMLText.attributes(["name": path]))>\n"
            for issue in issues {
                let severity = issue.severity == .warn ? "warning" : issue.severity.rawValue
                let attributes = XMLText.attributes([
                    "line": String(IssueText.line(issue)), "column": "1", "severity": severity,
                    "message": IssueText.message(issue), "source": "civic.\(issue.id)",
                ])
                text += "    <error\(attributes)/>\n"
            }
            text += "  </file>\n"
        }
        return text + "</checkstyle>\n"
    }
}
