import CivicScore

extension JSONWriter {
    /// What the gate, expectations, suppressions and accepted debt made of an audit: `gate`, a member of `civic audit`.
    mutating func gate(_ report: CheckReport) {
        object("gate") { json in
            json.member("verdict", report.verdict.rawValue)
            json.member("reasons", strings: report.reasons)
            json.member("accepted", strings: Set(report.issues.filter { $0.state == .accepted }.map(\.fingerprint)).sorted())
            json.array("issues") { json in
                for issue in report.issues where issue.origin != .rule && issue.origin != .contract {
                    json.object { json in
                        json.member("id", issue.id)
                        json.member("name", issue.name)
                        json.member("origin", issue.origin.rawValue)
                        json.member("severity", issue.severity.rawValue)
                        json.member("fails", issue.fails)
                        json.member("service", issue.service)
                        json.member("subject", issue.subject)
                        json.member("message", issue.message)
                        json.member("fix", issue.fix)
                        json.member("fingerprint", issue.fingerprint)
                        json.member("path", issue.anchor.path)
                        json.member("line", issue.anchor.line)
                    }
                }
            }
        }
    }
}
