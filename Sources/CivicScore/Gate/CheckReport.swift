public import CivicContract

/// What `civic check` says, and what the reports for CI systems are written from; an audit is a check without contract.
public struct CheckReport: Sendable {
    public enum Verdict: String, Sendable, CaseIterable {
        case ok
        /// The contract is broken.
        case breaking = "break"
        /// The gate of the configuration is not reached.
        case gate
        /// Too little to judge.
        case inconclusive
    }

    public var audit: AuditReport
    public var verdict: Verdict
    /// One sentence each: why the verdict is what it is.
    public var reasons: [String]
    /// What fails first, then by severity, service, id, subject.
    public var issues: [ReportIssue]
    /// Nil: no contract was asked for.
    public var contract: ContractComparison?
    /// Path of the contract, as named.
    public var contractPath: String

    public init(
        audit: AuditReport, verdict: Verdict, reasons: [String], issues: [ReportIssue], contract: ContractComparison?,
        contractPath: String = ""
    ) {
        (self.audit, self.verdict, self.reasons, self.issues) = (audit, verdict, reasons, issues)
        (self.contract, self.contractPath) = (contract, contractPath)
    }
}
