import Foundation

/// The part of JSON Schema (2020-12) that the program's own schemas use; a keyword that is not known here is an error, so that
/// nothing is checked in appearance only.
struct SchemaCheck {
    private let root: [String: Any]
    private(set) var errors: [String] = []

    init(_ schema: [String: Any]) { root = schema }

    private static let silent: Set = [
        "$schema", "$defs", "title", "description", "$id", "$comment", "examples", "default", "format",
    ]

    mutating func check(_ value: Any) { check(value, root, "$") }

    private mutating func check(_ value: Any, _ schema: Any, _ path: String) {
        if let always = schema as? Bool {
            if !always { errors.append("\(path): must not be there") }
            return
        }
        guard let schema = schema as? [String: Any] else {
            errors.append("\(path): the schema is no object")
            return
        }
        for (keyword, rule) in schema.sorted(by: { $0.key < $1.key }) where !Self.silent.contains(keyword) {
            switch keyword {
            case "$ref":
                let name = (rule as? String ?? "").split(separator: "/").last.map(String.init) ?? ""
                guard let target = (root["$defs"] as? [String: Any])?[name] else {
                    errors.append("\(path): \(rule) leads nowhere")
                    continue
                }
                check(value, target, path)
            case "type":
                let types = rule as? [String] ?? [rule as? String ?? ""]
                if !types.contains(where: { Self.isType(value, $0) }) { errors.append("\(path): is no \(types)") }
            case "const": if !Self.equal(value, rule) { errors.append("\(path): is not \(rule)") }
            case "enum":
                if !(rule as? [Any] ?? []).contains(where: { Self.equal(value, $0) }) {
                    errors.append("\(path): \(value) is none of \(rule)")
                }
            case "required":
                guard let object = value as? [String: Any] else { continue }
                for name in rule as? [String] ?? [] where object[name] == nil { errors.append("\(path): lacks \(name)") }
            case "properties":
                guard let object = value as? [String: Any] else { continue }
                for (name, inner) in (rule as? [String: Any] ?? [:]).sorted(by: { $0.key < $1.key }) {
                    if let member = object[name] { check(member, inner, "\(path).\(name)") }
                }
            case "additionalProperties":
                guard let object = value as? [String: Any] else { continue }
                let known = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
                for (name, member) in object.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
                    check(member, rule, "\(path).\(name)")
                }
            case "propertyNames":
                for name in (value as? [String: Any] ?? [:]).keys.sorted() { check(name, rule, "\(path).{\(name)}") }
            case "items":
                for (index, element) in (value as? [Any] ?? []).enumerated() { check(element, rule, "\(path)[\(index)]") }
            case "minItems":
                if let list = value as? [Any], list.count < rule as? Int ?? 0 { errors.append("\(path): too short") }
            case "maxItems":
                if let list = value as? [Any], list.count > rule as? Int ?? .max { errors.append("\(path): too long") }
            case "minimum":
                if let number = value as? Double, number < rule as? Double ?? 0 {
                    errors.append("\(path): \(number) is too little")
                }
            case "maximum":
                if let number = value as? Double, number > rule as? Double ?? 0 {
                    errors.append("\(path): \(number) is too much")
                }
            case "minLength":
                if let text = value as? String, text.unicodeScalars.count < rule as? Int ?? 0 {
                    errors.append("\(path): too short")
                }
            case "pattern":
                if let text = value as? String, text.range(of: rule as? String ?? "", options: .regularExpression) == nil {
                    errors.append("\(path): \(text) is not like \(rule)")
                }
            case "anyOf", "oneOf":
                let fits = (rule as? [Any] ?? []).count { inner in
                    var attempt = SchemaCheck(root)
                    attempt.check(value, inner, path)
                    return attempt.errors.isEmpty
                }
                if fits == 0 || keyword == "oneOf" && fits > 1 { errors.append("\(path): fits \(fits) of \(keyword)") }
            default: errors.append("\(path): the schema's keyword \(keyword) is not known to this check")
            }
        }
    }

    private static func isBoolean(_ value: Any) -> Bool {
        (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? (value is Bool)
    }

    private static func isType(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": value is Bool && isBoolean(value)
        case "number": value is Double && !isBoolean(value)
        case "integer": (value as? Double).map { $0 == $0.rounded() } ?? false && !isBoolean(value)
        default: false
        }
    }

    private static func equal(_ a: Any, _ b: Any) -> Bool { (a as? NSObject) == (b as? NSObject) }
}
