import Synchronization

/// One line on standard error that says how far a long run has got; only on a terminal.
final class ProgressLine: Sendable {
    private let total: Int
    private let lastPercent = Mutex(-1)

    init?(_ output: OutputOptions, total: Int) {
        guard output.progress == .auto, !output.quiet, Console.isErrorTerminal, total > 64 << 20 else { return nil }
        self.total = total
    }

    func update(_ bytes: Int) {
        let percent = min(100, bytes * 100 / max(1, total))
        lastPercent.withLock { last in
            guard percent > last else { return }
            last = percent
            try? Console.write("\r\u{1b}[Kcivic: \(percent) % of \(total >> 20) MiB", to: 2, name: "standard error")
        }
    }

    func clear() { try? Console.write("\r\u{1b}[K", to: 2, name: "standard error") }
}
