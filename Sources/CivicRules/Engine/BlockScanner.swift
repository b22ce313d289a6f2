import CivicModel

/// The compiled patterns of a rule set: made once, shared by all workers.
struct ScanPrograms: Sendable {
    let database: PatternDatabase
    /// Takes the place of `database` once it is there.
    let late = LateDatabase()
    let programs: [PatternProgram]
    let detectors: DetectorPrograms
    /// Number in the database of each detector's pattern; nil for detectors that find by themselves.
    let patternOfDetector: [Int?]

    init(table: PatternTable, engine: PatternDatabase.Engine = .plain) throws(PatternError) {
        var patterns = table.patterns
        var numbers: [Int?] = []
        for detector in table.detectors {
            if let pattern = detector.pattern {
                numbers.append(patterns.count)
                patterns.append(pattern)
            } else {
                numbers.append(nil)
            }
        }
        patternOfDetector = numbers
        database = try PatternDatabase(patterns: patterns, engine: engine)
        var programs: [PatternProgram] = []
        for pattern in table.patterns { programs.append(try PatternProgram(pattern.source)) }
        self.programs = programs
        detectors = try DetectorPrograms(table.detectors)
    }

    /// Whether a condition must be evaluated on every value, because no pass over a block can say where the pattern is not.
    func needsEveryValue(pattern: Int) -> Bool { database.needsEveryValue[pattern] }

    func needsEveryValue(detector: Int) -> Bool { patternOfDetector[detector].map { database.needsEveryValue[$0] } ?? false }
}

/// Finds, in one pass over each block, the records that some pattern or detector may have something to say about, and
/// decides what was found. One per worker.
final class BlockScanner {
    let programs: ScanPrograms
    private let scanner: PatternScanner
    private var lateScanner: PatternScanner?
    private let matchers: [PatternMatcher]
    private let detectors: DetectorSet
    /// Detectors that find by themselves, and the check that they share.
    private let findsCards: Bool
    private let findsAccounts: Bool

    /// Hits are numbered as the patterns of the database, then come those of the checks that find by themselves.
    var numberCount: Int { programs.database.syntaxes.count + 2 }
    private let cardNumber: UInt32
    private let accountNumber: UInt32

    private var base = UnsafePointer<UInt8>(bitPattern: 1).unsafelyUnwrapped
    @exclusivity(unchecked) private var hits: [PatternScanner.Hit] = []
    private var starts: [UInt32] = []

    init(_ programs: ScanPrograms) {
        self.programs = programs
        cardNumber = UInt32(programs.database.syntaxes.count)
        accountNumber = cardNumber + 1
        scanner = PatternScanner(programs.database)
        matchers = programs.programs.map { PatternMatcher($0) }
        detectors = DetectorSet(programs.detectors)
        findsCards = programs.detectors.detectors.contains { $0.pattern == nil && $0.check == .paymentCard }
        findsAccounts = programs.detectors.detectors.contains { $0.pattern == nil && $0.check == .iban }
    }

    func scan(_ block: UnsafeBufferPointer<UInt8>) {
        guard let start = block.baseAddress else {
            hits.removeAll(keepingCapacity: true)
            return
        }
        base = start
        if lateScanner == nil, let database = programs.late.ready { lateScanner = PatternScanner(database) }
        (lateScanner ?? scanner).scan(start, block.count, hits: &hits)
        if findsCards {
            PaymentCard.scanCards(start, block.count, hits: &starts)
            add(starts, as: cardNumber)
        }
        if findsAccounts {
            BankAccount.scanIBANs(start, block.count, hits: &starts)
            add(starts, as: accountNumber)
        }
    }

    /// Whether the last scan found anything to look at.
    var hasHits: Bool { !hits.isEmpty }

    private func add(_ starts: [UInt32], as pattern: UInt32) {
        guard !starts.isEmpty else { return }
        hits += starts.map { PatternScanner.Hit(pattern: pattern, offset: $0) }
        hits.sort { ($0.offset, $0.pattern) < ($1.offset, $1.pattern) }
    }

    /// The hits inside a record; records come in the order of their bytes, and `next` keeps the place.
    @inline(__always)
    func hits(from start: UnsafePointer<UInt8>, count: Int, after next: inout Int) -> Range<Int> {
        let from = start - base
        while next < hits.count, Int(hits[next].offset) < from { next += 1 }
        guard next < hits.count, Int(hits[next].offset) < from + count else { return 0..<0 }
        let first = next
        while next < hits.count, Int(hits[next].offset) < from + count { next += 1 }
        return first..<next
    }

    @inline(__always)
    func number(ofHit index: Int) -> Int { Int(hits[index].pattern) }

    /// Number of the hits that are for a detector.
    func number(ofDetector detector: Int) -> Int {
        if let pattern = programs.patternOfDetector[detector] { return pattern }
        return Int(programs.detectors.detectors[detector].check == .iban ? accountNumber : cardNumber)
    }

    /// Whether a pattern matches inside a value of the record at hand.
    func matches(pattern: Int, value: UnsafeBufferPointer<UInt8>, isDecoded: Bool, hits range: Range<Int>) -> Bool {
        guard
            isDecoded || programs.needsEveryValue(pattern: pattern)
                || hits[range].contains(where: { $0.pattern == UInt32(pattern) })
        else { return false }
        return matchers[pattern].matches(value)
    }

    /// Whether a detector finds something in a value of the record at hand.
    func finds(detector: Int, in value: UnsafeBufferPointer<UInt8>, isDecoded: Bool, hits range: Range<Int>) -> Bool {
        let number = UInt32(self.number(ofDetector: detector))
        guard isDecoded || programs.needsEveryValue(detector: detector) || hits[range].contains(where: { $0.pattern == number })
        else { return false }
        return detectors.confirm(detector, in: value) != nil
    }
}
