import CivicCorrelation
import CivicModel
import Testing

struct ChainTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `events, chains, hops, losses and repetitions agree with what happened`(seed: UInt64) throws {
        var system = MadeSystem()
        (system.lostShare, system.repeatedShare, system.untracedShare) = (0.004, 0.01, 0.1)
        let (folder, truth) = try system.folder(seed: seed)
        let found = try #require(try folder.correlation())
        #expect(found.events == truth.events)
        #expect(found.chains == truth.chains)
        #expect(found.duplicated == truth.repeated)
        #expect(found.hops.reduce(0) { $0 + $1.count } == truth.hops)
        #expect(found.lost <= truth.lost.count && truth.lost.count <= found.lost + found.censored)
        #expect(found.censored <= 3)
        #expect(found.orphans == 0)
    }

    @Test func `a clean system has nothing to complain of`() throws {
        let (folder, _) = try MadeSystem().folder(seed: 5)
        let found = try #require(try folder.correlation())
        #expect(found.lost == 0 && found.duplicated == 0 && found.outOfOrder == 0 && found.orphans == 0)
        #expect(found.sortedChecks.allSatisfy { $0.count.violations == 0 })
    }

    @Test func `a service that never names a trace is tied by causation`() throws {
        var system = MadeSystem()
        system.traceless = ["payments"]
        system.untracedShare = 0.2
        let (folder, truth) = try system.folder(seed: 6)
        #expect(try folder.correlation()?.chains == truth.chains)
    }

    @Test func `causation alone makes chains where nobody names a trace`() throws {
        var system = MadeSystem()
        system.traceless = Set(MadeSystem.stages.map(\.0))
        let (folder, truth) = try system.folder(seed: 7)
        #expect(try folder.correlation()?.chains == truth.chains)
    }

    @Test func `neither workers nor partitions nor memory nor the size of blocks change anything`() throws {
        var system = MadeSystem()
        (system.lostShare, system.repeatedShare, system.untracedShare) = (0.01, 0.02, 0.05)
        system.offsets = ["inventory": 2_000_000_000]
        let (folder, _) = try system.folder(seed: 8)
        let whole = try #require(try folder.correlation()).digest
        let splits = [
            LogFolder.Split(jobs: 4), LogFolder.Split(partitionBits: 0),
            LogFolder.Split(jobs: 3, partitionBits: 4, block: 4 << 10),
            // So little that nearly every chunk goes to the disk.
            LogFolder.Split(jobs: 2, memory: 64 << 10),
        ]
        for split in splits { #expect(try folder.correlation(split)?.digest == whole) }
    }

    @Test func `what does not fit into memory is folded slice by slice, to the same result`() throws {
        var system = MadeSystem()
        (system.chains, system.lostShare, system.repeatedShare, system.untracedShare) = (3_000, 0.01, 0.02, 0.05)
        let folder = try LogFolder()
        for (name, text) in system.make(seed: 9).logs { try folder.write("\(name).log", text) }
        // One event more than fits, which is a hub, and what it caused.
        var text = ""
        for i in 0..<12_000 {
            let time = MadeSystem.stamp(MadeSystem.start + Int64(i) * 1_000_000)
            let ids = i % 2 == 0 ? #""event_id":"job""# : #""event_id":"item-\#(i)","causation_id":"job""#
            text += #"{"timestamp":"\#(time)","level":"info","service":"batch","message":"row",\#(ids)}"# + "\n"
        }
        try folder.write("batch.log", text)
        let whole = try #require(try folder.correlation(followsFlows: true))
        #expect(whole.hubs.map(\.records) == [12_000])
        for bits in [0, 1] {
            let split = LogFolder.Split(jobs: 2, partitionBits: bits, memory: 64 << 10)
            #expect(try folder.correlation(split, followsFlows: true)?.digest == whole.digest)
        }
    }

    @Test func `an id that very many records share is a hub and makes no chain`() throws {
        var text = ""
        for i in 0..<10_500 {
            let time = MadeSystem.stamp(MadeSystem.start + Int64(i) * 1_000_000)
            text +=
                #"{"timestamp":"\#(time)","level":"info","service":"batch","message":"row","event_id":"job-2026-11-25"}"# + "\n"
        }
        let folder = try LogFolder()
        try folder.write("batch.log", text)
        let found = try #require(try folder.correlation())
        #expect(found.events == 0)
        #expect(found.hubs.map(\.records) == [10_500])
    }

    @Test func `logs without ids have no correlation`() throws {
        let folder = try LogFolder()
        try folder.write("a.log", #"{"timestamp":"2026-01-05T10:00:00Z","level":"info","message":"started"}"# + "\n")
        #expect(try folder.correlation() == nil)
    }

    @Test func `an outage does not hide its own losses`() throws {
        var system = MadeSystem()
        system.chains = 1_000
        var (logs, truth) = system.make(seed: 9)
        // The mailer is away for a tenth of the time.
        let lines = (logs["mailer"] ?? "").split(separator: "\n", omittingEmptySubsequences: true)
        logs["mailer"] = (lines[..<600] + lines[700...]).joined(separator: "\n") + "\n"
        truth.events -= 100
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        let found = try #require(try folder.correlation())
        #expect(found.events == truth.events)
        #expect(found.lost == 100)
        let check = found.checks[.init(service: "mailer", check: .delivery)]
        #expect(check?.violations == 100)
    }

    @Test func `what the end of the recording leaves open is neither lost nor found`() throws {
        var (logs, _) = MadeSystem().make(seed: 10)
        logs["mailer"] = (logs["mailer"] ?? "").split(separator: "\n").dropLast(3).joined(separator: "\n") + "\n"
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        let found = try #require(try folder.correlation())
        #expect(found.lost == 0)
        #expect(found.censored == 3)
    }
}
