public import CivicModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Expands the paths of a command line into the inputs to read.
public struct SourceWalk: Sendable {
    /// One input to read.
    public struct Input: Sendable, Hashable {
        /// Path to open; `-` is standard input.
        public var path: String
        /// Bytes as stored; 0 when that is not known before reading.
        public var size: Int
        /// The argument that led here; the parts of `path` below it may name a service.
        public var root: String

        public init(path: String, size: Int, root: String) {
            (self.path, self.size, self.root) = (path, size, root)
        }
    }

    /// Sorted by the bytes of the path. A file that is reached in several ways (twice, by links) is there once.
    public var inputs: [Input] = []
    /// What could not be followed, in the order of paths.
    public var problems: [InputProblem] = []

    /// Walks `arguments`: files as they are, whatever they are called; directories with everything below them but hidden
    /// entries, following links. Throws when an argument does not exist.
    public static func expand(_ arguments: [String]) throws(PathError) -> SourceWalk {
        var walker = Walker()
        // Sorted, so that the order of the arguments decides nothing.
        for argument in Set(arguments).sorted(by: bytewise) {
            try walker.add(argument: argument)
        }
        walker.followLinks()
        return walker.result()
    }

    static func bytewise(_ first: String, _ second: String) -> Bool {
        first.utf8.lexicographicallyPrecedes(second.utf8)
    }
}

/// The state of one walk.
private struct Walker {
    /// What makes two paths the same file.
    private struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64

