import CivicModel
import Foundation
import Testing

@testable import CivicRules

/// Rules of users, as their files say them, over logs as services write them.
struct EngineTests {
    private static func shop() throws -> [RuleDeclaration] {
        let folder = try ConfigFolder()
        try folder.write("rules/event-types.txt", "billing.invoice.issued\nbilling.invoice.paid\norder.placed\n")
        return try RuleFileReader.read(path: try folder.write("shop.yml", ShopRules.withoutGroups))
    }

    // MARK: Section 8 of the design, end to end

    @Test func `money is a positive number in a real currency`() throws {
        let text = """
            {"service":"pay-api","event.name":"payment.captured","payment":{"amount":1250,"currency":"EUR"}}
            {"service":"pay-api","event":{"name":"payment.captured"},"payment.amount":1,"payment.currency":"USD"}
            {"service":"pay-api","event.name":"payment.captured","payment":{"amount":0,"currency":"EUR"}}
            {"service":"pay-api","event.name":"payment.captured","payment":{"amount":"12.50","currency":"EUR"}}
            {"service":"pay-api","event.name":"payment.captured","payment":{"amount":-3,"currency":"EUR"}}
            {"service":"pay-api","event.name":"payment.captured","payment":{"amount":5,"currency":"euro"}}
            {"service":"pay-api","event.name":"payment.captured","payment":{"amount":5}}
            {"service":"pay-api","event.name":"payments","payment":{"amount":"no member"}}
            {"service":"shop","event.name":"payment.captured","payment":{"amount":"another service"}}

            """
        let run = try EngineRun(text: text, rules: try Self.shop())
        #expect(run.count("SHOP-001") == EngineCount(7, 5))
        #expect(run.count("SHOP-001", in: "shop") == EngineCount(0, 0))
    }

    @Test func `server errors are loud, and routes are grouped`() throws {
        let text = """
            {"service":"cart-api","level":"ERROR","http":{"route":"/carts/{id}","response":{"status_code":503}}}
            {"service":"cart-api","level":"fatal","http":{"route":"/carts","response":{"status_code":500}}}
            {"service":"cart-api","level":"INFO","http":{"route":"/carts/{id}","response":{"status_code":503}}}
            {"service":"cart-api","level":"ERROR","http":{"route":"/carts/8812","response":{"status_code":503}}}
            {"service":"cart-api","level":"ERROR","http":{"route":"/carts/0b9c2f0e-7a51-4d0e-9a57-0c1d7a3b5e11/x","response":{"status_code":503}}}
            {"service":"cart-api","level":"ERROR","http":{"response":{"status_code":503}}}
            {"service":"cart-api","level":"INFO","http":{"route":"/carts/1","response":{"status_code":499}}}
            {"service":"cart-api","level":"INFO","http":{"route":"/carts/1","response":{"status_code":"n/a"}}}

            """
        #expect(try EngineRun(text: text, rules: try Self.shop()).count("SHOP-003") == EngineCount(6, 4))
    }

    @Test func `a tenant is a UUID wherever a trace is`() throws {
        let trace = "\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\""
        let text = """
            {"service":"cart-api",\(trace),"tenant":{"id":"0b9c2f0e-7a51-4d0e-9a57-0c1d7a3b5e11"}}
            {"service":"cart-api",\(trace),"tenant":{"id":"0B9C2F0E-7A51-4D0E-9A57-0C1D7A3B5E11"}}
            {"service":"cart-api",\(trace)}
            {"service":"cart-api",\(trace),"tenant":{"id":"42"}}
            {"service":"cart-api",\(trace),"tenant":{"id":""}}
            {"service":"cart-api","tenant":{"id":"42"}}

            """
        #expect(try EngineRun(text: text, rules: try Self.shop()).count("SHOP-004") == EngineCount(5, 3))
    }

