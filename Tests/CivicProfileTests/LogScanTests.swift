import CivicBytes
import CivicFormats
import CivicModel
import Testing

@testable import CivicProfile

/// The scan as a whole: files in, one profile out, whoever read what.
struct LogScanTests {
    private func scan(
        _ paths: [String], jobs: Int = 1, block: Int = 1 << 20, configure: (inout LogScan.Options) -> Void = { _ in }
    ) throws -> LogScan.Result {
        var options = LogScan.Options()
        options.jobs = jobs
        options.limits.block = block
        configure(&options)
        let walk = try SourceWalk.expand(paths)
        return LogScan(options: options).run(
            walk.inputs, fallback: { (PathNaming.service(path: $0.path, root: $0.root), .path) }, judge: { LengthJudge() })
    }

    @Test func `one worker and eight, and files named in any order, give equal profiles`() throws {
        let folder = try ProfileFolder()
        let paths = try (0..<9).map { try folder.write("s\($0).log", ProfileLog.text(60 + 130 * ($0 % 4), seed: UInt64($0))) }
        // Many small blocks, so that eight workers share each file.
        let one = try scan(paths, jobs: 1, block: 4096)
        #expect(one.profile.records > 1500)
        for round in 0..<4 {
            var random = ProfileRandom(UInt64(round))
            let other = try scan(round == 0 ? paths.reversed() : paths.shuffled(using: &random), jobs: 8, block: 4096)
            #expect(other.profile.difference(from: one.profile) == [])
            #expect(other.sources.map(\.path) == one.sources.map(\.path))
            #expect(other.sources.map(\.lines) == one.sources.map(\.lines))
        }
    }

    @Test func `every line of every file is in the account`() throws {
        let folder = try ProfileFolder()
        for seed in 0..<6 { try folder.write("s\(seed).log", ProfileLog.text(200, seed: UInt64(seed))) }
        try folder.write("empty.log", "")
        try folder.write("blank.log", "\n\n \n")
        try folder.write("words.txt", "no header\nat all\n")
        try folder.write("zeros.bin", String(repeating: "\0\n", count: 300))
        try folder.write(
            "health.jsonl",
            String(
                repeating:
                    #"{"observedAt":"2026-01-05T10:00:00Z","service":"a","url":"http://a/health","status":200,"body":{"status":"UP"}}"#
                    + "\n\nnot\n", count: 3))
        try folder.write("journal.json", "{\n  \"chaoslib-version\": \"1.43.0\",\n  \"status\": \"completed\"\n}\n")
        for summary in try scan([folder.path], jobs: 3).summaries() {
            let ledger = summary.ledger
            #expect(
                ledger.lines == ledger.records + ledger.rejected + ledger.blank + ledger.continuations, "\(summary.path)")
        }
    }

    @Test func `a record outside the window is in no cell, and one without a time is not, either`() throws {
        let folder = try ProfileFolder()
        let path = try folder.write(
            "a.log",
            "{\"time\":\"2026-01-05T10:00:00Z\",\"message\":\"early\"}\n{\"time\":\"2026-01-05T10:00:01Z\",\"message\":\"in\"}\n"
                + "{\"time\":\"2026-01-05T10:00:02Z\",\"message\":\"late\"}\n{\"message\":\"never\"}\n")
        let second = 1_767_607_201 * 1_000_000_000 as Int64
        let result = try scan([path]) { $0.window = second...second }
        #expect(result.profile.records == 1)
        #expect(result.profile.templates.values.contains("in"))
        #expect(!result.profile.templates.values.contains("late"))
    }

    @Test func `rejected lines are gathered in the order of the input, whoever read them`() throws {
        let folder = try ProfileFolder()
        for file in 0..<3 {
            var text = "{\"message\":\"first\"}\n"
            for i in 0..<300 { text += i % 3 == 0 ? "{\"broken\":\(file) \(i)\n" : "{\"message\":\"m\"}\n" }
            try folder.write("s\(file).log", text)
        }
        var results: [[UInt8]] = []
        for jobs in [1, 8] {
            let collector = RejectCollector()
            _ = try scan([folder.path], jobs: jobs, block: 700) { $0.rejects = collector }
            results.append(collector.result().bytes)
        }
        #expect(results[0] == results[1])
        let expected = (0..<3).flatMap { file in stride(from: 0, to: 300, by: 3).map { "{\"broken\":\(file) \($0)\n" } }
            .joined()
        #expect(String(decoding: results[0], as: UTF8.self) == expected)
    }

    @Test func `a file that cannot be read costs its own lines only`() throws {
        let folder = try ProfileFolder()
        try folder.write("a.log", "{\"message\":\"m\"}\n")
        let walk = try SourceWalk.expand([folder.path])
        let inputs = walk.inputs + [SourceWalk.Input(path: "\(folder.path)/gone.log", size: 10, root: folder.path)]
        let result = LogScan(options: LogScan.Options()).run(inputs, fallback: { _ in ("x", .path) }, judge: { nil })
        #expect(result.profile.records == 1)
        #expect(result.sources[1].problems.map(\.code) == ["unreadable"])
    }

    private static let id = String(repeating: "0b1c2d3e", count: 8)

    @Test(arguments: [
        ("logs/orders/app.log", "logs", "orders"), ("logs/orders.log.2.gz", "logs", "orders"),
        ("orders.log", "orders.log", "orders"),
        ("logs/orders.log-20260105-1767607200.gz", "logs", "orders"), ("logs/payments/stdout.log", "logs", "payments"),
        ("logs/inventory/inventory.2026-11-22_10-37-39_755031.log.gz", "logs", "inventory"), ("-", "-", "stdin"),
        ("a/b/orders/0.log", "a/b/orders/0.log", "orders"),
        ("logs/orders-7f9c.log", "logs", "orders-7f9c"), ("gate.INFO", "gate.INFO", "gate"),
        ("logs/tariff-20260105.clef", "logs", "tariff"), ("var/log/nginx/access.log", "var/log", "nginx"),
        ("lab/archive.log", "lab", "archive"), ("orders/archive/app.log", "orders", "orders"),
        ("node/bills-6c9f7d9d5b-x2lqp_shop_bills-\(Self.id).log", "node", "bills"),
        ("bills-6c9f7d9d5b-x2lqp_shop_app-\(Self.id).log", "node", "bills"),
        ("mail-0_shop_server-\(Self.id).log", "node", "mail"),
        ("node/a_b_c-0b1c.log", "node", "a_b_c-0b1c"),
    ])
    func `a path names the service`(_ path: String, _ root: String, _ name: String) {
        #expect(PathNaming.service(path: path, root: root) == name)
    }
}
