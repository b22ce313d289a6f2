import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Something that a detector found in a record.
public struct DetectorMatch: Hashable, Sendable {
    /// Index into the list of detectors.
    public var detector: Int
    /// The detector's name.
    public var name: String
    /// Bytes of what must not be there (group 1 of the pattern where it has one), in the record.
    public var span: Range<Int>
}

/// The compiled patterns of a list of detectors. Immutable, shared by all workers.
public struct DetectorPrograms: Sendable {
    public let detectors: [Detector]
    let patterns: [PatternProgram?]
    let allowed: [[PatternProgram]]
    /// The patterns' own, in the order of their detectors.
    private let syntaxes: [PatternSyntax]
    private let shared = SharedDatabase()

    public init(_ detectors: [Detector]) throws(PatternError) {
        self.detectors = detectors
        var patterns: [PatternProgram?] = []
        var allowed: [[PatternProgram]] = []
        var syntaxes: [PatternSyntax] = []
        for detector in detectors {
            if let pattern = detector.pattern {
                let syntax = try PatternSyntax(pattern.source)
                syntaxes.append(syntax)
                patterns.append(PatternProgram(syntax))
            } else if detector.check == .paymentCard || detector.check == .iban {
                patterns.append(nil)
            } else {
                throw PatternError(
                    offset: 0, construct: "detector '\(detector.name)' without a pattern",
                    help: "only 'check: payment-card' and 'check: iban' find by themselves")
            }
            var programs: [PatternProgram] = []
            for pattern in detector.allow { programs.append(try PatternProgram(pattern.source)) }
            allowed.append(programs)
        }
        (self.patterns, self.allowed, self.syntaxes) = (patterns, allowed, syntaxes)
    }

    /// What says in one pass which of the patterns may match somewhere in a text. By literals: libhs takes longer to compile than
    /// texts that are looked at as a whole take to scan.
    var database: PatternDatabase {
        shared.made.withLock { made in
            let database = made ?? PatternDatabase(syntaxes: syntaxes, engine: .plain)
            made = database
            return database
        }
    }

    /// Made when it is first asked for, which in most runs it is not.
    private final class SharedDatabase: Sendable {
        let made = Mutex<PatternDatabase?>(nil)
    }
}

/// Decides whether records hold what detectors look for. Belongs to one worker; its programs are shared.
///
/// A detector looks at the matches of its pattern in the record from left to right, none overlapping the one before.
/// The first that satisfies entropy, allow-list and check is its finding. That depends on the record's bytes only, not
/// on which engine said that the record is worth a look.
public final class DetectorSet {
    public let detectors: [Detector]
    private let matchers: [PatternMatcher?]
    private let allowed: [[PatternMatcher]]
    private let programs: DetectorPrograms
    /// Made when everything is looked for, which most runs never do.
    private lazy var scanner = PatternScanner(programs.database)
    private var hits: [PatternScanner.Hit] = []

    public init(_ programs: DetectorPrograms) {
        self.programs = programs
        detectors = programs.detectors
        matchers = programs.patterns.map { $0.map { PatternMatcher($0) } }
        allowed = programs.allowed.map { $0.map { PatternMatcher($0) } }
    }

    public convenience init(detectors: [Detector]) throws(PatternError) {
        self.init(try DetectorPrograms(detectors))
    }

    /// What the detector of this index finds first in the record; nil when the candidate was none.
    ///
    /// - Parameter offset: offset of the candidate in the record. The answer is about the whole record, so one call
    ///   for each detector and record is enough; only detectors that find by themselves start at the offset first.
    public func confirm(
        _ detector: Int, in record: UnsafeBufferPointer<UInt8>, around offset: Int? = nil
    ) -> DetectorMatch? {
        if matchers[detector] == nil, let offset, offset >= 0, offset < record.count,
            let span = number(detector, at: offset, in: record)
        {
            return DetectorMatch(detector: detector, name: detectors[detector].name, span: span)
        }
        var found: DetectorMatch?
        forEachMatch(of: detector, in: record) {
            found = $0
            return false
        }
        return found
    }

