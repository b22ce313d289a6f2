/// Swift source without comments and without the insides of string literals, line by line: what is left is code.
struct SwiftCode {
    private(set) var lines: [String] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var i = 0
        func at(_ k: Int) -> UInt8 { k < bytes.count ? bytes[k] : 0 }
        while i < bytes.count {
            if at(i) == UInt8(ascii: "/"), at(i + 1) == UInt8(ascii: "/") {
                while i < bytes.count, bytes[i] != 0x0a { i += 1 }
                continue
            }
            if at(i) == UInt8(ascii: "/"), at(i + 1) == UInt8(ascii: "*") {
                var depth = 1
                i += 2
                while i < bytes.count, depth > 0 {
                    if at(i) == UInt8(ascii: "*"), at(i + 1) == UInt8(ascii: "/") {
                        depth -= 1
                        i += 1
                    } else if at(i) == UInt8(ascii: "/"), at(i + 1) == UInt8(ascii: "*") {
                        depth += 1
                        i += 1
                    } else if at(i) == 0x0a {
                        out.append(0x0a)
                    }
                    i += 1
                }
                continue
            }
            // `"`, `"""`, `#"`, `#"""` …: skipped up to the same number of quotes and number signs.
            var hashes = 0
            while at(i + hashes) == UInt8(ascii: "#") { hashes += 1 }
            if at(i + hashes) == UInt8(ascii: "\"") {
                var at0 = i + hashes
                let isLong = at(at0 + 1) == UInt8(ascii: "\"") && at(at0 + 2) == UInt8(ascii: "\"")
                let quotes = isLong ? 3 : 1
                at0 += quotes
                while at0 < bytes.count {
                    if bytes[at0] == UInt8(ascii: "\\"), (0..<hashes).allSatisfy({ at(at0 + 1 + $0) == UInt8(ascii: "#") }) {
                        at0 += 2 + hashes
                        continue
                    }
                    let closes =
                        (0..<quotes).allSatisfy { at(at0 + $0) == UInt8(ascii: "\"") }
                        && (0..<hashes).allSatisfy { at(at0 + quotes + $0) == UInt8(ascii: "#") }
                    if closes { break }
                    if bytes[at0] == 0x0a { out.append(0x0a) }
                    at0 += 1
                }
                out += Array("\"\"".utf8)
                i = at0 + quotes + hashes
                continue
            }
            if hashes > 0 {
                out += bytes[i..<i + hashes]
                i += hashes
                continue
            }
            out.append(bytes[i])
            i += 1
        }
        lines = String(decoding: out, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Modules that the code imports, with the number of the line.
    var imports: [(line: Int, module: String)] {
        lines.enumerated().compactMap { index, line in
            let words = line.split(separator: " ").map(String.init)
            guard let at = words.firstIndex(of: "import"),
                words[..<at].allSatisfy({ Self.modifiers.contains($0) || $0.hasPrefix("@") })
            else { return nil }
            let kinds: Set = ["struct", "class", "enum", "func", "protocol", "typealias", "let", "var"]
            guard let name = words[(at + 1)...].first(where: { !kinds.contains($0) }) else { return nil }
            return (index + 1, String(name.split(separator: ".")[0]))
        }
    }

    private static let modifiers: Set = ["public", "package", "internal", "fileprivate", "private"]

    /// Lines that unwrap by force: `!` right behind a name or a closing bracket and not before `=`.
    var forceUnwraps: [(line: Int, text: String)] {
        lines.enumerated().compactMap { index, line in
            let bytes = Array(line.utf8)
            for i in bytes.indices.dropFirst() where bytes[i] == UInt8(ascii: "!") {
                let before = bytes[i - 1]
                let after = i + 1 < bytes.count ? bytes[i + 1] : 0x20
                let ends =
                    before == UInt8(ascii: ")") || before == UInt8(ascii: "]") || before == UInt8(ascii: "_")
                    || before == UInt8(ascii: "}")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(before)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(before | 0x20)
                if ends, after != UInt8(ascii: "=") { return (index + 1, line) }
            }
            return nil
        }
    }
}
