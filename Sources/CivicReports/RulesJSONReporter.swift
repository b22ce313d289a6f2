public import CivicModel

/// The report of `civic rules list --format json`, sorted by id.
public struct RulesJSONReporter: Sendable {
    public init() {}

    public func report(_ rules: [RuleInfo]) -> String {
        var json = JSONWriter(breakDepth: 2)
        json.object { json in
            json.array("rules") { json in
                for rule in rules.sorted(by: { $0.id < $1.id }) {
                    json.object { json in
                        json.member("id", rule.id)
                        json.member("name", rule.name)
                        json.member("family", rule.family)
                        json.member("severity", rule.severity.rawValue)
                        json.member("impact", rule.impact.rawValue)
                        json.member("unit", rule.unit.rawValue)
                        json.member("profile", strings: rule.profiles)
                        json.member("dimension", rule.dimension.rawValue)
                        json.member("ok", rule.allowance.ok, decimals: 6)
                        json.member("bad", rule.allowance.bad, decimals: 6)
                        json.member("minimum", rule.allowance.minimum)
                        json.member("presence", rule.allowance.presence)
                        json.member("cap", rule.cap?.at, decimals: 1)
                    }
                }
            }
        }
        return json.text
    }
}
