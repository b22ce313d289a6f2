import CivicModel

/// One activity of Chaos Toolkit as it is declared, with what its names tell.
struct ChaosToolkitActivity {
    var name: String
    var type: String
    var isBackground: Bool
    var provider: JSONDocument
    /// Words of the activity's name.
    var nameWords: [String]
    /// Words that say what it does: of its name, its function, its command, its HTTP method.
    var verbs: [String]

    init(_ declaration: JSONDocument) {
        name = declaration["name"]?.scalarText ?? declaration["ref"]?.scalarText ?? "unnamed"
        type = declaration["type"]?.string ?? "action"
        isBackground = declaration["background"]?.boolean ?? false
        provider = declaration["provider"] ?? .null
        nameWords = NameWords.of(name)
        verbs = nameWords
        switch provider["type"]?.string {
        case "http": verbs += [(provider["method"]?.string ?? "get").lowercased()]
        case "process":
            // `gamedayctl stop_store mode=immediate`, `systemctl stop redis`, `docker network disconnect`: the first word that is a verb.
            let words = Self.words(of: provider["arguments"])
            let command = words.first { NameWords.of($0).contains { FaultVerb.isChange($0) } } ?? words.first
            if let command { verbs += NameWords.of(command) }
            verbs += words.compactMap { Self.verb(ofOption: $0) }
            // A program whose name is no verb is a tool, and says nothing of what is done to what.
            let program = provider["path"]?.string?.split(separator: "/").last.map { NameWords.of($0) } ?? []
            if program.contains(where: { FaultVerb.isChange($0) }) {
                verbs += program.filter { !Self.scriptEndings.contains($0) }
            }
        default:
            if let function = provider["func"]?.string { verbs += NameWords.of(function) }
        }
    }

    private static let scriptEndings: Set<String> = ["sh", "bash", "zsh", "py", "rb", "pl", "js", "exe", "ps1", "bat", "cmd"]

    /// The verb that an option of a well-known command stands for: `iptables -A` and `-D`, `kubectl scale --replicas=0`.
    private static func verb(ofOption word: String) -> String? {
        switch word {
        case "-A", "-I", "--append", "--insert": return "add"
        case "-D", "-F", "--delete", "--flush": return "remove"
        default: break
        }
        guard word.hasPrefix("--replicas="), let count = Int(word.dropFirst(11)) else { return nil }
        return count == 0 ? "down" : "up"
    }

    /// Of a command, what is left of its words when verbs, options and numbers are taken out: what it is done to, and by which tool.
    private var commandObjects: Set<String> {
        guard provider["type"]?.string == "process" else { return [] }
        return Set(
            Self.words(of: provider["arguments"]).map { $0.lowercased() }.filter { word in
                !word.hasPrefix("-") && word.contains(where: \.isLetter)
                    && !NameWords.of(word).contains { FaultVerb.isChange($0) }
            })
    }

    /// The words of a process's arguments, whichever way they are written.
    static func words(of arguments: JSONDocument?) -> [String] {
        switch arguments {
        case .string(let text): text.split(separator: " ").map(String.init)
        case .array(let elements): elements.compactMap(\.scalarText)
        case .object(let members): members.flatMap { [$0.key] + ($0.value.scalarText.map { [$0] } ?? []) }
        default: []
        }
    }

    // MARK: - What may name the target

    /// Arguments that name a target, in the order of how surely they do.
    private static let targetKeys = [
        "service", "services", "service_name", "app", "application", "target", "targets", "component", "deployment",
        "deployment_name", "container", "container_name", "containers", "pod", "pod_name", "name", "names", "label_selector",
        "selector", "process", "process_name", "instance", "instance_id", "instance_ids", "host", "hostname", "node",
        "node_name",
        "proxy", "proxy_name", "upstream", "database", "db", "cluster", "queue", "stream", "topic", "function_name",
    ]

    /// Arguments and options that say where a target lives, which is often named after the whole system.
    private static let placeKeys: Set<String> = [
        "n", "ns", "namespace", "namespaces", "context", "kubecontext", "kubernetescontext", "kubeconfig", "region",
        "awsregion", "profile", "subscription", "subscriptionid", "resourcegroup",
    ]

    private static func isPlace(_ key: String) -> Bool {
        placeKeys.contains(key.lowercased().filter { $0 != "-" && $0 != "_" })
    }

    /// Everything that may name what was hit, strongest first.
    func hints(tags: [String], title: String) -> [Fault.Hint] {
        var hints: [Fault.Hint] = []
        func add(_ text: String, _ origin: String) {
            guard !text.isEmpty, text.utf8.count <= 256 else { return }
            let hint = Fault.Hint(text, origin: origin)
            if !hints.contains(hint) { hints.append(hint) }
        }
        let arguments = provider["arguments"]
        if provider["type"]?.string == "process" {
            var isPlace = false
            for word in Self.words(of: arguments) {
                defer { isPlace = word.hasPrefix("-") && Self.isPlace(word) }
                // What follows `-n` or `--namespace` says where the target lives.
                if isPlace { continue }
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                // An address may have a query.
                if word.contains("://") {
                    for part in Self.parts(ofURL: word) { add(part, "process") }
                } else if parts.count == 2 {
                    if !Self.isPlace(parts[0]) { add(parts[1], "arguments") }
                } else if !word.hasPrefix("-") {
                    add(word, "process")
                }
            }
            if let path = provider["path"]?.string?.split(separator: "/").last { add(String(path), "process") }
        } else if let arguments {
            let members = arguments.members.sorted { Self.rank($0.key) < Self.rank($1.key) }
            for member in members where !Self.isPlace(member.key) { Self.strings(in: member.value) { add($0, "arguments") } }
        }
        if let url = provider["url"]?.string { for part in Self.parts(ofURL: url) { add(part, "url") } }
        if let function = provider["func"]?.string { add(function, "function") }
        add(name, "name")
        for tag in tags { add(tag, "tags") }
        add(title, "title")
        return hints
    }

