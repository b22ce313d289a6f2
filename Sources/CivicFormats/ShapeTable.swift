import CivicModel

/// The shapes that one reader has met, and how each is made from a walk through its trie.
final class ShapeTable {
    private(set) var shapes: [Shape] = []
    private var known: [String: Int32] = [:]
    private var payloads: [Payload?] = []
    private let overrides: [Role: [String]]
    /// By root node of the trie.
    private var formats: [Int32: FormatEntry] = [:]
    private var lineFormats: [String: any LineFormat.Type] = [:]

    enum FormatEntry {
        case json
        case line(any LineFormat.Type)
    }

    /// First byte of the steps that lead from an envelope into the record inside it; a format id follows.
    static let payloadMark: UInt8 = 0
    static let jsonPayload: [UInt8] = [payloadMark] + Array("json".utf8)
    /// Step that joins a stack trace in continuation lines to its record.
    static let joinedStack: [UInt8] = [1] + Array("stack".utf8)

    init(overrides: [Role: [String]], lineFormats: [any LineFormat.Type], maximumShapes: Int) {
        self.overrides = overrides
        self.maximumShapes = maximumShapes
        for format in lineFormats { self.lineFormats[format.id] = format }
    }

    /// Where an object that is no record of its own keeps the record inside, or the records.
    enum Payload {
        /// A string. `takesPlainText`: text of any kind is a record inside (docker); else only what is itself a complete record.
        case text(index: Int, takesPlainText: Bool)
        /// An array of records.
        case batch(index: Int, kind: RecordBatch.Kind)
    }

    /// Shapes that are told apart before further ones are read by their well-known fields alone (`FieldRelevance`).
    let maximumShapes: Int

    /// The payload of a shape that is an envelope into which nothing has looked yet.
    @inline(__always) func payload(of shape: Int) -> Payload? { payloads[shape] }

    func register(root: Int32, as entry: FormatEntry) { formats[root] = entry }

    /// The shape of the walk that ends at `node`; -1 when it is new and there are `limit` already.
    func shape(at node: Int32, of trie: ShapeTrie, limit: Int) -> Int32 {
        let shape = build(trie.steps(to: node), root: trie.root(of: node))
        let key = shape.key
        if let id = known[key] { return id }
        guard shapes.count < limit else { return -1 }
        let id = Int32(shapes.count)
        shapes.append(shape)
        payloads.append(payload(of: shape))
        known[key] = id
        return id
    }