    /// Everything that any of the detectors finds in a record, by span. For what is about to be printed.
    public func everyMatch(in record: UnsafeBufferPointer<UInt8>) -> [DetectorMatch] {
        guard let base = record.baseAddress else { return [] }
        var found: [DetectorMatch] = []
        scanner.scan(base, record.count, hits: &hits)
        // A pattern without a hit has no match: a text that holds nothing is read once, and not once for each detector.
        var mayMatch = scanner.database.needsEveryValue
        for hit in hits { mayMatch[Int(hit.pattern)] = true }
        var pattern = 0
        for detector in detectors.indices {
            if matchers[detector] != nil {
                pattern += 1
                guard mayMatch[pattern - 1] else { continue }
            }
            forEachMatch(of: detector, in: record) {
                found.append($0)
                return true
            }
        }
        return found.sorted {
            ($0.span.lowerBound, $0.span.upperBound, $0.detector) < ($1.span.lowerBound, $1.span.upperBound, $1.detector)
        }
    }

    private func forEachMatch(
        of detector: Int, in record: UnsafeBufferPointer<UInt8>, _ body: (DetectorMatch) -> Bool
    ) {
        let definition = detectors[detector]
        func accept(_ span: Range<Int>) -> Bool {
            body(DetectorMatch(detector: detector, name: definition.name, span: span))
        }
        guard let matcher = matchers[detector] else {
            guard let base = record.baseAddress else { return }
            var starts: [UInt32] = []
            if definition.check == .iban {
                BankAccount.scanIBANs(base, record.count, hits: &starts)
            } else {
                PaymentCard.scanCards(base, record.count, hits: &starts)
            }
            for start in starts {
                guard let span = number(detector, at: Int(start), in: record) else { continue }
                guard accept(span) else { return }
            }
            return
        }
        matcher.forEachMatch(record) { match in
            let span = match.subject
            guard !span.isEmpty else { return true }
            let subject = UnsafeBufferPointer(rebasing: record[span])
            if definition.entropy > 0, Self.entropy(of: subject) < definition.entropy { return true }
            if !passes(definition.check, span, in: record) { return true }
            if allowed[detector].contains(where: { $0.matches(subject) }) { return true }
            return accept(span)
        }
    }

    /// The number at `offset`, for detectors without a pattern.
    private func number(_ detector: Int, at offset: Int, in record: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        let span =
            detectors[detector].check == .iban
            ? BankAccount.number(at: offset, in: record) : PaymentCard.number(at: offset, in: record)
        guard let span else { return nil }
        let subject = UnsafeBufferPointer(rebasing: record[span])
        return allowed[detector].contains(where: { $0.matches(subject) }) ? nil : span
    }

    private func passes(_ check: Detector.Check?, _ span: Range<Int>, in record: UnsafeBufferPointer<UInt8>) -> Bool {
        switch check {
        case nil: true
        case .paymentCard: PaymentCard.number(at: span.lowerBound, in: record) == span
        case .iban: BankAccount.number(at: span.lowerBound, in: record) == span
        case .jwt: WebToken.isToken(UnsafeBufferPointer(rebasing: record[span]))
        }
    }

    /// Shannon entropy of the bytes, in bits per byte: -Σ p·log2 p.
    static func entropy(of text: UnsafeBufferPointer<UInt8>) -> Double {
        guard !text.isEmpty else { return 0 }
        var counts = [Int](repeating: 0, count: 256)
        for byte in text { counts[Int(byte)] += 1 }
        let total = Double(text.count)
        // Summed in order of the byte, so that the last digit never depends on anything else.
        return counts.reduce(0.0) { sum, count in
            guard count > 0 else { return sum }
            let share = Double(count) / total
            return sum - share * log2(share)
        }
    }
}
