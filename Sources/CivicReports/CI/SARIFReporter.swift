import CivicModel
public import CivicScore

/// SARIF 2.1.0 as GitHub's code scanning takes it: every result has a physical location with a relative path, texts have at most
/// 1,024 characters, and there are at most 5,000 results, the worst first.
public struct SARIFReporter: Sendable {
    static let resultLimit = 5000

    public init() {}

    public func report(_ report: CheckReport) -> String {
        let listed = IssueText.listed(report)
        // What is accepted must take nobody's place. Within each, the worst come first.
        let issues = Array(
            (listed.filter { $0.state == .open } + listed.filter { $0.state != .open }).prefix(Self.resultLimit))
        let rules = Dictionary(grouping: issues, by: \.id).sorted { $0.key < $1.key }.compactMap { $0.value.first }
        let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
        var json = JSONWriter(breakDepth: 4)
        json.object { json in
            json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            json.member("version", "2.1.0")
            json.array("runs") { json in
                json.object { json in
                    json.object("tool") { json in
                        json.object("driver") { json in
                            json.member("name", "civic")
                            json.member("semanticVersion", report.audit.toolVersion)
                            json.array("rules") { json in for rule in rules { json.object { Self.rule(rule, &$0) } } }
                        }
                    }
                    // Only what ends with a slash is taken as a category.
                    json.object("automationDetails") { $0.member("id", "civic/logs/") }
                    if issues.count < listed.count { Self.leftOut(listed.count - issues.count, &json) }
                    json.member("columnKind", "utf16CodeUnits")
                    json.array("results") { json in
                        for issue in issues { json.object { Self.result(issue, index: indices[issue.id] ?? 0, &$0) } }
                    }
                }
            }
        }
        return json.text
    }

    private static func leftOut(_ count: Int, _ json: inout JSONWriter) {
        json.array("invocations") { json in
            json.object { json in
                json.member("executionSuccessful", true)
                json.array("toolExecutionNotifications") { json in
                    json.object { json in
                        json.member("level", "note")
                        json.object("message") { $0.member("text", "\(count) more results are left out, the least grave") }
                    }
                }
            }
        }
    }

    private static func rule(_ issue: ReportIssue, _ json: inout JSONWriter) {
        json.member("id", issue.id)
        json.member("name", text(issue.name, units: 255))
        json.object("shortDescription") { $0.member("text", text(IssueText.title(issue))) }
        json.object("fullDescription") {
            $0.member("text", text(issue.rationale.isEmpty ? issue.name : issue.rationale))
        }
        json.object("help") { $0.member("text", text(issue.fix.isEmpty ? issue.name : issue.fix)) }
        json.object("defaultConfiguration") { $0.member("level", level(issue.severity)) }
        json.object("properties") { json in
            // A number here makes GitHub show the result among vulnerabilities: for secrets and personal data only, which
            // control characters (SEC-008) are not.
            let isSecret = issue.id.hasPrefix("SEC-") && issue.id != "SEC-008" || issue.id == "CB16"
            json.member("tags", strings: isSecret ? ["logs", "security"] : ["logs"])
            if isSecret { json.member("security-severity", issue.severity == .error ? "7.5" : "4.0") }
        }
    }

    private static func result(_ issue: ReportIssue, index: Int, _ json: inout JSONWriter) {
        json.member("ruleId", issue.id)
        json.member("ruleIndex", index)
        json.member("level", level(issue.severity))
        json.object("message") { $0.member("text", text(IssueText.message(issue))) }
        json.array("locations") { json in
            json.object { json in
                json.object("physicalLocation") { json in
                    json.object("artifactLocation") { $0.member("uri", percentEncoded(IssueText.path(issue))) }
                    json.object("region") { $0.member("startLine", IssueText.line(issue)) }
                }
                let name = [issue.service, issue.subject].filter { !$0.isEmpty }.map { SafeText.name($0) }
                if !name.isEmpty {
                    json.array("logicalLocations") { json in
                        json.object { json in
                            json.member("fullyQualifiedName", name.joined(separator: "/"))
                            json.member("kind", "member")
                        }
                    }
                }
            }
        }
        json.object("partialFingerprints") { $0.member("primaryLocationLineHash", issue.fingerprint) }
        if issue.state == .accepted {
            json.array("suppressions") { json in json.object { $0.member("kind", "external") } }
        }
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warn: "warning"
        case .info: "note"
        }
    }

    /// Text that a viewer shows as it is: `[text](address)` is a link in SARIF, also in plain text. A column can be five
    /// characters wide (a letter and its marks), so that characters are counted here once more.
    static func text(_ text: String, units limit: Int = 1024) -> String {
        let plain = IssueText.short(text).split(separator: "](", omittingEmptySubsequences: false).joined(separator: "] (")
        guard plain.utf16.count > limit else { return plain }
        var result = ""
        var units = 0
        for character in plain {
            units += character.utf16.count
            if units >= limit { break }
            result.append(character)
        }
        return result + "…"
    }

    /// RFC 3986: everything but unreserved characters and `/`.
    static func percentEncoded(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }
}
