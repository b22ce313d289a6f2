public import CivicModel

/// A finding that was accepted: it stays in the reports and does not fail the gate.
public struct DebtEntry: Sendable, Hashable {
    /// Of the finding: 16 hexadecimal digits.
    public var fingerprint: String
    /// Id of the rule, or of the kind of change.
    public var rule: String
    /// Empty when the finding is about no service.
    public var service: String
    /// What of the service is meant; empty: the service.
    public var subject: String
    public var reason: String
    public var owner: String?
    /// Last day on which it is accepted; nil: for good.
    public var expires: CalendarDate?
    /// Month in which it was accepted: `2026-11`.
    public var since: String?
    /// 1-based line in the file; 0 when it was not read from one.
    public var line: Int

    public init(
        fingerprint: String, rule: String, service: String, subject: String, reason: String, owner: String? = nil,
        expires: CalendarDate? = nil, since: String? = nil, line: Int = 0
    ) {
        (self.fingerprint, self.rule, self.service, self.subject) = (fingerprint, rule, service, subject)
        (self.reason, self.owner, self.expires, self.since, self.line) = (reason, owner, expires, since, line)
    }

    /// Whether a word is a fingerprint: 16 hexadecimal digits in lower case.
    public static func isFingerprint(_ word: String) -> Bool {
        word.utf8.count == 16
            && word.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    /// Whether the last day is over.
    public func isExpired(on today: CalendarDate?) -> Bool {
        guard let today, let expires else { return false }
        return expires < today
    }

    /// By service, rule, subject, then fingerprint: the order of the file.
    static func precedes(_ a: DebtEntry, _ b: DebtEntry) -> Bool {
        (a.service, a.rule, a.subject, a.fingerprint) < (b.service, b.rule, b.subject, b.fingerprint)
    }
}
