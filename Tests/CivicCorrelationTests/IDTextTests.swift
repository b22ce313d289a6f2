import CivicCorrelation
import Testing

struct IDTextTests {
    @Test(arguments: [
        "4bf92f35-77b3-4da6-a3ce-929d0e0e4736", "4BF92F3577B34DA6A3CE929D0E0E4736", "{4bf92f35-77b3-4da6-a3ce-929d0e0e4736}",
        "urn:uuid:4bf92f35-77b3-4da6-a3ce-929d0e0e4736", "\"4bf92f3577b34da6a3ce929d0e0e4736\"",
        "4bf92f3577b3-4da6a3ce-929d-0e0e4736", " 4bf92f3577b34da6a3ce929d0e0e4736 ",
    ])
    func `every spelling of one id has one key`(text: String) {
        #expect(IDText.key(of: text) == IDText.key(of: "4bf92f3577b34da6a3ce929d0e0e4736"))
    }

    @Test(arguments: [
        "", " ", "-", "null", "NIL", "none", "unknown", "undefined", "N/A", "00000000-0000-0000-0000-000000000000",
        "00000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "0", "0000000000000000", "\"\"", "{}",
    ])
    func `what only stands for an id names nothing`(text: String) {
        #expect(IDText.key(of: text).isNone)
    }

    @Test func `different ids have different keys`() {
        let texts = [
            "4bf92f3577b34da6a3ce929d0e0e4736", "4bf92f3577b34da6a3ce929d0e0e4737", "ORD-01-00001", "ORD-01-00002", "42", "43",
            "00f067aa0ba902b7", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "4bf92f3577b34da6a3ce929d0e0e473g",
            "\u{10}bf92f3577b34da6a3ce929d0e0e4736",
            "4bf92f3577b34da6a3ce929d0e0e473",
        ]
        #expect(Set(texts.map { IDText.key(of: $0) }).count == texts.count)
        #expect(!texts.map { IDText.key(of: $0) }.contains(.none))
    }

    @Test func `a number can be read back from its key`() {
        for (high, low) in [(0, 1), (UInt64.max, 0), (0x4bf9_2f35_77b3_4da6, 0xa3ce_929d_0e0e_4736)] as [(UInt64, UInt64)] {
            let number = IDKey(number: high, low).number
            #expect(number.high == high)
            #expect(number.low == low)
        }
    }

    @Test func `every byte that is no hexadecimal digit is refused wherever it stands`() {
        let digits = Array("0123456789abcdef0123456789ABCDEF".utf8)
        for place in [0, 3, 7, 8, 15, 16, 31] {
            for byte in UInt8.min...UInt8.max {
                var text = digits
                text[place] = byte
                let isHex =
                    byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66 && byte < 0x80 && byte >= 0x41
                let key = text.withUnsafeBufferPointer { IDText.key($0.baseAddress!, 32) }
                let plain = UInt64(String(decoding: text[..<16], as: UTF8.self), radix: 16)
                let rest = UInt64(String(decoding: text[16...], as: UTF8.self), radix: 16)
                if isHex {
                    #expect(key == IDKey(number: plain!, rest!))
                } else if byte != 0x2d {
                    #expect(key != .none)
                    #expect(plain == nil || rest == nil || byte == 0x2b)
                }
            }
        }
    }
}