    private func build(_ steps: [ShapeTrie.Step], root: Int32) -> Shape {
        var format: FormatEntry = formats[root] ?? .json
        var envelopes: [(id: String, roles: [(role: Role, name: String)], scale: LevelScale)] = []
        var fields: [ShapeField] = []
        var envelopeFieldCount = 0
        var envelopeEnds: [Int] = []
        var path: [String] = []
        var seen: [Set<String>] = [[]]
        var hasDuplicateKeys = false
        var hasJoinedStack = false

        for step in steps {
            if step.key.first == Self.payloadMark, step.kind == .object {
                let inner = String(decoding: step.key.dropFirst(), as: UTF8.self)
                envelopes.append(describe(format, fields: Array(fields[envelopeFieldCount...])))
                envelopeFieldCount = fields.count
                envelopeEnds.append(fields.count)
                format = inner == "json" ? .json : lineFormats[inner].map { .line($0) } ?? .json
                path = []
                seen = [[]]
                continue
            }
            if step.kind == .objectEnd {
                if !path.isEmpty { path.removeLast() }
                if seen.count > 1 { seen.removeLast() }
                continue
            }
            if step.key == Self.joinedStack {
                hasJoinedStack = true
                fields.append(ShapeField(path: "stack", kind: .string))
                continue
            }
            let key = step.key.withUnsafeBufferPointer { JSONText.string($0, hasEscapes: $0.contains(UInt8(ascii: "\\"))) }
            if !seen[seen.count - 1].insert(key).inserted { hasDuplicateKeys = true }
            if step.kind == .object {
                path.append(key)
                seen.append([])
            } else {
                fields.append(ShapeField(path: (path + [key]).joined(separator: "."), kind: step.kind))
            }
        }

        let inner = Array(fields[envelopeFieldCount...])
        let keys = ShapeKeys(inner.map { ($0.path, $0.kind) })
        let dialect: Dialect
        let isStructured: Bool
        switch format {
        case .json:
            dialect = Dialects.dialect(for: keys)
            isStructured = true
        case .line(let lineFormat):
            dialect = Self.dialect(of: lineFormat)
            isStructured = lineFormat.isStructured
        }
        var roles = [Int16](repeating: -1, count: Role.allCases.count)
        for (role, index) in RoleAliases.resolve(keys, dialect: dialect, overrides: overrides) {
            roles[Int(role.rawValue)] = Int16(truncatingIfNeeded: envelopeFieldCount + index)
        }
        // Inner fields win; what the record does not say, the innermost envelope that does is asked for.
        var scale = dialect.levelScale
        var start = 0
        var outer: [(role: Role, index: Int, scale: LevelScale)] = []
        for (envelope, end) in zip(envelopes, envelopeEnds) {
            // Of several names for one role the first is the best; taken from the end, it comes first there.
            for (role, name) in envelope.roles.reversed() {
                if let index = fields[start..<end].firstIndex(where: { $0.path == name && $0.kind.isPresent }) {
                    outer.append((role, index, envelope.scale))
                }
            }
            start = end
        }
        for (role, index, outerScale) in outer.reversed() where roles[Int(role.rawValue)] < 0 {
            roles[Int(role.rawValue)] = Int16(truncatingIfNeeded: index)
            if role == .level { scale = outerScale }
        }
        if hasJoinedStack, roles[Int(Role.errorStack.rawValue)] < 0 {
            roles[Int(Role.errorStack.rawValue)] = Int16(truncatingIfNeeded: fields.count - 1)
        }
        let timeIndex = roles[Int(Role.time.rawValue)]
        var nanoseconds = -1
        if timeIndex >= envelopeFieldCount,
            let index = RoleAliases.nanosecondsIndex(keys, time: Int(timeIndex) - envelopeFieldCount)
        {
            nanoseconds = envelopeFieldCount + index
        }
        return Shape(
            format: dialect.id, fields: fields, roles: roles, nanosecondsIndex: nanoseconds, levelScale: scale,
            levelWhenAbsent: dialect.levelWhenAbsent,
            isStructured: isStructured, hasDuplicateKeys: hasDuplicateKeys, envelopeFieldCount: envelopeFieldCount,
            envelopes: envelopes.map(\.id), hasJoinedStack: hasJoinedStack)
    }

    private func payload(of shape: Shape) -> Payload? {
        if let batch = RecordBatch.find(in: shape) { return .batch(index: batch.index, kind: batch.kind) }
        guard let dialect = Dialects.all.first(where: { $0.id == shape.format }) else { return nil }
        for path in dialect.payload {
            if let index = shape.fields.lastIndex(where: { $0.path == path && $0.kind == .string }),
                index >= shape.envelopeFieldCount
            {
                return .text(index: index, takesPlainText: dialect.id == "docker-json")
            }
        }
        return nil
    }

    private func describe(
        _ format: FormatEntry, fields: [ShapeField]
    ) -> (id: String, roles: [(role: Role, name: String)], scale: LevelScale) {
        switch format {
        case .line(let format): return (format.id, format.roles, format.levelScale)
        case .json:
            let dialect = Dialects.dialect(for: ShapeKeys(fields.map { ($0.path, $0.kind) }))
            return (dialect.id, dialect.roles.flatMap { role, names in names.map { (role, $0) } }, dialect.levelScale)
        }
    }

    /// A line format seen as a dialect, so that names it does not fix (logfmt keys, trailing pairs) find their roles in
    /// the same alias table.
    private static func dialect(of format: any LineFormat.Type) -> Dialect {
        var roles: [(Role, [String])] = []
        for (role, name) in format.roles {
            if let at = roles.firstIndex(where: { $0.0 == role }) {
                roles[at].1.append(name)
            } else {
                roles.append((role, [name]))
            }
        }
        return Dialect(format.id, format.title, roles: roles, scale: format.levelScale, samples: []) { _ in true }
    }
}
