/// Text that the runner of a CI system prints: the older notation of its commands, `##[…]`, acts anywhere in a line.
enum RunnerText {
    static func harmless(_ text: String) -> String {
        text.split(separator: "##[", omittingEmptySubsequences: false).joined(separator: "## [")
    }
}
