import CivicBytes
import CivicFormats
import CivicModel
import Testing

@testable import CivicProfile

/// What a profile counts, and what its caps do.
struct ProfileCountTests {
    private func profile(_ text: String, size: Int = 1 << 20) throws -> Profile {
        let folder = try ProfileFolder()
        var profile = ProfileBlocks(try folder.write("a.log", text), size: size).whole()
        profile.finish(templateLimit: ProfileBuilder.templateLimit)
        return profile
    }

    // MARK: Repeats

    @Test(arguments: [1 << 20, 4096, 300, 64])
    func `repeats are counted across block seams`(_ size: Int) throws {
        var text = ""
        for i in 0..<200 {
            text +=
                "{\"time\":\"2026-01-05T10:\(10 + i / 60):\(10 + i % 50)Z\",\"level\":\"info\",\"message\":\"disk is slow\"}\n"
        }
        #expect(try profile(text, size: size).repeats == 199)
    }

    @Test(arguments: [1 << 20, 200, 64])
    func `records without a time repeat, too, and others do not`(_ size: Int) throws {
        let text = String(repeating: "{\"message\":\"a\"}\n{\"message\":\"a\"}\n{\"message\":\"b\"}\n", count: 40)
        #expect(try profile(text, size: size).repeats == 40)
    }

    @Test(arguments: [1 << 20, 64])
    func `a time that is written in another way is no repeat`(_ size: Int) throws {
        let text = String(
            repeating:
                "{\"time\":\"2026-01-05T10:00:00Z\",\"message\":\"a\"}\n{\"time\":\"2026-01-05T10:00:00.5Z\",\"message\":\"a\"}\n",
            count: 20)
        let repeats = try profile(text, size: size).repeats
        #expect(repeats == 0)
    }

    @Test(arguments: [1 << 20, 64, 71, 80, 90, 100])
    func `a reject between two equal records parts them`(_ size: Int) throws {
        let text = String(repeating: "{\"message\":\"equal\"}\n{\"cut\":\"in the\n", count: 20)
        let profile = try profile(text, size: size)
        #expect(profile.records == 20)
        #expect(profile.sources[0]?.lines.rejected == 20)
        #expect(profile.repeats == 0)
    }

    // MARK: Templates

    @Test func `templates beyond the cap fold into one, whatever the split`() throws {
        let folder = try ProfileFolder()
        var text = ""
        for i in 0..<3000 { text += "{\"message\":\"\(ProfileLog.words(i * 7 % 3000))\"}\n" }
        let blocks = ProfileBlocks(try folder.write("a.log", text), size: 8192)
        for limit in [0, 1, 100, 2999, 3000, 5000] {
            var whole = blocks.whole()
            whole.finish(templateLimit: limit)
            #expect(whole.records == 3000)
            let isFolded = limit < 3000
            #expect(whole.templates.count == (isFolded ? limit + 1 : 3000))
            for count in [2, 7] {
                var joined = Profile()
                for worker in 0..<count {
                    joined.merge(blocks.profile(of: blocks.blocks.indices.filter { $0 % count == worker }))
                }
                joined.finish(templateLimit: limit)
                #expect(joined.difference(from: whole) == [], "limit \(limit), \(count) workers")
            }
        }
    }

    @Test func `a worker that meets twice the cap folds early, and the result is the same`() throws {
        let folder = try ProfileFolder()
        var text = ""
        let count = ProfileBuilder.templateLimit * 5 / 2
        for i in 0..<count { text += "{\"message\":\"\(ProfileLog.words(i))\"}\n" }
        let blocks = ProfileBlocks(try folder.write("a.log", text), size: 1 << 18)
        var whole = blocks.whole()
        whole.finish(templateLimit: ProfileBuilder.templateLimit)
        #expect(whole.records == count)
        #expect(whole.templates.count == ProfileBuilder.templateLimit + 1)
        #expect(whole.templates[Profile.rareTemplate] != nil)
        // Two workers, neither of which folds by itself, then a share in which one does.
        for split in [2, 10] {
            var joined = Profile()
            joined.merge(blocks.profile(of: blocks.blocks.indices.filter { $0 % split == 0 }))
            joined.merge(blocks.profile(of: blocks.blocks.indices.filter { $0 % split != 0 }.reversed()))
            joined.finish(templateLimit: ProfileBuilder.templateLimit)
            // Where exactly between two fingerprints the ceiling lies is nobody's business.
            joined.templateCeiling = whole.templateCeiling
            #expect(joined.difference(from: whole) == [], "a split in \(split)")
        }
    }

    @Test func `a template is words, whatever the values`() throws {
        let text = (0..<100).map { "{\"message\":\"order \($0) paid by c-\($0 * 3) in 1\($0)ms\"}\n" }.joined()
        let templates = try profile(text).templates.values.filter { !$0.isEmpty }
        #expect(templates.count == 1)
        #expect(templates.first?.contains("order * paid by * in *") == true)
    }

    // MARK: Levels, services, times

    @Test func `every record is in one cell, by service, level and time notation`() throws {
        let profile = try profile(
            """
            {"time":"2026-01-05T10:00:00Z","level":"info","service":"a","message":"m"}
            {"time":"2026-01-05T10:00:01.250Z","level":"INFO","service":"a","message":"m"}
            {"time":"2026-01-05T10:59:59Z","level":"nonsense","service":"b","message":"m"}
            {"level":"error","message":"m"}

            """)
        #expect(profile.records == 4)
        #expect(profile.cells.count == 4)
        let byService = Dictionary(grouping: profile.cells, by: { $0.key.service }).mapValues {
            $0.reduce(0) { $0 + $1.value.records }
        }
        #expect(byService == ["a": 2, "b": 1, "fallback": 1])
        #expect(profile.cells.filter { $0.value.hasUnknownLevel }.map(\.key.levelText) == ["nonsense"])
        #expect(profile.cells.filter { $0.value.hasSubseconds }.map(\.key.time.digits) == [3])
        #expect(profile.windows.values.reduce(0) { $0 + $1.reduce(0, +) } == 3)
        #expect(Set(profile.windows.keys.map(\.minute)).count == 2)
    }

    @Test func `services, levels and messages with escapes are what their text says`() throws {
        let profile = try profile(
            #"{"level":"info","service":"caf\u00e9","message":"m"}"# + "\n"
                + #"{"level":"info","service":"café","message":"m"}"# + "\n")
        #expect(Set(profile.cells.keys.map(\.service)) == ["café"])
    }

    @Test func `times before 1970 fall into their minute`() throws {
        let profile = try profile(
            "{\"time\":\"1969-12-31T23:59:59Z\",\"message\":\"m\"}\n{\"time\":\"1970-01-01T00:00:01Z\",\"message\":\"m\"}\n")
        #expect(Set(profile.windows.keys.map(\.minute)) == [-1, 0])
    }

    @Test func `samples are those of the lowest hashes, whatever came first`() {
        var random = ProfileRandom(3)
        let all = (0..<50).map { SampleSet.Sample(order: random.next(), source: 0, line: $0, byte: $0, text: []) }
        let lowest = Array(all.sorted { $0.order < $1.order }.prefix(2))
        for _ in 0..<20 {
            var set = SampleSet()
            for sample in all.shuffled(using: &random) { set.insert(sample) }
            #expect(set.samples == lowest)
        }
    }
}
