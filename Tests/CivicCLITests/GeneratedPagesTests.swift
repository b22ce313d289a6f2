import CivicRuleFiles
import CivicRules
import Testing

@testable import CivicCLI

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct `generated pages` {
    private func page(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = try #require(fopen("/\(root)/docs/\(name).md", "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `docs/rules.md says what the rule files say`() throws {
        var rules: [RuleDeclaration] = []
        for file in RuleFiles.all { rules += try RuleFileReader.read(bytes: file.bytes, file: file.name) }
        #expect(try page("rules") == GeneratedPages.rules(rules), "docs/rules.md is out of date; run: scripts/docs")
    }

    @Test func `docs/formats.md says what the formats say of themselves`() throws {
        #expect(try page("formats") == GeneratedPages.formats(), "docs/formats.md is out of date; run: scripts/docs")
    }
}
