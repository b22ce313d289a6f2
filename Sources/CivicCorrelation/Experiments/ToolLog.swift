/// The log of the tool that plays an experiment: it tells of every fault, and is none of the system's.
public enum ToolLog {
    /// Whether a message is one that only Chaos Toolkit writes about itself.
    public static func isSign(_ text: String) -> Bool {
        text.contains("Running experiment:") || text.contains("Steady-state strategy:")
            || text.contains("Steady state hypothesis:")
    }
}
