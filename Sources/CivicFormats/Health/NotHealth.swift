public import CivicModel

/// What is no health body at all: pages of errors and logins, missing routes, the error bodies of frameworks.
public enum NotHealth: HealthFormat {
    public static let id = "not-health"
    public static let title = "no health body: an error page, a login page, a missing route"
    public static let isDistinctive = false
    public static var samples: [HealthSample] {
        [
            HealthSample("404 page not found\n", .unknown),
            HealthSample("<!doctype html><html><title>Log in</title></html>", .unknown),
            HealthSample(
                #"{"timestamp":"2025-03-01T10:00:00.000+00:00","status":503,"error":"Service Unavailable","path":"/health"}"#,
                .unknown),
            HealthSample(#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no such route"}"#, .unknown),
            HealthSample("Cannot GET /health", .unknown), HealthSample(#"{"message":"Not Found","statusCode":404}"#, .unknown),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        var report = HealthReport(format: id)
        if let json = document.json {
            let code = json["status"]?.integer ?? json["statusCode"]?.integer ?? json["code"]?.integer
            guard let code, (300..<600).contains(code) || json["path"] != nil && (100..<600).contains(code),
                json["title"] != nil || json["error"] != nil || json["message"] != nil || json["detail"] != nil
            else { return nil }
            report.httpStatus = code
            report.describe(json)
            return report
        }
        if document.isHTML { return report }
        guard document.lines.count == 1, document.text.utf8.count < 200 else { return nil }
        let words = document.text.split(separator: " ")
        let first = words.first.flatMap { Int($0) }
        if let code = first, (300..<600).contains(code), words.count > 1, words[0].utf8.count == 3 {
            report.httpStatus = code
            return report
        }
        let text = HealthStatus.normalised(document.text)
        let isRoute = document.text.hasPrefix("Cannot GET ") || document.text.hasPrefix("Cannot HEAD ")
        let pages = [
            "notfound", "forbidden", "unauthorized", "unauthorised", "methodnotallowed", "notacceptable", "badgateway",
        ]
        guard isRoute || pages.contains(text) else { return nil }
        return report
    }
}
