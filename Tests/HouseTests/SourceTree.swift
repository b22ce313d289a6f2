import Foundation

/// The files of this package as they lie on disk.
struct SourceTree {
    struct File {
        /// Below the package's folder, with `/` between the parts.
        var path: String
        var text: String
        /// Folder of the target: `CivicModel` of `Sources/CivicModel/Level.swift`.
        var room: String
        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }()

    /// Files below `folders` whose name ends in one of `extensions`, sorted by path.
    static func files(below folders: [String], extensions: Set<String>) -> [File] {
        var files: [File] = []
        for folder in folders {
            let paths =
                FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?.compactMap { $0 as? String }
                ?? []
            for path in paths.sorted() where extensions.contains(String(path.split(separator: ".").last ?? "")) {
                guard let data = FileManager.default.contents(atPath: root.appendingPathComponent("\(folder)/\(path)").path)
                else { continue }
                let parts = path.split(separator: "/")
                files.append(
                    File(
                        path: "\(folder)/\(path)", text: String(decoding: data, as: UTF8.self),
                        room: parts.count > 1 ? String(parts[0]) : folder))
            }
        }
        return files
    }

    static let swift = files(below: ["Sources", "rules"], extensions: ["swift"])
}
