/// The name of a container's log on a node of Kubernetes, as under `/var/log/containers`: it says whose log it is, whatever folder it was
/// copied to.
///
/// `POD_NAMESPACE_CONTAINER-ID.log`, where the id is 64 hex digits.
enum KubernetesLogName {
    /// - Returns: the container, and the pod without what its controller added; nil: it is no such name.
    static func container(_ file: Substring) -> (container: String, workload: String)? {
        let parts = file.prefix { $0 != "." }.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }), let dash = parts[2].lastIndex(of: "-") else { return nil }
        let id = parts[2][parts[2].index(after: dash)...]
        let name = parts[2][..<dash]
        guard id.utf8.count == 64, id.allSatisfy(\.isHexDigit), !name.isEmpty else { return nil }
        return (String(name), workload(parts[0]))
    }

    /// `orders-6c9f7d9d5b-x2lqp` of a deployment, `orders-0` of a stateful set, `orders-x2lqp` of a daemon set.
    private static func workload(_ pod: Substring) -> String {
        var words = pod.split(separator: "-")
        guard words.count > 1, let last = words.last else { return String(pod) }
        guard last.allSatisfy(\.isNumber) || last.utf8.count == 5 && isRandom(last) else { return String(pod) }
        words.removeLast()
        // A deployment's pods have the hash of their template, too.
        if words.count > 1, let hash = words.last, (8...10).contains(hash.utf8.count),
            hash.allSatisfy(\.isHexDigit) || isRandom(hash)
        {
            words.removeLast()
        }
        return words.joined(separator: "-")
    }

    /// Of the letters and digits that Kubernetes draws from, among which are no vowels.
    private static func isRandom(_ word: Substring) -> Bool {
        word.utf8.allSatisfy { byte in "bcdfghjklmnpqrstvwxz2456789".utf8.contains(byte) }
    }
}
