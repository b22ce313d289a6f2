import Testing

@testable import CivicCorrelation

struct LastWordsTests {
    private func words(_ events: [(stages: [UInt32], final: UInt32, nanoseconds: Int64?)]) -> LastWords {
        var words = LastWords(stages: 4, services: 2)
        for event in events { words.add(event.stages[...], final: event.final, of: 1, nanoseconds: event.nanoseconds) }
        return words
    }

    @Test func `a stage that nearly all events end with is terminal`() {
        let words = words(Array(repeating: ([0, 1], 1, 5), count: 19) + [([0, 1], 0, 5)])
        #expect(words.isTerminal(1))
        #expect(!words.isTerminal(0))
        #expect(!words.isTerminal(2))
    }

    @Test func `too few events say nothing`() {
        #expect(!words(Array(repeating: ([0, 1], 1, 5), count: 9)).isTerminal(1))
    }

    @Test func `durations are rounded up, and none traps`() {
        #expect(words([([0, 1], 1, 1_000)]).slowest(of: 1) == 1_024)
        #expect(words([([0, 1], 1, 0)]).slowest(of: 1) == 2)
        #expect(words([([0, 1], 1, .max)]).slowest(of: 1) == 1 << 61)
        #expect(words([([0, 1], 1, nil)]).slowest(of: 1) == 0)
    }

    @Test func `parts merge to the same counts in any order`() {
        let (a, b) = (words([([0, 1], 1, 9)]), words([([0, 1], 0, 70), ([1, 2], 2, nil)]))
        var (ab, ba) = (a, b)
        ab.merge(b)
        ba.merge(a)
        #expect(ab.last == ba.last && ab.among == ba.among && ab.slowest(of: 1) == ba.slowest(of: 1))
        #expect(ab.last == words([([0, 1], 1, 9), ([0, 1], 0, 70), ([1, 2], 2, nil)]).last)
    }
}
