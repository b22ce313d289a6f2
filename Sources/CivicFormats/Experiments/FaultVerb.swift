/// What an action does to its target, as far as its name tells: English verbs that break and those that mend.
///
/// Names are free, so this is guesswork with a bias: an action whose verb mends and that finds nothing to mend is no fault,
/// one with an unknown verb is.
enum FaultVerb {
    /// Verbs that break, each with those that undo them.
    private static let undoing: [(breaks: Set<String>, mends: Set<String>)] = [
        (
            ["stop", "kill", "terminate", "shutdown", "crash", "halt", "shut", "down", "sigkill", "sigterm", "bring", "take"],
            ["start", "restart", "run", "runs", "running", "up", "boot", "launch", "recreate", "reboot", "respawn", "relaunch"]
        ),
        (
            ["freeze", "pause", "suspend", "hang", "stall", "sigstop", "stop"],
            ["thaw", "resume", "unpause", "unfreeze", "continue", "cont", "sigcont", "unsuspend", "wake", "unhang"]
        ),
        (
            ["add", "create", "inject", "apply", "introduce", "insert", "post", "put", "set", "attach", "install", "patch"],
            [
                "remove", "delete", "del", "clear", "eject", "unapply", "drop", "reset", "unset", "uninstall", "withdraw",
                "detach",
            ]
        ),
        (
            [
                "block", "deny", "partition", "isolate", "disconnect", "cut", "drop", "close", "blackhole", "reject", "split",
                "sever", "refuse",
            ],
            ["unblock", "allow", "heal", "reconnect", "connect", "join", "open", "reopen", "accept", "unpartition", "rejoin"]
        ),
        (["disable", "revoke", "lock", "deactivate", "off"], ["enable", "grant", "unlock", "activate", "on"]),
        (["drain", "cordon", "evict"], ["uncordon", "undrain"]),
        (["scale", "down", "shrink"], ["scale", "up", "grow"]),
        (["delete", "remove", "detach", "unmount", "destroy"], ["create", "add", "attach", "mount", "put", "recreate"]),
        (
            ["slow", "delay", "throttle", "degrade", "limit", "lag", "lose", "corrupt", "duplicate", "reorder", "expire"],
            ["unthrottle", "speed", "unlimit", "renew", "repair", "unslow", "undelay"]
        ),
        (
            ["fill", "exhaust", "burn", "stress", "hog", "flood", "overload", "leak", "eat", "consume", "saturate"],
            ["free", "release", "stop", "unload", "empty", "drain", "end"]
        ),
        (
            ["step", "shift", "skew", "change", "move", "advance", "rewind"],
            ["sync", "resync", "unshift", "correct", "unskew"]
        ),
        (["begin", "start", "enable"], ["end", "finish", "stop", "disable"]),
    ]

    /// Verbs that undo anything.
    private static let mending: Set<String> = [
        "restore", "reset", "revert", "rollback", "undo", "recover", "heal", "repair", "clear", "cleanup", "clean", "fix",
        "mend", "normalise", "normalize", "unbreak",
    ]

    /// Verbs that say that a state is wanted, whatever it was: `make-sure-redis-runs`.
    private static let ensuring: Set<String> = ["ensure", "make", "sure", "wait", "await", "verify", "check", "assert"]

    /// Verbs of actions that break nothing.
    private static let neutral: Set<String> = [
        "notify", "notification", "announce", "log", "record", "print", "echo", "sleep", "wait", "collect", "snapshot",
        "measure", "report", "annotate", "screenshot", "dump", "fetch", "read", "query", "list", "describe",
    ]

    /// Verbs that open a fault: of these words at least one is in the name of most faults.
    static let breaking: Set<String> = undoing.reduce(into: []) { $0.formUnion($1.breaks) }

    private static let mendingAny: Set<String> = undoing.reduce(into: mending) { $0.formUnion($1.mends) }

    /// Words that tell what is done and not to whom.
    static func isVerb(_ word: String) -> Bool {
        breaking.contains(word) || mendingAny.contains(word) || ensuring.contains(word) || neutral.contains(word)
            || fillers.contains(word)
    }

    /// Verbs that break something or mend it.
    static func isChange(_ word: String) -> Bool { breaking.contains(word) || mendingAny.contains(word) }

    private static let fillers: Set<String> = [
        "the", "a", "an", "of", "is", "are", "to", "for", "in", "on", "at", "and", "from", "with", "by", "gone", "that", "all",
        "some", "again", "back", "process", "service", "container", "pod", "pods", "instance", "instances", "node", "server",
        "experiment", "fault", "action", "chaos", "simulate", "system", "test", "random", "new", "now", "state", "host",
    ]

    /// Verbs that, with nothing before them to undo, break nothing either. Not among them: `restart` (of what runs, a fault) and
    /// `delete` or `remove` (of a pod, a fault).
    private static let starting: Set<String> = [
        "start", "run", "runs", "running", "up", "boot", "launch", "thaw", "resume", "unpause", "unfreeze", "continue", "cont",
        "sigcont", "wake", "unblock", "allow", "reconnect", "connect", "rejoin", "reopen", "enable", "activate", "grant",
        "unlock", "uncordon", "undrain", "mount", "resync", "unthrottle", "renew",
    ]

    /// Whether the words say that something is put right, or seen to be right.
    static func isMending(_ words: [String]) -> Bool {
        if words.contains(where: { mending.contains($0) || ensuring.contains($0) }) { return true }
        // `start-flood` opens something.
        if words.contains(where: { breaking.contains($0) && !starting.contains($0) }) { return false }
        return words.contains { starting.contains($0) }
    }

    static func isNeutral(_ words: [String]) -> Bool { words.first.map { neutral.contains($0) } ?? false }

    /// Whether an action with the words `later` can undo one with the words `earlier`.
    static func undoes(_ later: [String], _ earlier: [String]) -> Bool {
        if later.contains(where: { mending.contains($0) || ensuring.contains($0) }) { return true }
        let (late, early) = (Set(later), Set(earlier))
        return undoing.contains { pair in
            !pair.breaks.isDisjoint(with: early) && !pair.mends.isDisjoint(with: late.subtracting(early))
                // `scale-down` and `scale-up` share a verb.
                || !pair.breaks.isDisjoint(with: early.subtracting(late)) && !pair.mends.isDisjoint(with: late)
        }
    }
}
