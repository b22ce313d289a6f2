import CivicModel

/// Reads one component out of a body, with the names that formats use for its parts. What is not named stays a detail.
struct ComponentReader {
    /// Components of one report, on all levels; further ones are left out.
    static let componentLimit = 10_000
    /// Details of one component.
    static let detailLimit = 64
    /// Bytes of one text that is kept.
    static let textLimit = 4096
    /// Levels of components.
    static let depthLimit = 16

    var statusKeys = ["status", "state"]
    var timeKeys = ["time", "timestamp", "lastUpdated", "check_time", "lastCheck", "tested_at", "checked_at", "checkedAt"]
    var messageKeys = [
        "output", "error", "message", "exception", "checkOutput", "description", "reason", "cause", "notificationMessage",
        "msg", "detail",
    ]
    var kindKeys = ["componentType", "type"]
    /// Nanoseconds of one, where a duration is a plain number.
    var durationUnit = 1e6
    var durationKeys = ["duration", "responseTime", "duration_ms", "durationMs", "duration_millis", "latencyMs", "latency_ms"]
    /// Members whose own members are details of the component.
    var detailKeys: Set<String> = ["details", "data", "meta"]
    /// Members that hold the components below it.
    var childKeys: [String] = []
    /// Members that are objects with a status of their own are components below it.
    var hasInlineChildren = false

    private(set) var count = 0
    private(set) var badTimes: [String] = []

    init() {}

    /// The members of `map` as components, named by their keys.
    mutating func components(_ map: JSONTree?, depth: Int = 0) -> [HealthComponent] {
        (map?.members ?? []).compactMap { component($0.key, $0.value, depth: depth) }
    }

    /// The elements of `list` as components, named by the first of `nameKeys` that they have.
    mutating func components(_ list: JSONTree?, nameKeys: [String], depth: Int = 0) -> [HealthComponent] {
        var components: [HealthComponent] = []
        for (index, element) in (list?.elements ?? []).enumerated() {
            let name = nameKeys.lazy.compactMap { element[$0]?.filledText }.first ?? "\(index)"
            if var component = component(name, element, depth: depth) {
                component.details.removeAll { nameKeys.contains($0.path) && $0.value == component.name }
                components.append(component)
            }
        }
        return components
    }

    /// A component; nil when the limit is reached.
    mutating func component(_ name: String, _ value: JSONTree, depth: Int = 0) -> HealthComponent? {
        guard count < Self.componentLimit, depth < Self.depthLimit else { return nil }
        count += 1
        var component = HealthComponent(name: Self.short(name), status: .unknown)
        guard value.isObject else {
            if let text = value.text { set(text, of: &component) }
            return component
        }
        var used: Set<String> = []
        for key in statusKeys where component.rawStatus == nil {
            guard let text = value[key]?.text else { continue }
            used.insert(key)
            set(text, of: &component)
        }
        for key in timeKeys {
            guard let time = value[key] else { continue }
            used.insert(key)
            if let instant = HealthTime.instant(time, bad: &badTimes), component.time == nil { component.time = instant }
        }
        for key in durationKeys {
            guard let duration = value[key], duration.text != nil else { continue }
            used.insert(key)
            component.duration = component.duration ?? self.duration(duration, of: key)
        }
        for key in kindKeys {
            guard let kind = value[key]?.filledText else { continue }
            used.insert(key)
            component.kind = component.kind ?? Self.short(kind)
        }
        for key in ["observedValue", "metricValue"] {
            guard let observed = value[key]?.text else { continue }
            used.insert(key)
            component.value = component.value ?? Self.short(observed)
        }
        for key in ["observedUnit", "metricUnit"] {
            guard let unit = value[key]?.filledText else { continue }
            used.insert(key)
            component.unit = component.unit ?? Self.short(unit)
        }
        if let critical = value["critical"]?.truth {
            used.insert("critical")
            component.isCritical = critical
        }
        for key in messageKeys where component.message == nil {
            guard let message = value[key], let text = Self.message(message) else { continue }
            if message.text != nil { used.insert(key) }
            component.message = Self.short(text)
        }
        for key in childKeys where value[key]?.isObject == true {
            used.insert(key)
            component.children += components(value[key], depth: depth + 1)
        }
        for member in value.members where !used.contains(member.key) {
            if hasInlineChildren, isComponent(member.value) {
                if let child = self.component(member.key, member.value, depth: depth + 1) { component.children.append(child) }
            } else if detailKeys.contains(member.key) {
                for inner in member.value.members where hasInlineChildren && isComponent(inner.value) {
                    if let child = self.component(inner.key, inner.value, depth: depth + 1) { component.children.append(child) }
                }
                let rest = member.value.members.filter { !(hasInlineChildren && isComponent($0.value)) }
                if component.message == nil {
                    component.message =
                        rest.first { ["error", "reason", "message", "rootCause"].contains($0.key) }
                        .flatMap { Self.message($0.value) }.map { Self.short($0) }
                }
                if member.value.isObject {
                    for inner in rest { Self.flatten(inner.value, path: inner.key, into: &component.details) }
                } else {
                    Self.flatten(member.value, path: member.key, into: &component.details)
                }
            } else {
                Self.flatten(member.value, path: member.key, into: &component.details)
            }
        }
        return component
    }

    /// Whether a member holds a component and not mere data.
    private func isComponent(_ value: JSONTree) -> Bool {
        guard let status = value["status"] else { return false }
        return status.string != nil
    }

    private func set(_ word: String, of component: inout HealthComponent) {
        component.rawStatus = Self.short(word)
        component.status = HealthStatus(word: word) ?? .unknown
    }

    private func duration(_ value: JSONTree, of key: String) -> Int64? {
        if let text = value.string, let nanoseconds = HealthTime.nanoseconds(of: text) { return nanoseconds }
        let isMillis = key.lowercased().hasSuffix("ms") || key.hasSuffix("millis")
        return HealthTime.nanoseconds(value, unit: isMillis ? 1e6 : durationUnit)
    }

    /// What a member says as text: itself, or the `message` inside.
    static func message(_ value: JSONTree) -> String? {
        value.filledText ?? value["message"]?.filledText ?? value["Message"]?.filledText
    }

    static func short(_ text: String) -> String {
        text.utf8.count <= textLimit ? text : String(decoding: Array(text.utf8.prefix(textLimit)), as: UTF8.self)
    }

    /// Adds `value` as dotted paths with their texts.
    static func flatten(_ value: JSONTree, path: String, into details: inout [HealthComponent.Detail], depth: Int = 0) {
        guard details.count < detailLimit, depth < depthLimit else { return }
        switch value {
        case .null: return
        case .string, .number, .boolean:
            details.append(HealthComponent.Detail(path: short(path), value: short(value.text ?? "")))
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                flatten(element, path: "\(path).\(index)", into: &details, depth: depth + 1)
            }
        case .object(let members):
            for member in members { flatten(member.value, path: "\(path).\(member.key)", into: &details, depth: depth + 1) }
        }
    }
}

extension HealthReport {
    /// A report of `format` whose components `reader` has read.
    init(_ format: any HealthFormat.Type, _ components: [HealthComponent], from reader: ComponentReader) {
        self.init(format: format.id)
        self.components = components
        badTimes = reader.badTimes
    }
}
