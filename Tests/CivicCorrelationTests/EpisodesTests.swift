import Testing

@testable import CivicCorrelation

struct EpisodesTests {
    private static let second: Int64 = 1_000_000_000

    private func episodes(_ seconds: [Int64], unit: Int64 = second) -> Episodes {
        var episodes = Episodes(unit: unit)
        for time in seconds { episodes.add(time * Self.second) }
        return episodes
    }

    @Test func `times that follow each other closely are one episode`() {
        let found = episodes([10, 11, 12, 16, 21, 40])
        #expect(found.lengths == [4, 1, 1])
        #expect(found.starts == [10, 21, 40].map { $0 * Self.second })
    }

    @Test func `neighbouring units are one episode, however wide they are`() {
        #expect(episodes([0, 16, 32, 90], unit: 16 * Self.second).lengths == [3, 1])
    }

    @Test func `moments that fall apart count one by one, and a burst counts once`() {
        let apart = episodes([0, 10, 20, 30, 40, 50])
        let burst = episodes([100, 101, 102, 103])
        #expect(Episodes.spread(apart, or: burst) == 1)
        #expect(Episodes.spread(episodes([]), or: burst) == 4)
        // Fewer than five elsewhere: those in question tell how long episodes are, too.
        #expect(Episodes.spread(episodes([0]), or: burst) == 17.0 / 5)
        #expect(Episodes.spread(episodes([]), or: episodes([])) == 1)
    }
}
