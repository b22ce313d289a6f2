import CivicModel

extension JSONWriter {
    /// The members of a ledger, without the braces around them.
    mutating func ledgerCounts(_ ledger: Ledger) {
        member("bytes", ledger.bytes)
        member("decompressedBytes", ledger.decompressedBytes)
        member("lines", ledger.lines)
        member("records", ledger.records)
        member("rejected", ledger.rejected)
        member("blank", ledger.blank)
        member("continuations", ledger.continuations)
        member("extraRecords", ledger.extraRecords)
    }

    /// Sorted by path, line and byte.
    mutating func problems(_ problems: [InputProblem]) {
        array("problems") { json in
            for problem in problems.sorted(by: InputProblem.precedes) {
                json.object { json in
                    json.member("path", problem.path)
                    json.member("code", problem.code)
                    json.member("line", problem.line)
                    json.member("byte", problem.byte)
                    json.member("detail", problem.detail)
                }
            }
        }
    }

    mutating func ledger(_ ledger: Ledger) {
        object("ledger") { json in
            json.member("sources", ledger.sources)
            json.ledgerCounts(ledger)
            json.problems(ledger.problems)
        }
    }

    /// Counts by the state of a health endpoint: the five that Civic knows, then any other by name.
    mutating func statuses(_ statuses: [String: Int]) {
        object("statuses") { json in
            for name in HealthStates.inOrder(statuses) { json.member(name, statuses[name] ?? 0) }
        }
    }
}

/// The states of a health endpoint, in the order of the reports.
enum HealthStates {
    static let known = ["pass", "warn", "fail", "unknown", "unreachable"]

    static func inOrder(_ statuses: [String: Int]) -> [String] {
        known + statuses.keys.filter { !known.contains($0) }.sorted()
    }
}