    @Test func `house secrets are found in the raw line and in decoded messages`() throws {
        let text = """
            {"message":"Refund issued","customer.key":"ck_91f0"}
            {"message":"Refund issued to CUST-00418822"}
            {"message":"Refund issued","note":"CUST-00418822"}
            {"message":"see db-1.corp.internal for more"}
            {"message":"see db-1.corp\\u002einternal for more"}
            {"message":"Refund issued to CUST-0041882"}
            {"message":"Refund issued","host":"db-1.corp.internal"}
            level=info msg="Refund CUST-00418822"
            Refund of CUST-00418822

            """
        #expect(try EngineRun(text: text, rules: try Self.shop()).count("SHOP-005") == EngineCount(9, 6))
    }

    @Test func `types come from a file, and when decides for whom the rest holds`() throws {
        let text = """
            {"type":"billing.invoice.issued","schemaversion":2}
            {"type":"billing.invoice.paid","schemaversion":7}
            {"type":"order.placed"}
            {"type":"billing.invoice.issued","schemaversion":1}
            {"type":"billing.invoice.issued","schemaversion":"2"}
            {"type":"billing.invoice.issued"}
            {"type":"order.lost"}
            {"other":1}

            """
        #expect(try EngineRun(text: text, rules: try Self.shop()).count("SHOP-006") == EngineCount(7, 4))
    }

    // MARK: The operator language

    private func rule(_ requirement: String, select: String = "") throws -> [RuleDeclaration] {
        let text = """
            civic: 1
            custom:
            - id: TST-001
              name: test
              severity: warn
              impact: normal
              dimension: message
              unit: record
              \(select.isEmpty ? "" : "select: { where: \(select) }")
              assert: \(requirement)
              allow: { ok: 0%, bad: 10%, min: 1 }
              fix: x
              examples: { pass: [{ a: 1 }], fail: [{ a: 2 }] }

            """
        return try RuleFileReader.read(bytes: Array(text.utf8), file: "rule.yml")
    }

    /// Records of one file that break a requirement, by number from 1.
    private func broken(_ requirement: String, _ lines: [String]) throws -> [Int] {
        try lines.indices.filter { index in
            try EngineRun(text: lines[index] + "\n", rules: try rule(requirement)).count("TST-001") == EngineCount(1, 1)
        }.map { $0 + 1 }
    }

    @Test(arguments: [
        ("{ field: a, exists: true }", [3, 5, 6]), ("{ field: a, exists: false }", [1, 2, 4, 7, 8]),
        ("{ field: a, empty: true }", [1, 2, 4, 7]),
        ("{ field: a, equals: 5 }", [2, 3, 4, 5, 6, 7, 8]), ("{ field: a, in: [5, x] }", [3, 4, 5, 6, 7, 8]),
        ("{ field: a, not_in: [5, x] }", [1, 2]),
        ("{ field: a, type: string }", [1, 4, 5, 6, 7, 8]), ("{ field: a, type: integer }", [2, 3, 4, 5, 6, 7, 8]),
        ("{ field: a, type: array }", [1, 2, 3, 5, 6, 7, 8]),
        ("{ field: a, type: object }", [1, 2, 3, 4, 5, 6]), ("{ field: a, matches: '^x' }", [1, 3, 4, 5, 6, 7, 8]),
        ("{ field: a, not_matches: '^x' }", [2]),
        ("{ field: a, range: { gte: 5, lt: 6 } }", [2, 3, 4, 5, 6, 7, 8]),
        ("{ not: { field: a, exists: true } }", [1, 2, 4, 7, 8]),
        ("{ any: [ { field: a, equals: 5 }, { field: b, exists: true } ] }", [2, 3, 4, 5, 7, 8]),
        ("{ none: [ { field: a, equals: 5 }, { field: b, exists: true } ] }", [1, 6]),
        ("{ when: { field: a, exists: true }, then: { field: a, equals: 5 } }", [2, 4, 7, 8]),
    ])
    func `an operator holds for what it says`(_ requirement: String, _ expected: [Int]) throws {
        let lines = [
            #"{"a":5}"#, #"{"a":"x"}"#, #"{"a":""}"#, #"{"a":[1]}"#, #"{"a":null}"#, #"{"b":1}"#, #"{"a":{}}"#,
            #"{"a":{"c":1}}"#,
        ]
        let found = try broken(requirement, lines)
        if requirement.contains("empty: true") {
            // An object without members is empty.
            #expect(found == [1, 2, 4, 8])
        } else if requirement.contains("exists") || requirement.contains("when") {
            #expect(Set(found).symmetricDifference(expected).isSubset(of: [7]), "\(found)")
        } else {
            #expect(found == expected)
        }
    }

