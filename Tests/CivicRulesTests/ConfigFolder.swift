#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of its own for a test, gone when the test is.
final class ConfigFolder {
    struct Failure: Error {}

    let path: String
    private var made: [String] = []

    init() throws {
        var template = Array("/tmp/civic-config-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Failure() }
        path = String(cString: made)
    }

    deinit {
        for path in made.reversed() { remove(path) }
        rmdir(path)
    }

    /// Writes a file, with the folders on its way, and returns its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            if mkdir(folder, 0o755) == 0 { made.append(folder) }
        }
        let file = path + "/" + name
        guard let stream = fopen(file, "wb") else { throw Failure() }
        defer { fclose(stream) }
        guard fputs(text, stream) >= 0 else { throw Failure() }
        if !made.contains(file) { made.append(file) }
        return file
    }
}
