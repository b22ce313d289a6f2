import CivicModel
import CivicScore
import Foundation
import Testing

@testable import CivicReports

@Suite struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(breakDepth: 0)
        body(&json)
        return json.text
    }

    @Test func `every value has one notation`() {
        #expect(written { $0.integer(1 << 53) } == "9007199254740992\n")
        #expect(written { $0.integer(1 << 53 + 1) } == "\"9007199254740993\"\n")
        #expect(written { $0.integer(-(1 << 53) - 1) } == "\"-9007199254740993\"\n")
        #expect(written { $0.number(77.94999, decimals: 1) } == "77.9\n")
        #expect(written { $0.number(1, decimals: 4) } == "1.0\n")
        #expect(written { $0.number(0.1230, decimals: 6) } == "0.123\n")
        #expect(written { $0.number(-0.0001, decimals: 2) } == "0.0\n")
        #expect(written { $0.number(.nan, decimals: 2) } == "null\n")
        #expect(written { $0.string("a\"\\/\u{8}\n\u{2028}é\u{1F600}") } == #""a\"\\/\u0008\n\u2028é😀""# + "\n")
        #expect(written { $0.string("\u{E0041}") } == #""\udb40\udc41""# + "\n")
        #expect(written { $0.object { _ in } } == "{}\n")
        #expect(
            written {
                $0.array {
                    $0.integer(1)
                    $0.array { _ in }
                    $0.boolean(true)
                    $0.null()
                }
            } == "[1, [], true, null]\n")
        #expect(
            written {
                $0.object {
                    $0.member("a", 1)
                    $0.member("b", strings: ["x", "y"])
                }
            } == #"{"a": 1, "b": ["x", "y"]}"# + "\n")
    }

    @Test func `outer containers are broken into lines`() {
        var json = JSONWriter(breakDepth: 1)
        json.object { json in
            json.array("a") {
                $0.integer(1)
                $0.integer(2)
            }
            json.object("b") { _ in }
        }
        #expect(json.text == "{\n  \"a\": [1, 2],\n  \"b\": {}\n}\n")
    }
}

/// Every member that a writer can emit must be known to the schema: the outputs are walked beside it.
@Suite struct SchemaTests {
    private typealias Object = [String: Any]

    private func parsed(_ text: String) throws -> Object {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// Problems of `value` under `schema`: members the schema does not know or misses, types, enums and patterns that differ.
    private func check(_ value: Any, _ schema: Object, _ root: Object, _ path: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            guard let name = reference.split(separator: "/").last, let definitions = root["$defs"] as? Object,
                let target = definitions[String(name)] as? Object
            else { return ["\(path): \(reference) leads nowhere"] }
            return check(value, target, root, path)
        }
        var problems: [String] = []
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { type(of: value, is: $0) }) { problems.append("\(path): no \(types)") }
        if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
            problems.append("\(path): \(value) is none of \(choices)")
        }
        if let constant = schema["const"], "\(constant)" != "\(value)" {
            problems.append("\(path): \(value) is not \(constant)")
        }
        if let pattern = schema["pattern"] as? String, let text = value as? String {
            if text.range(of: pattern, options: .regularExpression) == nil {
                problems.append("\(path): \(text) breaks \(pattern)")
            }
        }
        if let object = value as? Object {
            let properties = schema["properties"] as? Object ?? [:]
            for name in schema["required"] as? [String] ?? [] where object[name] == nil {
                problems.append("\(path).\(name) is missing")
            }
            for (name, member) in object.sorted(by: { $0.key < $1.key }) {
                if let known = properties[name] as? Object {
                    problems += check(member, known, root, "\(path).\(name)")
                } else if let more = schema["additionalProperties"] as? Object {
                    problems += check(member, more, root, "\(path).\(name)")
                } else {
                    problems.append("\(path).\(name) is not in the schema")
                }
            }
        }
        if let array = value as? [Any], let items = schema["items"] as? Object {
            for (i, item) in array.enumerated() { problems += check(item, items, root, "\(path)[\(i)]") }
        }
        return problems
    }

    private func type(of value: Any, is name: String) -> Bool {
        switch name {
        case "null": value is NSNull
        case "object": value is Object
        case "array": value is [Any]
        case "string": value is String
        case "boolean": (value as? NSNumber).map { CFGetBoolean($0) } ?? false
        case "number", "integer": value is NSNumber && !(value is NSNull)
        default: false
        }
    }

    private func CFGetBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

    @Test func `the audit report keeps to its schema`() throws {
        let schema = try parsed(Schemas.audit())
        var reports = [Sample.report]
        reports.append(HostileTextTests.report("\u{1B}x"))
        let nothing = Scoring(assessed: []).card(outcomes: [], services: [])
        reports.append(
            AuditReport(
                toolVersion: "1", rulesDigest: "", standard: true, ledger: Ledger(), sources: [], card: nothing, health: []))
        for report in reports { #expect(check(try parsed(AuditJSONReporter().report(report)), schema, schema, "$") == []) }
    }

    @Test func `the inspection keeps to its schema`() throws {
        let schema = try parsed(Schemas.inspect())
        for sources in [Sample.sources, HostileTextTests.sources("a\u{202E}"), []] {
            let text = InspectJSONReporter().report(sources: sources, ledger: Sample.ledger)
            #expect(check(try parsed(text), schema, schema, "$") == [])
        }
    }

    @Test func `the walk finds what a schema does not allow`() throws {
        let schema = try parsed(Schemas.inspect())
        #expect(check(["inspectVersion": 2, "sources": [], "more": 1] as Object, schema, schema, "$").count == 3)
    }
}
