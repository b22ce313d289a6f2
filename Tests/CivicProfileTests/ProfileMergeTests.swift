import CivicFormats
import CivicModel
import Testing

@testable import CivicProfile

/// Profiles are a commutative monoid: that is what makes the number of workers and the split of the input invisible.
struct ProfileMergeTests {
    private func parts(_ seed: UInt64, _ count: Int = 3) throws -> [Profile] {
        let folder = try ProfileFolder()
        let path = try folder.write("a.log", ProfileLog.text(300, seed: seed))
        let blocks = ProfileBlocks(path, size: 4096)
        try #require(blocks.blocks.count >= count)
        var random = ProfileRandom(seed)
        var shares = Array(repeating: [Int](), count: count)
        for number in blocks.blocks.indices.shuffled(using: &random) {
            shares[Int.random(in: 0..<count, using: &random)].append(number)
        }
        let judge = LengthJudge()
        return shares.map { blocks.profile(of: $0, judge: judge) }
    }

    private func merged(_ profiles: Profile...) -> Profile {
        var result = profiles[0]
        for profile in profiles.dropFirst() { result.merge(profile) }
        return result
    }

    @Test(arguments: 0..<10)
    func `merging is commutative`(_ seed: UInt64) throws {
        let p = try parts(seed, 2)
        #expect(p[0].records > 0 && p[1].records > 0)
        #expect(merged(p[0], p[1]).difference(from: merged(p[1], p[0])) == [])
    }

    @Test(arguments: 0..<10)
    func `merging is associative`(_ seed: UInt64) throws {
        let p = try parts(seed)
        #expect(merged(merged(p[0], p[1]), p[2]).difference(from: merged(p[0], merged(p[1], p[2]))) == [])
    }

    @Test(arguments: 0..<5)
    func `the empty profile changes nothing`(_ seed: UInt64) throws {
        let p = try parts(seed, 1)[0]
        #expect(merged(p, Profile()).difference(from: p) == [])
        #expect(merged(Profile(), p).difference(from: p) == [])
        #expect(Profile().dump == ["ceiling \(UInt64.max)"])
    }

    @Test(arguments: 0..<10)
    func `any share of the blocks among any number of workers gives the profile of one`(_ seed: UInt64) throws {
        let folder = try ProfileFolder()
        let path = try folder.write("a.log", ProfileLog.text(500, seed: seed &+ 40))
        let blocks = ProfileBlocks(path, size: 3000)
        var whole = blocks.whole(judge: LengthJudge())
        whole.finish(templateLimit: ProfileBuilder.templateLimit)
        for count in [2, 5] {
            var random = ProfileRandom(seed &* 31 &+ UInt64(count))
            var shares = Array(repeating: [Int](), count: count)
            for number in blocks.blocks.indices { shares[Int.random(in: 0..<count, using: &random)].append(number) }
            var joined = Profile()
            for share in shares.shuffled(using: &random) {
                joined.merge(blocks.profile(of: share.shuffled(using: &random), judge: LengthJudge()))
            }
            joined.finish(templateLimit: ProfileBuilder.templateLimit)
            #expect(joined.difference(from: whole) == [], "\(count) workers")
        }
    }

    @Test(arguments: 0..<6)
    func `the size of blocks changes nothing but the seams`(_ seed: UInt64) throws {
        let folder = try ProfileFolder()
        // No rejects: what repeats across one is a question of the cut.
        let text = ProfileLog.text(400, seed: seed).split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("{\"cut") && !$0.hasSuffix("}}") || $0.contains("\"k") }.joined(separator: "\n")
        let path = try folder.write("a.log", text)
        var profiles: [Profile] = []
        for size in [1 << 20, 3000, 5000] {
            var profile = ProfileBlocks(path, size: size).whole(judge: LengthJudge())
            profile.finish(templateLimit: ProfileBuilder.templateLimit)
            for source in profile.sources.keys { profile.sources[source]?.seams = [] }
            profiles.append(profile)
        }
        #expect(profiles[0].sources[0]?.lines.rejected == 0)
        for profile in profiles.dropFirst() { #expect(profile.difference(from: profiles[0]) == []) }
    }
}

/// Calls records of an odd length wrong, and leaves those with a multiple of five out.
final class LengthJudge: RecordJudge {
    let counterCount = 2
    func begin(block: UnsafeBufferPointer<UInt8>) {}
    func plan(for shape: Shape) -> Int? { shape.fields.count % 4 == 0 ? nil : 0 }
    func judge(_ record: RecordView, facts: RecordFacts, plan: Int, into judgement: inout Judgement) {
        if record.count % 2 == 1 { judgement.violated.append(0) }
        if record.count % 5 == 0 { judgement.outside.append(1) }
    }
}
