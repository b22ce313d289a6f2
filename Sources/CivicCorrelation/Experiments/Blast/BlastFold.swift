import CivicModel
import CivicProfile

/// Reads the chains that began in a fault's time or in the quiet time before it, twice: what is usual has to be known before
/// anything is unusual. One per worker.
final class BlastFold {
    private let periods: BlastPeriods
    private let frame: BlastChain.Frame
    private let span: RunSpan
    /// Rows that are sorted at once.
    private let slice: Int
    private var buffer = RowBuffer<FlowRow>()
    private var chain = BlastChain()

    init(_ periods: BlastPeriods, _ frame: BlastChain.Frame, span: RunSpan, slice: Int) {
        (self.periods, self.frame, self.span, self.slice) = (periods, frame, span, slice)
    }

    func learn(_ partition: Int, of rows: PartitionedRows<FlowRow>, _ history: inout BlastHistory) throws(SpillError) {
        try eachStart(partition, of: rows, keeps: true) { start in
            for number in periods.faults.indices where periods.quiet[number].contains(start) {
                history.add(chain, since: start, fault: number, frame)
            }
        }
    }

    func count(
        _ partition: Int, of rows: PartitionedRows<FlowRow>, _ counts: inout BlastCounts
    ) throws(SpillError) {
        try eachStart(partition, of: rows, keeps: false) { start in
            for number in periods.faults.indices {
                for stretch in BlastPeriods.Stretch.allCases where periods.range(of: stretch, number).contains(start) {
                    counts.add(chain, since: start, fault: number, stretch, frame)
                }
            }
        }
    }

    /// Calls `body` with the beginning of each chain that `chain` is in turn.
    private func eachStart(
        _ partition: Int, of rows: PartitionedRows<FlowRow>, keeps: Bool, _ body: (Int64) -> Void
    ) throws(SpillError) {
        try rows.eachChain(partition, slice: slice, into: &buffer, keeps: keeps) { rows in
            chain.read(rows, frame)
            // What began just before the recording ends has had no time to get anywhere.
            if let start = chain.start, start < span.end &- FaultWindow.grace { body(start) }
        }
    }
}
