import CivicModel
import CivicScore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the log statements of issues in the repository at hand: the line that a reviewer wants to see.
///
/// A record names the file as the machine that built the program saw it; the longest end of that path that one file of the
/// repository alone has is the file.
struct SourceAnchors {
    private let byName: [Substring: [[Substring]]]

    /// The files that git knows below the working folder; nil without git or outside of a repository.
    static func ofRepository() -> SourceAnchors? {
        guard let bytes = gitFiles() else { return nil }
        return SourceAnchors(paths: bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    }

    init(paths: [String]) {
        var byName: [Substring: [[Substring]]] = [:]
        for path in paths {
            let parts = path.split(separator: "/")
            if let name = parts.last { byName[name, default: []].append(parts) }
        }
        self.byName = byName
    }

    func path(for statement: CodeLocation) -> String? {
        let wanted = statement.path.split { $0 == "/" || $0 == "\\" }
        guard let name = wanted.last, let candidates = byName[name] else { return nil }
        func shared(_ candidate: [Substring]) -> Int { zip(candidate.reversed(), wanted.reversed()).prefix { $0 == $1 }.count }
        let best = candidates.map(shared).max() ?? 0
        let found = candidates.filter { shared($0) == best }
        // The name alone is not enough, unless one of the paths is no more than it: other people have a `main.py` as well.
        guard found.count == 1, best >= 2 || best == wanted.count || best == found[0].count else { return nil }
        return found[0].joined(separator: "/")
    }

    /// Moves issues to the statement that wrote their first record, where one is named and found.
    static func apply(to issues: inout [ReportIssue]) {
        let statements = issues.contains { issue in issue.evidence.contains { $0.statement != nil } }
        guard statements, let anchors = ofRepository() else { return }
        for index in issues.indices where issues[index].origin == .rule || issues[index].origin == .contract {
            for statement in issues[index].evidence.compactMap(\.statement) {
                guard let path = anchors.path(for: statement) else { continue }
                issues[index].anchor = .init(path: path, line: statement.line)
                break
            }
        }
    }

    /// `git ls-files -z`, which needs no network and changes nothing.
    private static func gitFiles() -> [UInt8]? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
            texts.map { (text: String) in strdup(text) } + [nil]
        }
        // Whose repository it may read stands in the configuration at home.
        let kept = ["PATH", "HOME", "GIT_DIR", "GIT_WORK_TREE", "XDG_CONFIG_HOME"]
        let variables = kept.compactMap { name in Console.environment(name).map { "\(name)=\($0)" } }
        let (arguments, environment) = (strings(["git", "-c", "core.fsmonitor=false", "ls-files", "-z"]), strings(variables))
        defer { for text in arguments + environment { free(text) } }
        var process = pid_t()
        // What this process ignores its children would ignore as well.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let started = posix_spawnp(&process, "git", &actions, &attributes, arguments, environment)
        close(ends[1])
        defer { close(ends[0]) }
        guard started == 0 else { return nil }
        let bytes = TextInput.all(of: ends[0]).bytes
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status == 0 ? bytes : nil
    }
}
