/// The folder that all sources lie in, said once instead of at every address.
struct CommonFolder {
    /// Ends with a slash; empty where there is none worth a line of its own.
    let path: String

    /// A folder that takes less is left where it is: `logs/orders.log:7` can be copied as it stands.
    private static let worth = 12

    init(of paths: [String]) {
        let folders = paths.map { $0.split(separator: "/", omittingEmptySubsequences: false).dropLast() }
        guard var common = folders.first else {
            path = ""
            return
        }
        for folder in folders.dropFirst() {
            common = common.prefix(zip(common, folder).prefix { $0 == $1 }.count)
        }
        let joined = common.joined(separator: "/") + "/"
        path = joined.utf8.count > Self.worth ? joined : ""
    }

    /// The path below the folder, or all of it where it lies elsewhere.
    func shortened(_ path: String) -> String {
        self.path.isEmpty || !path.hasPrefix(self.path) ? path : String(path.dropFirst(self.path.count))
    }
}