    /// The value of the argument that is there to name the target. What is sent over HTTP may be called anything.
    var targetArgument: String? {
        guard provider["type"]?.string != "http", provider["type"]?.string != "process" else { return nil }
        let named = (provider["arguments"]?.members ?? []).filter { Self.rank($0.key) < Self.targetKeys.count }
        var found: String?
        for member in named.sorted(by: { Self.rank($0.key) < Self.rank($1.key) }) where found == nil {
            Self.strings(in: member.value) { if found == nil, !$0.isEmpty, $0.utf8.count <= 128 { found = $0 } }
        }
        return found
    }

    /// Keys that are listed come in their order; others after them, as they are written.
    private static func rank(_ key: String) -> Int { targetKeys.firstIndex(of: key.lowercased()) ?? targetKeys.count }

    private static func strings(in value: JSONDocument, depth: Int = 0, _ body: (String) -> Void) {
        guard depth < 4 else { return }
        switch value {
        case .string(let text): body(text)
        case .array(let elements): for element in elements.prefix(32) { strings(in: element, depth: depth + 1, body) }
        case .object(let members): for member in members.prefix(32) { strings(in: member.value, depth: depth + 1, body) }
        default: break
        }
    }

    /// The segments of a URL's path, and its host with its port.
    private static func parts(ofURL url: String) -> [String] {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let pieces = rest.split(whereSeparator: { "/?&".contains($0) }).map(String.init)
        var parts = Array(pieces.dropFirst())
        if let host = pieces.first?.split(separator: "@").last.map(String.init) {
            // `ledger.shop.svc.cluster.local`: of Kubernetes' names for services, the first label names the service.
            let labels = host.prefix { $0 != ":" }.split(separator: ".")
            parts.append(labels.count >= 3 && labels[2] == "svc" ? String(labels[0]) : host)
        }
        return parts
    }

    /// Host and port of the URL, as a log line may repeat them.
    var address: String? {
        guard let url = provider["url"]?.string, let scheme = url.firstRange(of: "://") else { return nil }
        let host = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        return host.isEmpty ? nil : String(host)
    }

    /// What stays of the name, the function and the command when verbs and fillers are taken out: what it is done to.
    var residue: Set<String> {
        var words = Set(nameWords.filter { !FaultVerb.isVerb($0) })
        words.formUnion(verbs.filter { !FaultVerb.isVerb($0) })
        return words
    }

    // MARK: - Pairs

    /// Whether this activity undoes what `fault` did: its verb is an opposite, and it is done to the same thing.
    func undoes(_ fault: ChaosToolkitActivity, isOnlyOpen: Bool) -> Bool {
        let (mine, theirs) = (provider["url"]?.string, fault.provider["url"]?.string)
        if let mine, let theirs {
            let method = provider["method"]?.string?.uppercased() ?? "GET"
            let isWithin = mine == theirs || mine.hasPrefix(theirs.hasSuffix("/") ? theirs : theirs + "/")
            if method == "DELETE", isWithin, fault.provider["method"]?.string?.uppercased() != "DELETE" { return true }
            // `{"enabled": false}` and later `{"enabled": true}`.
            if mine == theirs, Self.isOpposite(provider["arguments"], fault.provider["arguments"]) { return true }
        }
        guard FaultVerb.undoes(verbs, fault.verbs) else { return false }
        let (a, b) = (targetValues, fault.targetValues)
        if !a.isEmpty, !b.isEmpty { return !a.isDisjoint(with: b) }
        if !residue.isDisjoint(with: fault.residue) { return true }
        // The same command on the same things, which an undo need not say all of again.
        let (mineToo, theirsToo) = (commandObjects, fault.commandObjects)
        if !mineToo.isEmpty, mineToo.isSubset(of: theirsToo), provider["path"]?.string == fault.provider["path"]?.string {
            return true
        }
        if !a.isEmpty, !Set(a.flatMap { NameWords.of($0) }).isDisjoint(with: fault.residue) { return true }
        if !b.isEmpty, !Set(b.flatMap { NameWords.of($0) }).isDisjoint(with: residue) { return true }
        return isOnlyOpen && FaultVerb.isMending(nameWords)
    }

    /// Values of the arguments that name a target.
    private var targetValues: Set<String> {
        guard provider["type"]?.string != "process" else {
            return Set(
                Self.words(of: provider["arguments"]).compactMap { word in
                    let parts = word.split(separator: "=", maxSplits: 1)
                    return parts.count == 2 && Self.targetKeys.contains(parts[0].lowercased().filter { $0 != "-" })
                        ? parts[1].lowercased() : nil
                })
        }
        guard provider["type"]?.string != "http" else { return [] }
        var values: Set<String> = []
        for member in provider["arguments"]?.members ?? [] where Self.rank(member.key) < Self.targetKeys.count {
            Self.strings(in: member.value) { values.insert($0.lowercased()) }
        }
        return values
    }

    private static func isOpposite(_ a: JSONDocument?, _ b: JSONDocument?) -> Bool {
        guard let a, let b else { return false }
        return a.members.contains { member in
            guard let value = member.value.boolean, let other = b[member.key]?.boolean else { return false }
            return value != other
        }
    }
}
