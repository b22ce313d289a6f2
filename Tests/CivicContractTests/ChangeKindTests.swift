import CivicContract
import Testing

struct ChangeKindTests {
    @Test func `change kinds are numbered without a gap`() {
        let ids = (1...17).map { $0 < 10 ? "CB0\($0)" : "CB\($0)" }
        #expect(ChangeKind.allCases.map(\.rawValue) == ids)
    }
}
