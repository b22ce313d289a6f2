/// An export request of OpenTelemetry's protocol in JSON: resources with scopes with log records. Each record gets the
/// attributes of its resource and of its scope as fields under their own names (`service.name`), and its own attributes, too.
///
/// Fields keep the names that the protocol gives them (`timeUnixNano`, `body.stringValue`); what says nothing is left out
/// (a time or a severity of 0). Of two attributes with one name the later gets its owner's name in front.
struct OTLPBatch {
    /// One record with what it shares with its neighbours.
    struct Entry {
        /// Objects; nil where absent.
        var resource: Slot?
        var scope: Slot?
        var record: Slot
    }

    /// The records of `resourceLogs`, in order; nil when it is no list of them. Reads both spellings of the protocol and the
    /// older name of scopes.
    static func entries(of array: Slot) -> [Entry]? {
        guard let resources = RecordBatch.elements(of: array) else { return nil }
        var entries: [Entry] = []
        for group in resources {
            let resource = object("resource", "resource", in: group)
            let scopes =
                list("scopeLogs", "scope_logs", in: group)
                ?? list("instrumentationLibraryLogs", "instrumentation_library_logs", in: group)
            for scoped in scopes ?? [] {
                let scope = object("scope", "instrumentationLibrary", in: scoped)
                for record in list("logRecords", "log_records", in: scoped) ?? list("logs", "logs", in: scoped) ?? [] {
                    entries.append(Entry(resource: resource, scope: scope, record: record))
                }
            }
        }
        return entries.isEmpty ? nil : entries
    }

    private static func list(_ key: StaticString, _ other: StaticString, in object: Slot) -> [Slot]? {
        guard let value = JSONMembers.value(of: key, in: object.start) ?? JSONMembers.value(of: other, in: object.start),
            value.kind == .array
        else { return nil }
        return RecordBatch.elements(of: value.slot)
    }

    private static func object(_ key: StaticString, _ other: StaticString, in object: Slot) -> Slot? {
        guard let value = JSONMembers.value(of: key, in: object.start) ?? JSONMembers.value(of: other, in: object.start),
            value.kind == .object
        else { return nil }
        return value.slot
    }

    /// Deepest nesting of attribute values that become fields of their own.
    private static let depthLimit = 6

    private let sink: FieldSink
    private let pool: ScratchPool

    /// Fields go to `sink`; names that are put together lie in `pool`.
    init(into sink: FieldSink, names pool: ScratchPool) { (self.sink, self.pool) = (sink, pool) }

    /// Adds all fields of a record.
    func add(_ entry: Entry) throws(JSONScanner.Failure) {
        if let resource = entry.resource, let list = JSONMembers.value(of: "attributes", in: resource.start),
            list.kind == .array
        {
            try addAttributes(list.slot, owner: "resource")
        }
        if let scope = entry.scope {
            var members = JSONMembers(scope.start)
            while let member = try members.next() {
                if member.key.equals("attributes") {
                    if member.value.kind == .array { try addAttributes(member.value.slot, owner: "scope") }
                } else if member.value.kind != .object {
                    add(joined("scope", member.key), member.value)
                }
            }
        }
        var members = JSONMembers(entry.record.start)
        var attributes: Slot?
        while let member = try members.next() {
            let value = member.value
            if member.key.equals("attributes") {
                if value.kind == .array { attributes = value.slot }
            } else if member.key.equals("body") {
                if value.kind == .object { try addBody(value.slot) } else { add(member.key, value) }
            } else if !isUnspecified(member.key, value.slot.bytes) {
                add(member.key, value)
            }
        }
        // Behind the record's own members, so that an attribute called like one of them does not take its place.
        if let attributes { try addAttributes(attributes, owner: "attributes") }
    }

    /// A time or a severity of 0 is the protocol's way to say that there is none.
    private func isUnspecified(_ key: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.isEmpty || value.equals("0") || value.equals("SEVERITY_NUMBER_UNSPECIFIED") else { return false }
        return key.equals("timeUnixNano") || key.equals("observedTimeUnixNano") || key.equals("time_unix_nano")
            || key.equals("observed_time_unix_nano") || key.equals("severityNumber") || key.equals("severity_number")
            || key.equals("traceId") || key.equals("spanId") || key.equals("trace_id") || key.equals("span_id")
    }

    /// `body` is a value with its type in front: a text stays `body.stringValue`, a map gives its members.
    private func addBody(_ body: Slot) throws(JSONScanner.Failure) {
        var members = JSONMembers(body.start)
        let name = Self.bytes("body")
        while let member = try members.next() {
            if member.key.equals("kvlistValue") || member.key.equals("kvlist_value") {
                try addValue(body, name: name, depth: 0)
            } else {
                add(joined("body", member.key), member.value)
            }
        }
    }

    private func addAttributes(_ list: Slot, owner: StaticString) throws(JSONScanner.Failure) {
        var elements = JSONElements(list.start)
        while let element = try elements.next() {
            guard element.kind == .object, let key = JSONMembers.value(of: "key", in: element.slot.start), key.slot.count > 0,
                let value = JSONMembers.value(of: "value", in: element.slot.start)
            else { continue }
            let name = isTaken(key.slot.bytes) ? joined(owner, key.slot.bytes) : key.slot.bytes
            if value.kind == .object { try addValue(value.slot, name: name, depth: 0) } else { add(name, value) }
        }
    }

    /// `{"stringValue": "x"}` and its kin.
    private func addValue(
        _ object: Slot, name: UnsafeBufferPointer<UInt8>, depth: Int
    ) throws(JSONScanner.Failure) {
        var members = JSONMembers(object.start)
        guard let member = try members.next() else { return }
        var value = member.value
        if value.kind == .object, depth < Self.depthLimit,
            member.key.equals("kvlistValue") || member.key.equals("kvlist_value"),
            let list = JSONMembers.value(of: "values", in: value.slot.start), list.kind == .array
        {
            var elements = JSONElements(list.slot.start)
            while let element = try elements.next() {
                guard element.kind == .object, let key = JSONMembers.value(of: "key", in: element.slot.start),
                    let inner = JSONMembers.value(of: "value", in: element.slot.start)
                else { continue }
                let path = joined(name, key.slot.bytes)
                if inner.kind == .object {
                    try addValue(inner.slot, name: path, depth: depth + 1)
                } else {
                    add(path, inner)
                }
            }
            return
        }
        // 64-bit integers are written as strings.
        if value.kind == .string, member.key.equals("intValue") || member.key.equals("int_value") {
            value.kind = value.slot.bytes.literalKind
        }
        add(name, value)
    }

    private func add(_ name: UnsafeBufferPointer<UInt8>, _ value: JSONValue) {
        // An object that nothing is known of is kept whole, as a list is.
        sink.add(name, value.kind == .object ? .array : value.kind, value.slot.bytes, hasEscapes: value.slot.hasEscapes)
    }

    private func isTaken(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        sink.fields.contains { $0.name.count == name.count && $0.name.elementsEqual(name) }
    }

    private static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    private func joined(_ owner: StaticString, _ name: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        joined(Self.bytes(owner), name)
    }

    private func joined(
        _ owner: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        let to = pool.take(owner.count + 1 + name.count)
        if let from = owner.baseAddress { to.update(from: from, count: owner.count) }
        to[owner.count] = UInt8(ascii: ".")
        if let from = name.baseAddress { (to + owner.count + 1).update(from: from, count: name.count) }
        return UnsafeBufferPointer(start: UnsafePointer(to), count: owner.count + 1 + name.count)
    }
}
