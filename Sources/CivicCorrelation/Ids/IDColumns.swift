import CivicFormats
import CivicModel

/// Which fields of a shape hold ids, and what for. Names are a prior, the configuration outranks it.
struct IDColumns {
    /// Slot of the event that a record is about; -1: none.
    var event: Int32 = -1
    var cause: Int32 = -1
    /// Slots of traces and flows, the main one first.
    var flows: [Int32] = []
    var type: Int32 = -1
    /// Slot of the message, where the record has no field with the event: the ids may stand in its text.
    var text: Int32 = -1
    /// Event or cause is a list.
    var isList = false
    var saysAttempt = false

    var isEmpty: Bool { event < 0 && cause < 0 && flows.isEmpty && text < 0 }

    /// Names of fields that say that a record is about a repetition, folded.
    private static let attempts: Set<String> = [
        "attempt", "attempts", "retry", "retries", "retrycount", "redelivered", "redelivery", "deliverycount",
        "deliveryattempt",
        "duplicate", "isduplicate", "deliveries", "trynumber", "receivecount", "approximatereceivecount",
    ]
    private static let flowNames: Set<String> = Set(
        (RoleAliases.table[.trace] ?? []).map { fold($0) }.filter {
            !["trace", "correlation", "corr", "cid", "b3"].contains($0)
        }
            + ["corr", "correlation"])

    init(_ shape: Shape, roles: ColumnRoles) {
        func present(_ role: Role) -> Int32 {
            guard let index = shape.index(of: role), shape.fields[index].kind.isPresent else { return -1 }
            return Int32(index)
        }
        event = present(.event)
        cause = present(.cause)
        let trace = present(.trace)
        if trace >= 0 { flows.append(trace) }
        type = present(.eventType)
        if type == event || type == cause { type = -1 }
        for (index, field) in shape.fields.enumerated() where field.kind.isPresent {
            let slot = Int32(index)
            let name = Self.fold(field.path.split(separator: ".").last.map(String.init) ?? field.path)
            if Self.attempts.contains(name) { saysAttempt = true }
            switch roles.role(of: field.path) {
            case .event?: if event < 0 || roles.isPinned(field.path) { event = slot }
            case .cause?: if cause < 0 || roles.isPinned(field.path) { cause = slot }
            case .flow?: if !flows.contains(slot) { flows.append(slot) }
            case .entity?, .hub?, .span?:
                if event == slot { event = -1 }
                if cause == slot { cause = -1 }
                flows.removeAll { $0 == slot }
            case .alias?: break
            case nil:
                let isText = field.kind == .string
                if isText, slot != event, slot != cause, !flows.contains(slot), Self.flowNames.contains(name) {
                    flows.append(slot)
                }
            }
        }
        let request = present(.request)
        if request >= 0, request != event, request != cause, !flows.contains(request),
            roles.role(of: shape.fields[Int(request)].path) == nil
        {
            flows.append(request)
        }
        flows.removeAll { $0 == event || $0 == cause }
        if event < 0 { text = present(.message) }
        isList = [event, cause].contains { $0 >= 0 && shape.fields[Int($0)].kind == .array }
    }

    /// The parts of a path, folded; of a virtual column the message and the word.
    static func names(of path: String) -> [String] { path.split { $0 == "." || $0 == "#" }.map { fold(String($0)) } }

    /// Lower case, without `_`, `-` and dots.
    static func fold(_ name: String) -> String {
        String(decoding: name.lowercased().utf8.filter { $0 != 0x5f && $0 != 0x2d && $0 != 0x2e }, as: UTF8.self)
    }
}

/// What columns are for, as the configuration pins it and as the data show it.
struct ColumnRoles: Sendable {
    private var pinned: [String: IDRole]
    private var found: [String: IDRole]
    /// Of virtual columns: how long the ids are.
    private(set) var lengths: [String: Int]

    init(pins: [(path: String, role: IDRole)] = [], found: [String: IDRole] = [:], lengths: [String: Int] = [:]) {
        pinned = Dictionary(pins.map { (Self.trimmed($0.path), $0.role) }, uniquingKeysWith: { _, last in last })
        (self.found, self.lengths) = (found, lengths)
    }

    /// A leading dot is how jq writes it.
    private static func trimmed(_ path: String) -> String { path.hasPrefix(".") ? String(path.dropFirst()) : path }

    func role(of path: String) -> IDRole? { pinned[path] ?? found[path] }
    /// Every column with a role, what is pinned after what was found.
    var all: [(path: String, role: IDRole)] {
        (found.merging(pinned) { _, mine in mine }).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func isPinned(_ path: String) -> Bool { pinned[path] != nil }
}
