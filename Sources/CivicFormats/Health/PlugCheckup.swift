public import CivicModel

/// plug_checkup (Elixir): a list of checks with microseconds.
public enum PlugCheckup: HealthFormat {
    public static let id = "plug-checkup"
    public static let title = "PlugCheckup (Elixir)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"[{"name":"Redis","time":1234,"healthy":false,"error":"closed"},{"name":"db","time":88,"healthy":true,"error":null}]"#,
                .fail, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let first = document.json?.elements.first, first["healthy"]?.boolean != nil, first["time"]?.integer != nil else {
            return nil
        }
        return HealthList.read(document.json, as: self, durationUnit: 1e3)
    }
}
