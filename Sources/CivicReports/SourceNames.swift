import CivicCorrelation

/// Inputs as short as they can be said in a line: by the names of the files where no two are called alike, else below the folder
/// that all of them lie in.
struct SourceNames: Sendable {
    private let names: [String]

    init(_ paths: [String]) {
        let files = paths.map { path in path.split(separator: "/").last.map(String.init) ?? path }
        if Set(files).count == files.count {
            names = files
        } else {
            let folder = CommonFolder(of: paths)
            names = paths.map { folder.shortened($0) }
        }
    }

    /// `orders.log.1:12`.
    func address(of entry: TimelineEntry) -> String {
        var name = entry.path
        if names.indices.contains(entry.source) {
            name = names[entry.source]
        } else if let slash = name.lastIndex(of: "/") {
            name = String(name[name.index(after: slash)...])
        }
        return entry.line > 0 ? "\(name):\(entry.line)" : name
    }
}
