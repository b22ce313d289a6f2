import CivicCorrelation
import CivicModel

/// Whether bodies hold stack traces or names of exception classes: they tell a stranger what the service is made of.
struct TracesInHealth: HealthMeasure {
    static let id = "traces-in-health"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        var known: [UInt64: String?] = [:]
        for endpoint in subject.endpoints {
            let before = count.violations
            for answer in endpoint.all where answer.isAnswered {
                guard let body = answer.body, let key = answer.observation.body else { continue }
                let trace = known[key] ?? Self.trace(in: body.text)
                known[key] = trace
                count.add(violated: trace != nil, answer.note("\(endpoint.name) shows \(trace ?? "")"))
            }
            if count.violations > before { broken.append(endpoint) }
        }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }

    /// One of these is in every stack trace and every name of an exception class.
    private static let marks = AnyByteSearch(["at ", "File ", "Traceback (most recent", "\"stack\":", "Exception", "Error"])

    /// What gives the body away; nil when nothing does.
    static func trace(in body: [UInt8]) -> String? {
        guard marks.isIn(body) else { return nil }
        let text = String(decoding: body.prefix(65_536), as: UTF8.self)
        // Line ends are escaped inside JSON.
        let lines = text.split(whereSeparator: \.isNewline).flatMap { String($0).split(separator: "\\n") }
        let frames = lines.filter { line in
            let bare = line.drop { $0 == " " || $0 == "\t" || $0 == "\"" || $0 == "\\" || $0 == "," || $0 == "[" }
            return (bare.hasPrefix("at ") || bare.hasPrefix("tat ")) && bare.contains("(") || bare.hasPrefix("File \\\"")
                || bare.hasPrefix("File \"") || bare.hasPrefix("Traceback (most recent")
        }
        if frames.count >= 2 { return "a stack trace" }
        if text.contains("\"stack\":[\"") || text.contains("\"stack\": [\"") { return "a stack trace" }
        return className(in: text).map { "the exception class \($0)" }
    }

    /// `org.example.db.PoolException`: at least two lower-case packages, and a class that ends as exceptions do.
    private static func className(in text: String) -> String? {
        var searched = text[...]
        while let end = [searched.firstRange(of: "Exception"), searched.firstRange(of: "Error")].compactMap({ $0 }).min(by: {
            $0.lowerBound < $1.lowerBound
        }) {
            let head = searched[..<end.upperBound]
            let name = head.reversed().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
                .reversed()
            let parts = String(name).split(separator: ".", omittingEmptySubsequences: false)
            if parts.count >= 3, let last = parts.last, last.first?.isUppercase ?? false,
                parts.dropLast().allSatisfy({ part in
                    (part.first?.isLowercase ?? false) && part.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }
                })
            {
                return String(name)
            }
            searched = searched[end.upperBound...]
        }
        return nil
    }
}
