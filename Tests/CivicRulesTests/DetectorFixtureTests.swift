import Testing

@testable import CivicRules

@Suite struct DetectorFixtureTests {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/fixtures/false-positives/"

    @Test(arguments: [
        "apache.log", "aws-cloudtrail.json", "ci-job.log", "git-history.log", "github-webhook.json", "hadoop-spark.log",
        "kafka-server.log", "kubelet-klog.log", "nginx-access.log", "pino.json", "postgresql.log", "spring-boot.json",
        "stripe-events.json", "syslog-rfc5424.log", "zap.json", "zookeeper.log",
    ])
    func `nothing is found in logs that only look as if they leaked`(name: String) throws {
        let block = try TextFile.read(path: Self.folder + name)
        let lines = PatternSamples.lines(block)
        #expect(lines.count >= 200)
        let confirmation = DetectorSet(try PatternSamples.programs.get())
        for database in try PatternSamples.databases.get() {
            var hits: [PatternScanner.Hit] = []
            block.withUnsafeBufferPointer { PatternScanner(database).scan($0.baseAddress!, $0.count, hits: &hits) }
            for hit in hits {
                let line = try #require(lines.first { $0.contains(Int(hit.offset)) })
                let match = block[line].withUnsafeBufferPointer { confirmation.confirm(Int(hit.pattern), in: $0) }
                #expect(match == nil, "\(String(decoding: block[line], as: UTF8.self))")
            }
        }
        var cards: [UInt32] = []
        block.withUnsafeBufferPointer { PaymentCard.scanCards($0.baseAddress!, $0.count, hits: &cards) }
        #expect(cards.isEmpty)
    }
}
