import Testing

@testable import CivicRules

@Suite struct PatternScannerTests {
    private func scan(_ scanner: PatternScanner, _ block: [UInt8]) -> [PatternScanner.Hit] {
        var hits: [PatternScanner.Hit] = []
        block.withUnsafeBufferPointer { scanner.scan($0.baseAddress!, $0.count, hits: &hits) }
        return hits
    }

    /// Findings of each line: the built-in detectors that have a hit in it and are confirmed.
    private func findings(_ database: PatternDatabase, _ confirmation: DetectorSet, _ block: [UInt8]) -> [[DetectorMatch]] {
        let hits = scan(PatternScanner(database), block)
        return PatternSamples.lines(block).map { line in
            let candidates = hits.filter { line.contains(Int($0.offset)) }
            return block[line].withUnsafeBufferPointer { record in
                candidates.map(\.pattern).sorted().compactMap { confirmation.confirm(Int($0), in: record) }
            }
        }
    }

    @Test func `both engines confirm the same in random logs with planted secrets`() throws {
        let databases = try PatternSamples.databases.get()
        let confirmation = DetectorSet(try PatternSamples.programs.get())
        var total = 0
        for number in 1...3 {
            var seed = PatternSeed(UInt64(number))
            let block = PatternSamples.corpus(lines: 300, plantEvery: 3, patterns: databases[0].syntaxes, &seed)
            let plain = findings(databases[1], confirmation, block)
            #expect(findings(databases[0], confirmation, block) == plain)
            // Nothing is missed: without any prefilter the same is found.
            let all = PatternSamples.lines(block).map { line in
                block[line].withUnsafeBufferPointer { record in
                    confirmation.detectors.indices.compactMap { confirmation.confirm($0, in: record) }
                }
            }
            #expect(plain == all)
            total += plain.reduce(0) { $0 + $1.count }
        }
        #expect(total > 150)
    }

    @Test(arguments: [
        "a", "eyJ.", "://", "authorization:", "key=", "(((((", "\u{0}", "AKIA", "-----BEGIN ", "bearer ", "cookie=a;",
    ])
    func `a hostile line of a megabyte has one hit a pattern at most, and the same findings in both engines`(
        unit: String
    ) throws {
        let databases = try PatternSamples.databases.get()
        let confirmation = DetectorSet(try PatternSamples.programs.get())
        let long = [UInt8](repeatElement(Array(unit.utf8), count: 1_000_000 / unit.utf8.count).joined()) + [10]
        for database in databases {
            let hits = scan(PatternScanner(database), long)
            #expect(Set(hits.map(\.pattern)).count == hits.count)
        }
        let short = Array(long[..<3_000]) + [0xff, 0xfe, 0x00, 10]
        #expect(findings(databases[0], confirmation, short) == findings(databases[1], confirmation, short))
    }

    @Test func `every built-in detector has literals to look for`() throws {
        for database in try PatternSamples.databases.get() { #expect(!database.needsEveryValue.contains(true)) }
    }

    @Test func `hits lie in the line of the match and ascend`() throws {
        for engine in [PatternDatabase.Engine.fastest, .plain] {
            let patterns = ["gh[po]_\\w{4}", "(?i)bearer \\w+", "ab"].map(Pattern.init)
            let scanner = PatternScanner(try PatternDatabase(patterns: patterns, engine: engine))
            let block = Array("x\nbearer ghp_abcd and BEARER x\nghp_\nab".utf8)
            let lines = PatternSamples.lines(block)
            for _ in 0..<2 {
                let hits = scan(scanner, block)
                #expect(hits.filter { lines[1].contains(Int($0.offset)) }.map(\.pattern).sorted() == [0, 1, 2])
                #expect(hits.contains { $0.pattern == 2 && lines[3].contains(Int($0.offset)) })
                #expect(hits.map(\.offset) == hits.map(\.offset).sorted())
                #expect(!hits.contains { lines[0].contains(Int($0.offset)) })
            }
        }
    }

    @Test func `patterns without a literal are left to the caller in both engines`() throws {
        for engine in [PatternDatabase.Engine.fastest, .plain] {
            let database = try PatternDatabase(patterns: [Pattern("\\d{3}-\\d{4}"), Pattern("abc\\d")], engine: engine)
            #expect(database.needsEveryValue == [true, false])
            #expect(scan(PatternScanner(database), Array("abc1 123-4567\n".utf8)).map(\.pattern) == [1])
        }
    }

    @Test func `a literal is found at every alignment and at both ends of a block`() throws {
        let patterns = ["needle", "(?i)HAY", "xy"].map(Pattern.init)
        for list in [patterns, Array(patterns.prefix(2))] {
            let scanner = PatternScanner(try PatternDatabase(patterns: list, engine: .plain))
            for lead in 0..<40 {
                for tail in [0, 1, 17] {
                    let block = [UInt8](repeating: 46, count: lead) + Array("needle".utf8) + [UInt8](repeating: 46, count: tail)
                    #expect(scan(scanner, block).map(\.offset) == [UInt32(lead + 5)])
                    let other = [UInt8](repeating: 46, count: lead) + Array("hAy".utf8) + [UInt8](repeating: 46, count: tail)
                    #expect(scan(scanner, other).map(\.pattern) == [1])
                }
            }
        }
    }

    @Test func `workers share a database`() async throws {
        let database = try PatternDatabase(patterns: [Pattern("needle\\d")])
        let counts = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let scanner = PatternScanner(database)
                    var hits: [PatternScanner.Hit] = []
                    let block = [UInt8](repeatElement(Array("a needle\(worker)\n".utf8), count: 50).joined())
                    block.withUnsafeBufferPointer { scanner.scan($0.baseAddress!, $0.count, hits: &hits) }
                    return hits.count
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == [50, 50, 50, 50])
    }
}
