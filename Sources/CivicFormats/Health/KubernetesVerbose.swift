public import CivicModel

/// What `/livez?verbose`, `/readyz` and `/healthz` of Kubernetes and of etcd answer: a line a check.
public enum KubernetesVerbose: HealthFormat {
    public static let id = "k8s-verbose"
    public static let title = "Kubernetes /livez, /readyz, /healthz (verbose text)"
    public static var samples: [HealthSample] {
        [
            HealthSample("[+]ping ok\n[+]poststarthook/rbac/bootstrap-roles ok\nlivez check passed\n", .pass, components: 2),
            HealthSample("[+]ping ok\n[-]db failed: reason withheld\nreadyz check failed", .fail, components: 2),
            HealthSample("[+]ping ok\n[+]etcd excluded: ok\nreadyz check passed\n", .pass, components: 2),
            HealthSample(
                "[+]ping ok\nwarn: some health checks cannot be excluded: no matches for \"cache\"\nhealthz check passed\n",
                .pass, components: 1),
            HealthSample("internal server error: lost the leader lease", .fail),
        ]
    }

    /// Whether a line is of such a body and of no other text.
    static func isOwn(_ line: String) -> Bool {
        line.hasPrefix("[+]") || line.hasPrefix("[-]") || line.hasPrefix("warn: ") || trailer(line) != nil
            || line.hasPrefix("internal server error: ")
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil else { return nil }
        if document.lines.count == 1, document.text.hasPrefix("internal server error: ") {
            var report = HealthReport(format: id)
            report.settle(word: "internal server error", status: .fail)
            return report
        }
        var report = HealthReport(format: id)
        var trailer: String?
        var hasChecks = false
        for line in document.lines {
            if line.hasPrefix("[+]") || line.hasPrefix("[-]") {
                hasChecks = true
                guard report.components.count < ComponentReader.componentLimit else { continue }
                report.components.append(check(line))
            } else if let words = Self.trailer(line) {
                trailer = words.word
                report.kind = words.kind
            }
        }
        // Other lines may stand around the checks, and not the other way round.
        guard
            hasChecks && document.lines.count(where: isOwn) * 2 >= document.lines.count
                || trailer != nil && document.lines.count <= 2
        else { return nil }
        report.settle(word: trailer)
        return report
    }

    /// `[+]name ok`, `[+]name excluded: ok`, `[-]name failed: reason`; names may hold blanks.
    private static func check(_ line: String) -> HealthComponent {
        let isGood = line.hasPrefix("[+]")
        let rest = line.dropFirst(3)
        for (mark, status) in [(" excluded: ", HealthStatus.unknown), (" failed: ", .fail), (" ok: ", .pass)] {
            guard let (name, reason) = rest.split(around: mark) else { continue }
            var component = HealthComponent(
                name: ComponentReader.short(String(name)), status: status,
                rawStatus: String(mark.dropFirst().prefix { $0 != ":" }))
            if status == .fail { component.message = ComponentReader.short(String(reason)) }
            return component
        }
        let word = rest.split(separator: " ").last.map(String.init) ?? ""
        let isWord = ["ok", "failed", "excluded"].contains(word)
        let name = isWord ? rest.dropLast(word.count + 1) : rest
        return HealthComponent(
            name: ComponentReader.short(String(name)),
            status: word == "excluded" ? .unknown : isGood && word != "failed" ? .pass : .fail,
            rawStatus: isWord ? word : isGood ? "ok" : "failed")
    }

    /// `readyz check passed`
    private static func trailer(_ line: String) -> (word: String, kind: HealthKind?)? {
        let words = line.split(separator: " ")
        guard words.count == 3, words[1] == "check", words[2] == "passed" || words[2] == "failed" else { return nil }
        return (String(words[2]), HealthKindInference.kind(token: String(words[0])))
    }
}

extension StringProtocol {
    /// What is before and after the first `mark`.
    func split(around mark: String) -> (SubSequence, SubSequence)? {
        guard let range = self.firstRange(of: mark) else { return nil }
        return (self[..<range.lowerBound], self[range.upperBound...])
    }
}