        init(_ status: stat) {
            device = UInt64(truncatingIfNeeded: status.st_dev)
            inode = UInt64(truncatingIfNeeded: status.st_ino)
        }
    }

    private struct Found {
        var input: SourceWalk.Input
        var identity: Identity?
        var isBehindLink: Bool
    }

    /// A link to a directory. Links are followed after everything that can be reached without them, so that a file has
    /// its own path where it has one.
    private struct Link {
        var path: String
        var root: String
        var above: [Identity]
    }

    private var found: [Found] = []
    private var problems: [InputProblem] = []
    private var links: [Link] = []
    private var walked: Set<Identity> = []

    mutating func add(argument: String) throws(PathError) {
        if argument == "-" {
            let input = SourceWalk.Input(path: "-", size: 0, root: "-")
            found.append(Found(input: input, identity: nil, isBehindLink: false))
            return
        }
        guard !argument.isEmpty else {
            throw PathError(path: "", fact: "an empty path", help: "name a file or a directory, or - for standard input")
        }
        var status = stat()
        guard stat(argument, &status) == 0 else {
            let code = errno
            guard code == ENOENT || code == ENOTDIR else {
                problem("unreadable", argument, SystemError(code: code).text)
                return
            }
            if lstat(argument, &status) == 0 {
                throw PathError(
                    path: argument, fact: "no such file or directory: \(argument) is a link that leads nowhere",
                    help: "name the file itself")
            }
            throw PathError(path: argument, fact: "no such file or directory: \(argument)", help: suggestion(for: argument))
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            walk(argument, root: argument, status, above: [], isBehindLink: false)
        } else {
            // Fifos and devices too: who names one means it.
            add(argument, root: argument, status, isBehindLink: false)
        }
    }

    mutating func followLinks() {
        while !links.isEmpty {
            // A round at a time: links found behind links come after the links before them.
            let round = links
            links = []
            for link in round {
                var status = stat()
                guard stat(link.path, &status) == 0 else {
                    problem("unreadable", link.path, SystemError(code: errno).text)
                    continue
                }
                if link.above.contains(Identity(status)) {
                    problem("directory-loop", link.path, "leads back to a directory that it is in; not followed")
                } else {
                    walk(link.path, root: link.root, status, above: link.above, isBehindLink: true)
                }
            }
        }
    }

    func result() -> SourceWalk {
        let ordered = found.sorted { first, second in
            if first.isBehindLink != second.isBehindLink { return !first.isBehindLink }
            if first.input.path != second.input.path { return SourceWalk.bytewise(first.input.path, second.input.path) }
            return SourceWalk.bytewise(first.input.root, second.input.root)
        }
        var seen: Set<Identity> = []
        var walk = SourceWalk()
        for entry in ordered {
            if let identity = entry.identity, !seen.insert(identity).inserted { continue }
            walk.inputs.append(entry.input)
        }
        walk.inputs.sort { SourceWalk.bytewise($0.path, $1.path) }
        walk.problems = problems.sorted { SourceWalk.bytewise($0.path, $1.path) }
        return walk
    }

    private mutating func add(_ path: String, root: String, _ status: stat, isBehindLink: Bool) {
        let size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
        let input = SourceWalk.Input(path: path, size: size, root: root)
        found.append(Found(input: input, identity: Identity(status), isBehindLink: isBehindLink))
    }

    private mutating func walk(_ path: String, root: String, _ status: stat, above: [Identity], isBehindLink: Bool) {
        let identity = Identity(status)
        guard walked.insert(identity).inserted else { return }
        let above = above + [identity]
        guard let names = names(in: path) else { return }
        for name in names {
            let child = path.hasSuffix("/") ? path + name : path + "/" + name
            var status = stat()
            guard lstat(child, &status) == 0 else {
                problem("unreadable", child, SystemError(code: errno).text)
                continue
            }
            let isLink = status.st_mode & S_IFMT == S_IFLNK
            if isLink, stat(child, &status) != 0 {
                problem("unreadable", child, "a link that leads nowhere: \(SystemError(code: errno).text)")
                continue
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR where isLink: links.append(Link(path: child, root: root, above: above))
            case S_IFDIR: walk(child, root: root, status, above: above, isBehindLink: isBehindLink)
            case S_IFREG: add(child, root: root, status, isBehindLink: isBehindLink || isLink)
            default: problem("special-file", child, "neither a file nor a directory; skipped, name it to read it")
            }
        }
    }

    /// Entries of a directory that are not hidden, in the order of their bytes; nil when it cannot be read.
    private mutating func names(in path: String) -> [String]? {
        guard let directory = opendir(path) else {
            problem("unreadable", path, SystemError(code: errno).text)
            return nil
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                if errno != 0 { problem("unreadable", path, "not all of it could be listed: \(SystemError(code: errno).text)") }
                break
            }
            let name: String? = withUnsafePointer(to: &entry.pointee.d_name) { field in
                // The name ends with a zero byte inside the field.
                let bytes = UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self)
                return String(validatingCString: bytes)
            }
            guard let name else {
                problem("unreadable", path, "has an entry whose name is not UTF-8; skipped")
                continue
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted(by: SourceWalk.bytewise)
    }

    private mutating func problem(_ code: String, _ path: String, _ detail: String) {
        problems.append(InputProblem(path: path, code: code, line: 0, byte: 0, detail: detail))
    }

    /// The closest name beside the one that does not exist, when it is close enough to be a slip.
    private mutating func suggestion(for path: String) -> String {
        let otherwise = "name a file or a directory, or - for standard input"
        var trimmed = path[...]
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        let slash = trimmed.lastIndex(of: "/")
        let folder = slash.map { String(trimmed[...$0]) } ?? ""
        let name = Array((slash.map { trimmed[trimmed.index(after: $0)...] } ?? trimmed).utf8)
        let before = problems
        // Problems of a folder that nobody asked for are nobody's business.
        defer { problems = before }
        guard let siblings = names(in: folder.isEmpty ? "." : folder) else { return otherwise }
        let allowed = max(1, min(3, name.count / 3))
        let best = siblings.map { (distance: editDistance(name, Array($0.utf8)), name: $0) }
            .filter { $0.distance <= allowed }
            .min { $0.distance < $1.distance }
        guard let best else { return otherwise }
        return "did you mean \(folder)\(best.name)?"
    }
}
