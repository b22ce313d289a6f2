import CivicModel
import CivicRuleFiles
import Testing

@testable import CivicRules

@Suite struct RuleFileTests {
    @Test(arguments: RuleFiles.all.map(\.name))
    func `every built-in file is read and shows both sides of each of its rules`(name: String) throws {
        let bytes = try #require(RuleFiles.all.first { $0.name == name }).bytes
        let rules = try RuleFileReader.read(bytes: bytes, file: "rules/\(name)")
        #expect(!rules.isEmpty)
        for rule in rules {
            #expect(!rule.passing.isEmpty && !rule.failing.isEmpty, "\(rule.info.id)")
            #expect(!rule.info.rationale.isEmpty, "\(rule.info.id)")
            #expect(rule.location.hasPrefix("rules/\(name):"))
        }
    }
}
