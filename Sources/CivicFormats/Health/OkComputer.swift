public import CivicModel

/// OkComputer (Rails): one line or one object a check.
public enum OkComputer: HealthFormat {
    public static let id = "okcomputer"
    public static let title = "OkComputer (Rails): text and JSON"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                "default: PASSED Application is running (0.001s)\ndatabase: FAILED no route (2s)\n", .fail, components: 2),
            HealthSample("cache: PASSED 12 hits (0s)", .pass, components: 1),
            HealthSample(
                #"{"default":{"message":"Application is running","success":true,"time":0.0002}}"#, .pass, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        if let json = document.json { return read(json) }
        var components: [HealthComponent] = []
        for line in document.lines.prefix(ComponentReader.componentLimit) {
            guard let component = component(line) else { return nil }
            components.append(component)
        }
        guard !components.isEmpty else { return nil }
        var report = HealthReport(format: id)
        report.components = components
        report.settle(word: nil)
        return report
    }

    private static func read(_ json: JSONTree) -> HealthReport? {
        guard !json.members.isEmpty, json.members.allSatisfy({ $0.value["success"]?.boolean != nil }) else { return nil }
        var reader = ComponentReader()
        reader.statusKeys = ["success"]
        reader.durationKeys = ["time"]
        reader.timeKeys = []
        reader.durationUnit = 1e9
        var report = HealthReport(self, reader.components(json), from: reader)
        report.settle(word: nil)
        return report
    }

    /// `name: PASSED message (0.001s)`
    private static func component(_ line: String) -> HealthComponent? {
        for (mark, status) in [(": PASSED", HealthStatus.pass), (": FAILED", .fail)] {
            guard let (name, rest) = line.split(around: mark), !name.isEmpty else { continue }
            var component = HealthComponent(
                name: ComponentReader.short(String(name)), status: status, rawStatus: String(mark.dropFirst(2)))
            var message = HealthDocument.trimmed(rest)
            if message.hasSuffix(")"), let open = message.lastIndex(of: "(") {
                component.duration = HealthTime.nanoseconds(of: String(message[message.index(after: open)...].dropLast()))
                if component.duration != nil { message = HealthDocument.trimmed(message[..<open]) }
            }
            // A test runner says PASSED, too, and does not end with a time in brackets.
            guard component.duration != nil else { return nil }
            if !message.isEmpty { component.message = ComponentReader.short(message) }
            return component
        }
        return nil
    }
}
