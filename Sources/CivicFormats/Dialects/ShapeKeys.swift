/// The field paths of a shape and their kinds, for asking what schema they are and what plays which role.
///
/// A path that stands there twice counts once, with its last place: the inner record comes behind its envelope, and of two
/// equal keys JSON readers keep the last.
public struct ShapeKeys: Sendable {
    /// In order of the shape.
    public let paths: [String]
    private let kinds: [ValueKind]
    private let byPath: [String: Int]
    /// Places by folded path (`fold`), in order of the shape.
    private let byFolded: [String: [Int]]

    public init(_ fields: [(path: String, kind: ValueKind)]) {
        paths = fields.map(\.path)
        kinds = fields.map(\.kind)
        var byPath: [String: Int] = [:]
        var byFolded: [String: [Int]] = [:]
        for (k, field) in fields.enumerated() { byPath[field.path] = k }
        for (k, field) in fields.enumerated() where byPath[field.path] == k {
            byFolded[Self.fold(field.path), default: []].append(k)
        }
        (self.byPath, self.byFolded) = (byPath, byFolded)
    }

    /// Lower case without `_` and `-`: `traceId`, `trace_id` and `Trace-Id` are one name.
    public static func fold(_ path: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.utf8.count)
        for byte in path.utf8 where byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") {
            bytes.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    public var pathCount: Int { byPath.count }
    public func index(of path: String) -> Int? { byPath[path] }
    public func indices(ofFolded path: String) -> [Int] { byFolded[path] ?? [] }
    public func kind(at index: Int) -> ValueKind { kinds[index] }
    public func kind(of path: String) -> ValueKind? { byPath[path].map { kinds[$0] } }

    /// Whether all of the paths are there.
    public func has(_ paths: String...) -> Bool { paths.allSatisfy { byPath[$0] != nil } }
    /// Whether one of the paths is there.
    public func any(_ paths: String...) -> Bool { paths.contains { byPath[$0] != nil } }
    /// Whether some path lies inside this object (written nested or with dots).
    public func any(under prefix: String) -> Bool { paths.contains { $0.hasPrefix(prefix + ".") } }

    public func isString(_ path: String) -> Bool { kind(of: path) == .string || kind(of: path) == .emptyString }
    public func isWhole(_ path: String) -> Bool { kind(of: path) == .integer || kind(of: path) == .bigInteger }
    public func isNumber(_ path: String) -> Bool { isWhole(path) || kind(of: path) == .decimal }

    /// Whether the paths stand in this order, all of them there.
    func isOrdered(_ paths: String...) -> Bool {
        let places = paths.map { byPath[$0] ?? -1 }
        return !places.contains(-1) && zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
    }
}
