import CivicModel
import Testing

@testable import CivicCorrelation

struct CutIDTests {
    private func head(_ text: String) -> IDHead {
        var text = text
        return text.withUTF8 { IDHead($0) }
    }

    @Test func `the head of an id is what it begins with, however it is written`() {
        #expect(head("B77CC4FC-07c1-4638-9f10-d0f47e231c83") == head("b77cc4fc07c146389f10d0f47e231c83"))
        #expect(head("b77cc4fc-07c1-4638-9f10-d0f47e231c83").prefix(8) == head("b77cc4fc"))
        #expect(head("b77cc4fc-07c1-4638-9f10-d0f47e231c83").prefix(12) == head("b77cc4fc07c1"))
        #expect(head("b77cc4fc").count == 8)
        #expect(head("b77cc4fc07c1").count == 12)
        #expect(head("b77cc4fc07c146389f10").count == 16)
        #expect(head("").count == 0)
        for count in 0..<16 { #expect(head("0123456789abcdef").prefix(count).count == count) }
    }

    /// Orders names events whole; mailer writes what `written` makes of them into its text.
    private func cuts(_ written: (String) -> String, whole: (Int, UInt64) -> String) throws -> [CutIDs] {
        var numbers = SeededNumbers(seed: 7)
        var (orders, mailer) = ("", "")
        for i in 0..<60 {
            let event = whole(i, numbers.next())
            let time = MadeSystem.stamp(MadeSystem.start + Int64(i) * 100_000_000)
            orders +=
                #"{"timestamp":"\#(time)","level":"info","service":"orders","message":"order placed","event_id":"\#(event)"}"#
                + "\n"
            mailer +=
                #"{"timestamp":"\#(time)","level":"info","service":"mailer","message":"mail sent (evt \#(written(event))…)"}"#
                + "\n"
        }
        let folder = try LogFolder()
        try folder.write("orders.log", orders)
        try folder.write("mailer.log", mailer)
        let found = try folder.roles().cuts
        // What is cut is reported, and joins nothing.
        if !found.isEmpty {
            let correlation = try #require(try folder.correlation())
            #expect(correlation.checks[.init(service: "mailer", check: .cutID)]?.violations == 1)
            #expect(correlation.checks[.init(service: "orders", check: .cutID)]?.violations == 0)
            #expect(correlation.checks[.init(service: "mailer", check: .cutID)]?.incidents.count == 3)
            #expect(correlation.hops.isEmpty)
        }
        return found
    }

    private func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits + "4638a5d0f47e231c"
    }

    @Test(arguments: [7, 8, 12, 15]) func `the first characters of ids are cut ids`(length: Int) throws {
        let found = try cuts({ String($0.prefix(length)) }, whole: { hex($1) })
        #expect(found.map(\.path) == ["message#evt"])
        #expect(found.first?.length == length)
        #expect(found.first?.whole == "event_id")
        #expect(found.first?.records.map(\.service) == ["mailer"])
    }

    @Test func `the beginning of a UUID is one too`() throws {
        let found = try cuts(
            { String($0.prefix(8)) },
            whole: { _, number in
                let digits = Array(hex(number))
                let parts = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
                return parts.map { String($0) }.joined(separator: "-")
            })
        #expect(found.first?.length == 8)
    }

    @Test func `whole ids, counters and the first part of a longer number are not cut`() throws {
        #expect(try cuts({ $0 }, whole: { hex($1) }).isEmpty)
        #expect(try cuts({ String($0.prefix(8)) }, whole: { i, _ in String(10_000_000 + i) + "0" }).isEmpty)
        #expect(try cuts({ String($0.prefix(9)) }, whole: { i, n in "ab\(1_000_000 + i)-\(n % 97)" }).isEmpty)
        // Too short to say.
        #expect(try cuts({ String($0.prefix(6)) }, whole: { hex($1) }).isEmpty)
    }
}
