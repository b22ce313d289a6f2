public import CivicModel

/// A schema of structured records: how it is told from others, and what its keys mean.
public struct Dialect: Sendable {
    /// Kebab-case, as `civic formats list` prints it.
    public var id: String
    public var title: String
    /// Whether a shape is of this schema. Asked in the order of `Dialects.all`, once per shape.
    public var matches: @Sendable (ShapeKeys) -> Bool
    /// Paths that fill a role here, best first; asked before `RoleAliases.table`.
    public var roles: [(Role, [String])]
    /// Paths that fill a role only in shapes that have another path, too.
    public var conditionalRoles: [(role: Role, path: String, when: String)]
    /// How numbers under the level are meant.
    public var levelScale: LevelScale
    /// What a record without a level means; nil: nothing.
    public var levelWhenAbsent: Level?
    /// Paths that look like something and are something else here: they fill no role by `RoleAliases.table`.
    public var decoys: [String]
    /// Paths of strings that may hold a record of their own, best first: the schema is an envelope.
    public var payload: [String]
    public var samples: [FormatSample]

    public init(
        _ id: String, _ title: String, roles: [(Role, [String])] = [],
        conditionalRoles: [(role: Role, path: String, when: String)] = [], scale: LevelScale = .unknown,
        levelWhenAbsent: Level? = nil, decoys: [String] = [], payload: [String] = [], samples: [FormatSample],
        matches: @escaping @Sendable (ShapeKeys) -> Bool
    ) {
        (self.id, self.title, self.matches, self.roles) = (id, title, matches, roles)
        self.conditionalRoles = conditionalRoles
        (levelScale, self.levelWhenAbsent, self.decoys) = (scale, levelWhenAbsent, decoys)
        (self.payload, self.samples) = (payload, samples)
    }
}
