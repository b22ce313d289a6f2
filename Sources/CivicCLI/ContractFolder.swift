#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder that contracts and accepted debt are committed in.
enum ContractFolder {
    /// Makes the folder of `path` where it is missing, one level deep.
    static func make(for path: String) throws(CommandFailure) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        guard mkdir(folder, 0o755) != 0, errno != EEXIST else { return }
        throw CommandFailure(
            status: .usage,
            message: "cannot make \(folder): \(String(cString: strerror(errno)))\n  help: the folder above it must exist")
    }
}
