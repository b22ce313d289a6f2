public import CivicModel

/// HashiCorp Vault and OpenBao `/v1/sys/health`: no word, three flags.
public enum VaultHealth: HealthFormat {
    public static let id = "vault"
    public static let title = "Vault and OpenBao /v1/sys/health"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"initialized":true,"sealed":false,"standby":false,"server_time_utc":1740823200,"version":"1.15.0"}"#, .pass),
            HealthSample(#"{"initialized":true,"sealed":false,"standby":true}"#, .warn),
            HealthSample(#"{"initialized":true,"sealed":true,"standby":true}"#, .fail),
            HealthSample(#"{"initialized":false,"sealed":true,"standby":true}"#, .fail),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let initialized = json["initialized"]?.boolean, let sealed = json["sealed"]?.boolean
        else {
            return nil
        }
        var report = HealthReport(format: id)
        let standby = json["standby"]?.boolean ?? json["performance_standby"]?.boolean ?? false
        if !initialized {
            report.settle(word: "uninitialized", status: .fail)
        } else if sealed {
            report.settle(word: "sealed", status: .fail)
        } else {
            report.settle(word: standby ? "standby" : "active", status: standby ? .warn : .pass)
        }
        report.overallSource = .derived
        report.version = json["version"]?.filledText
        report.reportTime = HealthTime.instant(json["server_time_utc"], bad: &report.badTimes)
        return report
    }
}
