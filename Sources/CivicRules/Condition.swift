public import CivicModel

/// A test on one record, as rule files write it (docs/adding-a-rule.md has the operators).
public indirect enum Condition: Sendable, Hashable {
    case constant(Bool)
    case all([Condition])
    case any([Condition])
    case none([Condition])
    case not(Condition)
    case when(Condition, then: Condition, otherwise: Condition?)
    /// All checks hold for the field. A check on an absent field is false, except `exists: false`, `empty: true`,
    /// `not_matches` and `not_in`, which are true.
    case field(FieldReference, [FieldCheck])
    /// Exactly one of these exists.
    case oneOfFields([FieldReference])
}

/// What a condition looks at.
public enum FieldReference: Sendable, Hashable {
    /// A dotted path; reaches nested members and flat keys with dots alike.
    case path(String)
    /// `@time`, `@level`, `@message`, `@service`, `@trace`, … : the field that fills the role.
    case role(Role)
    /// `@raw`: the line (with its continuation lines) as it was written.
    case raw
    /// `@bytes`: length of the line with its continuation lines.
    case bytes
    /// `@template`: text of the message template.
    case template
    /// `@source`: path of the input.
    case source
    /// `@format`: id of the format that read the line.
    case format
}

public enum FieldCheck: Sendable, Hashable {
    /// True: the field is there, is not null and not "" (for `@time` and `@level`: it was understood).
    case exists(Bool)
    case empty(Bool)
    case type(ValueType)
    case isIn([Scalar])
    case notIn([Scalar])
    /// Index into the pattern list of the rule set.
    case matches(Pattern)
    case notMatches(Pattern)
    case format(ValueFormat)
    case range(NumericRange)
    /// Length in characters.
    case length(NumericRange)
    case compare(Comparison, FieldReference, tolerance: Double)
    case level(Comparison, Level)
    /// The value holds something that one of these detectors finds.
    case finds([Detector])
}

public enum ValueType: String, Sendable, CaseIterable { case string, integer, number, boolean, object, array, timestamp }

public enum ValueFormat: String, Sendable, CaseIterable {
    case rfc3339, uuid, ulid, traceparent, ipv4, ipv6, email, uri, semver, iso4217, iban, luhn
    /// 32 lower-case hexadecimal digits, not all zero; 16 for a span. An id of another notation that carries
    /// information (UUID, decimal, ULID …) is fine too; placeholders are not.
    case correlationID = "correlation-id"
    case traceID = "trace-id"
    case spanID = "span-id"
}

public enum Comparison: String, Sendable, CaseIterable { case lt, lte, gt, gte, eq, ne }

public enum Scalar: Sendable, Hashable {
    case string(String)
    case number(Double)
    case boolean(Bool)
}

/// Bounds of a number, a duration in seconds or a size in bytes; nil is unbounded.
public struct NumericRange: Sendable, Hashable {
    public var lower: (value: Double, inclusive: Bool)?
    public var upper: (value: Double, inclusive: Bool)?

    public init(lower: (value: Double, inclusive: Bool)?, upper: (value: Double, inclusive: Bool)?) {
        (self.lower, self.upper) = (lower, upper)
    }

    public func contains(_ x: Double) -> Bool {
        if let lower, lower.inclusive ? x < lower.value : x <= lower.value { return false }
        if let upper, upper.inclusive ? x > upper.value : x >= upper.value { return false }
        return true
    }

    public static func == (a: NumericRange, b: NumericRange) -> Bool {
        a.lower?.value == b.lower?.value && a.lower?.inclusive == b.lower?.inclusive && a.upper?.value == b.upper?.value
            && a.upper?.inclusive == b.upper?.inclusive
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(lower?.value)
        hasher.combine(upper?.value)
    }
}

/// A regular expression of the subset that runs in linear time (Patterns/PatternSyntax.swift).
public struct Pattern: Sendable, Hashable {
    public var source: String
    public init(_ source: String) { self.source = source }
}

/// Finds something that must not be in a log: a pattern, and what the match must also satisfy.
public struct Detector: Sendable, Hashable {
    public enum Check: String, Sendable, CaseIterable {
        /// Brand prefix and length, Luhn checksum, no letter, digit, `_`, `-`, `.`, `/` or `:` on either side.
        case paymentCard = "payment-card"
        /// Three base64url parts, the first a JSON object with `alg`.
        case jwt
        case iban
    }

    /// Kebab-case name of what is found; shown in findings.
    public var name: String
    /// Nil when `check` finds by itself (`payment-card`).
    public var pattern: Pattern?
    public var check: Check?
    /// Smallest Shannon entropy of the match (of its first capture group, where there is one), bits per character.
    public var entropy: Double
    /// The match (its first group) is no finding when one of these matches inside it.
    public var allow: [Pattern]

    public init(name: String, pattern: Pattern?, check: Check? = nil, entropy: Double = 0, allow: [Pattern] = []) {
        (self.name, self.pattern, self.check, self.entropy, self.allow) = (name, pattern, check, entropy, allow)
    }
}
