/// A report that is written piece by piece. On standard output a reader that has gone (`| head`) is no fault; in a file the
/// report stands only when it is whole.
final class ReportStream {
    private let file: ReportFile.Part?
    private var buffer: [UInt8] = []
    /// False once nobody reads any more.
    private(set) var isOpen = true

    init(_ destination: OutputOptions.Destination) throws(CommandFailure) {
        if let path = destination.file { file = try ReportFile.Part(path) } else { file = nil }
    }

    func write(_ text: String) throws(CommandFailure) {
        buffer += text.utf8
        // On a terminal at once, else in pieces.
        if buffer.count >= 1 << 16 || file == nil && Console.isOutputTerminal { try flush() }
    }

    func finish() throws(CommandFailure) {
        try flush()
        try file?.finish()
    }

    private func flush() throws(CommandFailure) {
        guard isOpen, !buffer.isEmpty else { return }
        defer { buffer.removeAll(keepingCapacity: true) }
        isOpen = try Console.write(buffer, to: file?.descriptor ?? 1, name: file?.path ?? "standard output")
    }
}