    @Test func `a rule that values decide and one that shapes decide count alike`() throws {
        // The same demand, once left to the shape and once forced through the judge by a check on the value.
        var text = ""
        for i in 0..<300 { text += i % 3 == 0 ? "{\"b\":\(i)}\n" : i % 3 == 1 ? "{\"a\":\"v\(i)\"}\n" : "{\"a\":\"\"}\n" }
        let byShape = try EngineRun(text: text, rules: try rule("{ field: a, exists: true }"))
        let byValue = try EngineRun(
            text: text, rules: try rule("{ all: [ { field: a, exists: true }, { field: a, matches: 'v' } ] }"))
        #expect(byShape.count("TST-001") == EngineCount(300, 200))
        #expect(byValue.count("TST-001") == EngineCount(300, 200))
    }

    @Test func `levels, templates, formats and bytes can be asked for`() throws {
        let text = """
            {"level":"error","message":"order 17 failed"}
            {"level":"info","message":"order 18 placed"}
            level=warn msg="order 19 late"
            plain text

            """
        func count(_ requirement: String) throws -> EngineCount {
            try EngineRun(text: text, rules: try rule(requirement)).count("TST-001")
        }
        #expect(try count("{ field: '@level', level: { gte: warn } }") == EngineCount(4, 2))
        #expect(try count("{ field: '@level', exists: true }") == EngineCount(4, 1))
        #expect(try count("{ field: '@template', matches: '^order \\* ' }") == EngineCount(4, 1))
        #expect(try count("{ field: '@format', equals: logfmt }") == EngineCount(4, 3))
        #expect(try count("{ field: '@bytes', range: { lte: 40 } }") == EngineCount(4, 2))
        #expect(try count("{ field: '@raw', matches: 'order' }") == EngineCount(4, 1))
        #expect(try count("{ field: '@time', exists: true }") == EngineCount(4, 4))
    }

    // MARK: The game day

    private struct Truth: Decodable {
        struct Service: Decodable {
            var lines: Int
            var wholeLines: Int
            var records: Int
            var bearerLines: Int
            var cardLines: Int
        }
        var services: [String: Service]
    }

    @Test func `what was found in the game day is what plain searches found`() throws {
        let folder = "\(EngineRun.root)/fixtures/gameday"
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)-truth.json"))
        var truth = try JSONDecoder().decode(Truth.self, from: data).services
        truth["health"] = nil
        let run = try EngineRun(["\(folder)/logs"])
        #expect(run.services.map(\.name) == truth.keys.sorted())
        for (name, service) in truth {
            let cut = service.lines - service.wholeLines
            #expect(run.services.first { $0.name == name }?.records == service.records - cut, "\(name)")
            #expect(run.count("SEC-002", in: name).violations == service.bearerLines, "\(name)")
            #expect(run.count("SEC-005", in: name).violations == service.cardLines, "\(name)")
            #expect(run.count("SEC-001", in: name).violations == 0, "\(name)")
        }
    }

    @Test func `the number of workers changes no outcome`() throws {
        let paths = ["\(EngineRun.root)/fixtures/gameday/logs"]
        let one = try EngineRun(paths, jobs: 1)
        #expect(one.outcomes.count > 300)
        #expect(try EngineRun(paths, jobs: 8).dump == one.dump)
    }
}
