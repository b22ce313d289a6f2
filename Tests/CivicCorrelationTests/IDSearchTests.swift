import Testing

@testable import CivicCorrelation

/// Ids are found however they are written.
struct IDSearchTests {
    private func find(_ id: String, in text: String) -> IDSearch.Match {
        guard let search = IDSearch(id) else { return .none }
        return Array(text.utf8).withUnsafeBufferPointer { search.find(in: $0)?.match ?? .none }
    }

    private static let uuid = "569a8383-07c1-4638-9f10-d0f47e231c83"

    @Test(arguments: [
        uuid, uuid.uppercased(), "urn:uuid:\(uuid)", "{\(uuid)}", "\"\(uuid)\"", "569a838307c146389f10d0f47e231c83",
        " \(uuid) ",
    ])
    func `a UUID is found in every notation, asked for in every notation`(_ id: String) {
        for text in [
            Self.uuid, "{\"event_id\":\"\(Self.uuid)\"}", "took 569A8383-07C1-4638-9F10-D0F47E231C83 over",
            "id=569a838307c146389f10d0f47e231c83,", "(evt \(Self.uuid))", "urn:uuid:\(Self.uuid)",
        ] {
            #expect(find(id, in: text) == .whole, "\(id) in \(text)")
        }
    }

    @Test func `the parts of composites are ids, those of a UUID are not`() {
        let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        #expect(find("4bf92f3577b34da6a3ce929d0e0e4736", in: header) == .whole)
        #expect(find("00f067aa0ba902b7", in: header) == .whole)
        #expect(find("4bf92f35", in: header) == .prefix)
        #expect(find("4bf92f3577b34da6a3ce929d0e0e4736", in: "4bf92f3577b34da6a3ce929d0e0e4736:00f067aa0ba902b7:0:1") == .whole)
        #expect(find("4638", in: Self.uuid) == .none)
        #expect(find("07c1-4638", in: Self.uuid) == .none)
    }

    @Test(arguments: [
        ("569a", "prefix"), ("569a8383", "prefix"), ("569a8383-07", "prefix"), ("569", "none"), ("9a83", "none"),
        ("569a8384", "none"), ("569a8383-07c1-4638-9f10-d0f47e231c8", "prefix"),
    ])
    func `the start of an id is a prefix, from four characters on`(_ id: String, _ match: String) {
        #expect("\(find(id, in: "event \(Self.uuid) taken"))" == match)
    }

    @Test func `ids that are no hexadecimal numbers are found as they are, in either case`() {
        #expect(find("ORD-11-00000", in: "for order ord-11-00000 auth") == .whole)
        #expect(find("ORD-11", in: "for order ORD-11-00000 auth") == .prefix)
        #expect(find("evt_1Ab", in: "\"evt_1AbCd\"") == .prefix)
        #expect(find("01ARZ3NDEKTSV4RRFFQ69G5FAV", in: "id:01ARZ3NDEKTSV4RRFFQ69G5FAV") == .whole)
    }

    @Test func `any bytes can be searched`() {
        var random = UInt64(7)
        for _ in 0..<2000 {
            let bytes = (0..<40).map { _ -> UInt8 in
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return [0x2d, 0x35, 0x36, 0x39, 0x61, 0x5f, 0xff, 0x00, 0x5c, 0x22][Int(random >> 33) % 10]
            }
            bytes.withUnsafeBufferPointer { text in
                for id in ["569a", "5", "-", "569a-", Self.uuid] {
                    guard let found = IDSearch(id)?.find(in: text) else { continue }
                    #expect(found.range.upperBound <= text.count)
                }
            }
        }
    }
}
