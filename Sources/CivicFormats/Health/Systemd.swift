public import CivicModel

/// systemd: what `systemctl show` prints, and telegraf's `systemd_units`.
public enum Systemd: HealthFormat {
    public static let id = "systemd"
    public static let title = "systemd units (systemctl show, telegraf)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                "Id=shop.service\nActiveState=active\nSubState=running\nResult=success\nNRestarts=0\n", .pass, components: 1),
            HealthSample("ActiveState=failed\nSubState=failed\nResult=exit-code\nNRestarts=5\n", .fail, components: 1),
            HealthSample(
                "systemd_units,host=a,name=shop.service,load=loaded,active=active,sub=running load_code=0i,active_code=0i,sub_code=0i 1740823200000000000\nsystemd_units,host=a,name=mail.service,load=loaded,active=failed,sub=failed load_code=0i,active_code=3i,sub_code=12i 1740823200000000000\n",
                .warn, components: 2),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil, let first = document.lines.first else { return nil }
        var report = HealthReport(format: id)
        if first.hasPrefix("systemd_units,") {
            for line in document.lines.prefix(ComponentReader.componentLimit) {
                let tags = line.prefix { $0 != " " }.split(separator: ",")
                func tag(_ name: String) -> String? {
                    tags.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
                }
                guard line.hasPrefix("systemd_units,"), let name = tag("name"), let word = tag("active") else { continue }
                var component = HealthComponent(name: ComponentReader.short(name), status: status(word), rawStatus: word)
                component.time = line.split(separator: " ").last.flatMap { Int64($0) }.map { Instant(nanoseconds: $0) }
                if let sub = tag("sub") { component.details.append(.init(path: "sub", value: sub)) }
                report.components.append(component)
            }
        } else {
            var properties: [(key: Substring, value: Substring)] = []
            for line in document.lines {
                guard let equals = line.firstIndex(of: "=") else { return nil }
                properties.append((line[..<equals], line[line.index(after: equals)...]))
            }
            var name = "unit"
            var unit: HealthComponent?
            func close() {
                if var unit {
                    unit.name = name
                    report.components.append(unit)
                }
                unit = nil
            }
            guard properties.contains(where: { $0.key == "ActiveState" }) else { return nil }
            for (key, value) in properties.prefix(ComponentReader.componentLimit) {
                switch key {
                case "Id", "Names":
                    if unit?.rawStatus != nil { close() }
                    name = ComponentReader.short(String(value))
                case "ActiveState":
                    if unit?.rawStatus != nil { close() }
                    var fresh = unit ?? HealthComponent(name: name, status: .unknown)
                    fresh.status = status(String(value))
                    fresh.rawStatus = ComponentReader.short(String(value))
                    unit = fresh
                default:
                    if unit == nil { unit = HealthComponent(name: name, status: .unknown) }
                    unit?.details.append(
                        .init(path: ComponentReader.short(String(key)), value: ComponentReader.short(String(value))))
                }
            }
            close()
        }
        guard !report.components.isEmpty else { return nil }
        if report.components.count == 1, report.components[0].rawStatus == "activating" { report.lifecycle = .starting }
        report.settle(word: nil, isFleet: true)
        return report
    }

    static func status(_ word: String) -> HealthStatus {
        switch word {
        case "active": .pass
        case "failed": .fail
        default: .unknown
        }
    }
}
