#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a run leaves with (docs/what-stops-a-run.md).
enum ExitStatus: Int32 {
    case fine = 0
    /// Findings at or above the gate.
    case findings = 1
    /// Wrong usage, wrong configuration, or output that could not be written.
    case usage = 2
    /// No records, or too few where the configuration demands them.
    case inconclusive = 3
    /// Damaged input under `--strict-input`.
    case damagedInput = 4
}

/// Ends the process. Not called `exit`, which every command has a method of.
///
/// At once: all output is written, and libraries must not be taken down under a thread that may still compile patterns.
func leave(_ status: ExitStatus) -> Never { _exit(status.rawValue) }

/// Stops a command with a message on standard error.
struct CommandFailure: Error {
    var status: ExitStatus
    var message: String
}
