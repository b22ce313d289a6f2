import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One run of the built program, as a shell would start it.
struct CivicProcess {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Nil when a signal ended it.
    var status: Int32?
    var output: [UInt8]
    var error: String

    var text: String { String(decoding: output, as: UTF8.self) }

    /// The program lies beside the bundle of the tests, wherever that was built.
    static let binary: String? = {
        var folders = [CommandLine.arguments[0], Bundle.main.executablePath ?? ""].map {
            URL(fileURLWithPath: $0).deletingLastPathComponent()
        }
        // On macOS the bundle is a folder: Contents/MacOS/… below the products.
        folders += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        for folder in folders {
            let path = folder.appendingPathComponent("civic").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        return nil
    }()

    /// - Parameters:
    ///   - input: a file that is standard input; nothing unless given.
    ///   - folder: the working folder.
    ///   - environment: beside `PATH` and `HOME`, on top of nothing: no variable of the caller's leaks in.
    ///   - brokenPipe: standard output is a pipe whose reader is gone.
    static func run(
        _ arguments: [String], input: String = "/dev/null", in folder: String? = nil, environment: [String: String] = [:],
        brokenPipe: Bool = false
    ) throws -> CivicProcess {
        guard let binary else { throw Failure(description: "the program was not built beside the tests") }
        let results = try CLIFolder()
        let (outputPath, errorPath) = (results.path + "/out", results.path + "/err")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        var pipe: [Int32] = [-1, -1]
        if brokenPipe {
            guard makePipe(&pipe) == 0 else { throw Failure(description: "pipe") }
            posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
            posix_spawn_file_actions_addclose(&actions, pipe[0])
            posix_spawn_file_actions_addclose(&actions, pipe[1])
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        // As a shell leaves them: a parent that ignores signals must not change what is tested.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        var variables = environment
        for name in ["PATH", "HOME"] { if let value = getenv(name) { variables[name] = String(cString: value) } }
        // The shell only changes the folder, which not every C library can do while it starts a program.
        let words = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0, binary] } ?? [binary]
        let argv = (words + arguments).map { strdup($0) } + [nil]
        let envp = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for pointer in argv + envp { free(pointer) }
        }
        var pid: pid_t = 0
        if brokenPipe { close(pipe[0]) }
        let code = posix_spawn(&pid, words[0], &actions, &attributes, argv, envp)
        if brokenPipe { close(pipe[1]) }
        guard code == 0 else { throw Failure(description: "cannot start \(binary): \(String(cString: strerror(code)))") }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let output = FileManager.default.contents(atPath: outputPath) ?? Data()
        let error = FileManager.default.contents(atPath: errorPath) ?? Data()
        return CivicProcess(
            status: status & 0x7f == 0 ? status >> 8 & 0xff : nil, output: Array(output),
            error: String(decoding: error, as: UTF8.self))
    }

    /// The output as JSON.
    func json() throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(output)) as? [String: Any] else {
            throw Failure(description: "the output is no JSON object: \(text.prefix(200)) \(error)")
        }
        return object
    }
}

/// pipe(2), under a name that members called `pipe` do not hide.
private func makePipe(_ descriptors: UnsafeMutablePointer<Int32>) -> Int32 { pipe(descriptors) }
