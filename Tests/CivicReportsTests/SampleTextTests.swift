import Testing

@testable import CivicReports

@Suite struct SampleTextTests {
    @Test func `a sample that fits is shown as it is`() {
        #expect(SampleText.fit(#"{"level":30,"msg":"paid"}"#, columns: 30) == #"{"level":30,"msg":"paid"}"#)
        #expect(SampleText.fit("a\nb", columns: 9) == #"a\nb"#)
    }

    @Test func `of a long object the members that say most are shown, in their order`() {
        let sample =
            #"{"level":30,"time":1795343814728,"pid":12561,"hostname":"a-long-host-name","orderId":"ORD-07","msg":"shipment created, \"twice\""}"#
        #expect(
            SampleText.fit(sample, columns: 80)
                == #"{"level":30,…,"orderId":"ORD-07","msg":"shipment created, \"twice\""}"#)
        #expect(SampleText.fit(sample, columns: 45) == #"{…,"msg":"shipment created, \"twice\""}"#)
    }

    @Test func `a masked secret is shown wherever it stands`() {
        let mask = "5555…(16 chars, #3f09c1)"
        let before = String(repeating: "before ", count: 40)
        for columns in [40, 80, 120] {
            let text = SampleText.fit(before + "card \(mask) declined for a long reason", columns: columns)
            #expect(text.contains("card \(mask)"))
            #expect(DisplayWidth.of(text) <= columns)
            let member = SampleText.fit(
                #"{"message":"declined","a":"\#(before)","b":"card \#(mask)","c":1}"#, columns: columns)
            #expect(member.contains(mask))
            #expect(DisplayWidth.of(member) <= columns)
        }
    }

    @Test func `what is no object, or is cut off, takes no more than its room`() {
        let odd = [
            "{", "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{", #"{"a":"b,"#, String(repeating: "表", count: 50),
            "{\"a\":1,\"b\":2,\"c\":\"" + String(repeating: "x", count: 99),
            " chars, #" + String(repeating: "y", count: 99), String(repeating: "z", count: 99) + " chars, #",
        ]
        for sample in odd {
            for columns in [8, 20, 40] {
                #expect(DisplayWidth.of(SampleText.fit(sample, columns: columns)) <= columns, "\(sample)")
            }
        }
    }
}
