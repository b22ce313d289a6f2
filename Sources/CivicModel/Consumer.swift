/// Somebody who reads the logs by their format: an alert, a dashboard, a parser.
public struct Consumer: Sendable, Hashable {
    public var name: String
    /// What it reads, as globs; empty lists match nothing, empty `services` all.
    public var services: [String]
    public var fields: [String]
    /// Ids or texts of templates.
    public var templates: [String]
    public var levels: [String]

    public init(name: String, services: [String] = [], fields: [String] = [], templates: [String] = [], levels: [String] = []) {
        (self.name, self.services, self.fields) = (name, services, fields)
        (self.templates, self.levels) = (templates, levels)
    }
}
