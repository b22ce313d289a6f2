#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Gives a fault of Civic itself the exit status that scripts can tell from a verdict.
enum CrashStatus {
    /// `EX_SOFTWARE` of sysexits.h.
    static let status: Int32 = 70

    /// Turns the signals of a trap into a message and that status. With `SWIFT_BACKTRACE` set the run-time's own report
    /// is wanted instead.
    static func install() {
        guard Console.environment("SWIFT_BACKTRACE") == nil else { return }
        for signalNumber in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
            // Only what is safe inside a signal handler: one write of static text, and the end.
            signal(signalNumber) { _ in
                let text: StaticString =
                    "civic: stopped by a fault of its own (exit status 70)\n  help: please report it; SWIFT_BACKTRACE=enable=yes shows where\n"
                _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
                _exit(70)
            }
        }
    }
}
