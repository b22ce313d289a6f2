public import CivicModel

/// One recorded poll of a health endpoint, as the line of a JSON envelope gives it (`observedAt`, `service`, `url`,
/// `status`, `body` or `error`).
public struct HealthEnvelope: Sendable {
    public var service: String
    public var status: HealthStatus
    /// First-level components that the body names.
    public var componentCount: Int
}

/// Reads envelopes of health snapshots. Bodies are read as far as their overall state: the word of the body's own
/// `status`, else what the HTTP status says.
public final class HealthEnvelopeReader {
    private let trie = ShapeTrie(maximumNodes: 1 << 16)
    private let scanner: JSONScanner
    private let root: Int32
    private let buffer = SlotBuffer()
    private var body: [UInt8] = []

    public init() {
        scanner = JSONScanner(trie: trie)
        root = trie.addRoot()
    }

    /// Nil when the line is no envelope. The line must be followed by a line feed and 63 more readable bytes.
    public func read(_ line: UnsafeBufferPointer<UInt8>) -> HealthEnvelope? {
        guard let start = line.baseAddress, line.first == UInt8(ascii: "{") else { return nil }
        let fields = members(start)
        guard !fields.isEmpty else { return nil }
        func text(_ name: String) -> String? {
            fields.first { $0.path == name && $0.kind.isPresent }.map {
                JSONText.string($0.slot.bytes, hasEscapes: $0.slot.hasEscapes)
            }
        }
        let service = text("service") ?? text("serviceName") ?? text("endpoint") ?? text("url") ?? ""
        let code = text("status").flatMap { Int($0) } ?? text("statusCode").flatMap { Int($0) }
        if text("error") != nil, code == nil {
            return HealthEnvelope(service: service, status: .unreachable, componentCount: 0)
        }
        var word: String?
        var components = 0
        if let slot = fields.first(where: { $0.path == "body" && $0.kind == .string })?.slot {
            body.removeAll(keepingCapacity: true)
            JSONText.decode(slot.bytes, into: &body)
            let length = body.count
            body += [UInt8](repeating: 0x0a, count: 64)
            body.withUnsafeBufferPointer { bytes in
                (word, components) = overall(UnsafeBufferPointer(rebasing: bytes[..<length]))
            }
        }
        let status: HealthStatus
        if let word, let named = HealthStatus(word: word) {
            status = named
        } else if let code {
            status = (200..<300).contains(code) ? .pass : code >= 400 ? .fail : .unknown
        } else {
            status = .unknown
        }
        return HealthEnvelope(service: service, status: status, componentCount: components)
    }

    private struct Member {
        var path: String
        var kind: ValueKind
        var slot: Slot
    }

    private func members(_ start: UnsafePointer<UInt8>) -> [Member] {
        buffer.clear()
        guard let walk = try? scanner.scan(start, from: root, into: buffer) else { return [] }
        var members: [Member] = []
        var path: [String] = []
        for step in trie.steps(to: walk.node) {
            if step.kind == .objectEnd {
                if !path.isEmpty { path.removeLast() }
                continue
            }
            let key = String(decoding: step.key, as: UTF8.self)
            if step.kind == .object {
                path.append(key)
            } else if members.count < buffer.count {
                members.append(
                    Member(path: (path + [key]).joined(separator: "."), kind: step.kind, slot: buffer.slots[members.count]))
            }
        }
        return members
    }

    /// The word for the whole in a body, and how many components it names.
    private func overall(_ body: UnsafeBufferPointer<UInt8>) -> (String?, Int) {
        guard let start = body.baseAddress, let first = body.first(where: { $0 > 0x20 }) else { return (nil, 0) }
        if first == UInt8(ascii: "{"), body.first == first, !body.contains(0x0a) {
            let members = members(start)
            let word = members.first { $0.path == "status" }.map {
                JSONText.string($0.slot.bytes, hasEscapes: $0.slot.hasEscapes)
            }
            var components: Set<String> = []
            for member in members {
                let parts = member.path.split(separator: ".", maxSplits: 2)
                if parts.count >= 2, ["components", "checks", "details", "entries"].contains(parts[0]) {
                    components.insert(String(parts[1]))
                }
            }
            return (word, components.count)
        }
        let text = String(decoding: body.prefix(65_536), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        let checks = lines.count { $0.hasPrefix("[+]") || $0.hasPrefix("[-]") }
        if checks > 0 { return (lines.contains { $0.hasPrefix("[-]") } ? "fail" : "pass", checks) }
        return (lines.count == 1 ? String(lines[0]) : nil, 0)
    }
}
