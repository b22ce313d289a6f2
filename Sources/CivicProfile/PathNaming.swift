/// Names the service of a log file by its path, for records that do not say who wrote them.
///
/// The folder right below what the user named, when there is one and it is no mere container (`logs/orders/app.log` is
/// orders); else the file's name without what rotation and compression add (`orders.log.2.gz` is orders).
public enum PathNaming {
    /// Folders that hold the logs of many.
    private static let containers: Set<String> = [
        "log", "logs", "var", "tmp", "data", "old", "archive", "archived", "rotated", "current", "pods", "containers", "json",
        "gz", "today",
        "stdout", "stderr", "output", "out", "files", "home", "opt", "srv", "root", "usr", "local",
    ]
    /// Names that say what kind of log a file is, and not whose.
    private static let kinds: Set<String> = [
        "access", "error", "errors", "app", "application", "server", "service", "main", "messages", "console", "debug", "info",
        "audit",
    ]
    private static let extensions: Set<String> = [
        "log", "logs", "json", "jsonl", "ndjson", "txt", "gz", "gzip", "zst", "out", "err", "old", "bak", "logfmt", "stdout",
        "stderr", "bz2", "clef", "syslog",
        // glog and klog write a file for each severity, named after it.
        "info", "warning", "error", "fatal",
    ]

    /// - Parameters:
    ///   - path: the file.
    ///   - root: the argument that led to it: the file itself, or a folder above it.
    public static func service(path: String, root: String) -> String {
        if path == "-" { return "stdin" }
        if let container = KubernetesLogName.container(path.split(separator: "/").last ?? "") {
            return kinds.contains(container.container.lowercased()) ? container.workload : container.container
        }
        var relative = path[...]
        if path != root, path.hasPrefix(root) { relative = path.dropFirst(root.count).drop { $0 == "/" } }
        let parts = relative.split(separator: "/").map(String.init)
        let folders = path == root ? [] : Array(parts.dropLast())
        for folder in folders.reversed() {
            let name = stem(folder)
            if !name.isEmpty, !containers.contains(name.lowercased()), !isCounter(name) { return name }
        }
        let file = stem(path.split(separator: "/").last.map(String.init) ?? path)
        // As a folder it may hold old files of all, as a file it is somebody's.
        let isNamed = file.lowercased() == "archive" || !containers.contains(file.lowercased())
        let isOwn = !file.isEmpty && !isCounter(file) && isNamed
        if isOwn, !kinds.contains(file.lowercased()) { return file }
        // `orders/0.log`, `payments/stdout.log`, `gateway/access.json.log` given by name: the folder says more than the file.
        for folder in path.split(separator: "/").dropLast().reversed() {
            let name = stem(String(folder))
            if !name.isEmpty, !containers.contains(name.lowercased()), !isCounter(name) { return name }
        }
        return file.isEmpty ? path : file
    }

    /// `orders.log-20260105-1767607200.gz` without what rotation and compression added: `orders`.
    static func stem(_ name: String) -> String {
        var parts = name.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
        while parts.count > 1, let last = parts.last {
            let word = last.prefix { $0 != "-" && $0 != "_" }.lowercased()
            guard
                extensions.contains(last.lowercased()) || isCounter(last)
                    || extensions.contains(word) && isCounter(last.dropFirst(word.count))
            else { break }
            parts.removeLast()
        }
        var text = parts.joined(separator: ".")
        // A date or a counter behind a dash: `orders-2026-01-05`, `app_3`.
        while let cut = text.lastIndex(where: { $0 == "-" || $0 == "_" }), cut > text.startIndex,
            isCounter(text[text.index(after: cut)...])
        {
            text = String(text[..<cut])
        }
        return text
    }

    /// Digits, and what separates them in dates and times.
    private static func isCounter(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.contains { $0.isNumber } && text.allSatisfy { $0.isNumber || "-_:+TZ".contains($0) }
    }
}
