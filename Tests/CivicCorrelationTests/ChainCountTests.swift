import Testing

@testable import CivicCorrelation

struct ChainCountTests {
    /// Components of a graph by colouring, as slowly and plainly as can be.
    private func components(_ nodes: Set<UInt64>, _ edges: [LabelEdge]) -> Int {
        var colour = Dictionary(uniqueKeysWithValues: nodes.map { ($0, $0) })
        var changed = true
        while changed {
            changed = false
            for edge in edges {
                let least = min(colour[edge.a] ?? 0, colour[edge.b] ?? 0)
                if colour[edge.a] != least || colour[edge.b] != least {
                    (colour[edge.a], colour[edge.b]) = (least, least)
                    changed = true
                }
            }
        }
        return Set(colour.values).count
    }

    @Test(arguments: 0..<40)
    func `counting off events where they stand gives the components of the whole`(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        // Labels 1...; events without one from 1000 on.
        var stored: [LabelEdge] = []
        var all: [LabelEdge] = []
        var joints: [LabelEdge] = []
        for _ in 0..<60 {
            let (own, label) = (1_000 + numbers.next() % 30, 1 + numbers.next() % 25)
            switch numbers.next() % 5 {
            case 0:
                let other = 1_000 + numbers.next() % 30
                guard own != other else { continue }
                stored.append(LabelEdge(a: own, b: other, kind: .owns))
                stored.append(LabelEdge(a: other, b: own, kind: .owns))
                all.append(LabelEdge(a: own, b: other, kind: .owns))
            case 1:
                let other = 1 + numbers.next() % 25
                joints.append(LabelEdge(a: label, b: other, kind: .labels))
                all.append(LabelEdge(a: label, b: other, kind: .labels))
            default:
                stored.append(LabelEdge(a: own, b: label, kind: .ownToLabel))
                all.append(LabelEdge(a: own, b: label, kind: .ownToLabel))
            }
        }
        let nodes = Set(all.flatMap { [$0.a, $0.b] })
        let (left, counted) = stored.withUnsafeMutableBufferPointer { ChainCount.contract($0) }
        let count = ChainCount(joints + left, counted: counted)
        #expect(nodes.count - count.merges == components(nodes, all))
    }

    @Test func `a flow that a thousand others share ties nothing`() {
        let edges = (0..<1_200).map { LabelEdge(a: 7, b: UInt64(100 + $0), kind: .flowPair) }
        #expect(ChainCount(edges).merges == 0)
        #expect(ChainCount(Array(edges.prefix(900))).merges == 900)
    }
}
