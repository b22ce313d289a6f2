import Testing

@testable import CivicRules

@Suite struct DetectorTests {
    /// Names of the built-in detectors of these rules that find something.
    private func found(in rules: [String], _ text: String) throws -> [String] {
        let wanted = try Set(rules.flatMap { try PatternSamples.builtIn($0).map(\.name) })
        let set = DetectorSet(try PatternSamples.programs.get())
        return Array(text.utf8).withUnsafeBufferPointer { record in
            set.detectors.indices.filter { wanted.contains(set.detectors[$0].name) }
                .compactMap { set.confirm($0, in: record)?.name }
        }
    }

    private func found(_ detectors: [Detector], _ text: String) throws -> [String] {
        let set = try DetectorSet(detectors: detectors)
        return Array(text.utf8).withUnsafeBufferPointer { record in
            detectors.indices.compactMap { set.confirm($0, in: record)?.name }
        }
    }

    @Test func `entropy and the allow-list judge group 1 of each match in turn`() throws {
        let detector = Detector(name: "token", pattern: Pattern("key=(\\w{8,})"), entropy: 2.5, allow: [Pattern("EXAMPLE")])
        let set = try DetectorSet(detectors: [detector])
        let text = Array("key=aaaaaaaaaa key=EXAMPLE1234 key=Zk29fQwLp1 key=Yk29fQwLp1".utf8)
        let match = text.withUnsafeBufferPointer { set.confirm(0, in: $0, around: 3) }
        #expect(match == DetectorMatch(detector: 0, name: "token", span: 35..<45))
    }

    @Test func `everything that is found in a text is what each detector finds in it first, and more`() throws {
        let detectors = try PatternSamples.builtIn()
        let set = try DetectorSet(detectors: detectors)
        var seed = PatternSeed(11)
        let syntaxes = try detectors.compactMap(\.pattern).map { try PatternSyntax($0.source) }
        let corpus = PatternSamples.corpus(lines: 400, plantEvery: 2, patterns: syntaxes, &seed)
        var found = 0
        for line in PatternSamples.lines(corpus) {
            corpus[line].withUnsafeBufferPointer { text in
                let all = set.everyMatch(in: text)
                for detector in detectors.indices {
                    #expect(all.filter { $0.detector == detector }.first == set.confirm(detector, in: text))
                }
                found += all.count
            }
        }
        #expect(found > 50)
        #expect(set.everyMatch(in: UnsafeBufferPointer(start: nil, count: 0)).isEmpty)
    }

    @Test func `entropy is in bits per byte`() {
        func entropy(_ text: String) -> Double { Array(text.utf8).withUnsafeBufferPointer(DetectorSet.entropy) }
        #expect(entropy("aaaa") == 0)
        #expect(entropy("abab") == 1)
        #expect(entropy("abcdefgh") == 3)
        #expect(entropy("") == 0)
    }

    @Test func `a detector that neither has a pattern nor finds by itself is refused`() {
        let error = #expect(throws: PatternError.self) {
            _ = try DetectorSet(detectors: [Detector(name: "x", pattern: nil, check: .jwt)])
        }
        #expect(error?.construct == "detector 'x' without a pattern")
    }

    @Test func `every built-in credential pattern finds what it describes`() throws {
        var seed = PatternSeed(11)
        for detector in try PatternSamples.builtIn("SEC-001") {
            let root = try PatternSyntax(#require(detector.pattern).source).root
            let set = try DetectorSet(detectors: [detector])
            let hits = (0..<8).filter { _ in
                let secret = String(decoding: PatternSamples.text(root, &seed), as: UTF8.self)
                return Array("{\"message\":\"x \(secret) y\"}".utf8).withUnsafeBufferPointer { set.confirm(0, in: $0) != nil }
            }
            #expect(hits.count >= 5, "\(detector.name)")
        }
    }

    @Test func `three parts are a web token only when the first is a header`() throws {
        let detector = Detector(name: "jwt", pattern: Pattern("([\\w-]{2,}\\.[\\w-]{2,}\\.[\\w-]{2,})"), check: .jwt)
        // {"alg":"none"} and {"typ":"alg"}
        #expect(try found([detector], "x eyJhbGciOiJub25lIn0.eyJhIjoxfQ.AAAAAAAA y") == ["jwt"])
        #expect(try found([detector], "x eyJ0eXAiOiJhbGcifQ.eyJhIjoxfQ.AAAAAAAA y").isEmpty)
        #expect(try found([detector], "at com.example.Service line").isEmpty)
    }

    @Test(arguments: [
        "{\"authorization\":\"Bearer HEX\"}", "Authorization: Basic B64", "{'Authorization': 'Bearer HEX'}",
        "calling with Bearer HEX now",
        "{\"message\":\"{\\\"Authorization\\\":\\\"Bearer HEX\\\"}\"}", "headers=[authorization:Bearer HEX, accept:*/*]",
        "Cookie: theme=dark; session=HEX", "Set-Cookie: sid=B64; Path=/; HttpOnly", "\"x-api-key\":\"HEX\"", "JSESSIONID=HEX",
        "{\"headers\":{\"Authorization\":[\"Bearer HEX\"]}}", "http_authorization=\"Basic B64\"", "X-Auth-Token: B64",
    ])
    func `headers and sessions with a value are found`(line: String) throws {
        var seed = PatternSeed(5)
        let hexadecimal = (0..<40).map { _ in String("0123456789abcdef".randomElement(using: &seed)!) }.joined()
        let base64 = (0..<24).map { _ in
            String("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".randomElement(using: &seed)!)
        }.joined()
        let text = replaced(replaced(line, "HEX", hexadecimal), "B64", base64)
        #expect(try !found(in: ["SEC-002"], text).isEmpty)
    }

    @Test(arguments: [
        "bearer token missing", "Authorization: Bearer ***", "authorization=\"[REDACTED]\"", "Authorization: Bearer [REDACTED]",
        "{\"authorization\":\"<hidden>\"}", "Bearer authentication required",
        "Authorization: Bearer xxxxxxxxxxxxxxxxxxxxxxxxxx",
        "Authorization: required", "authorization failed for user 4711", "Bearer abc1234…",
        "Authorization: Bearer abcdef123456****",
        "cookie: ***", "cookies accepted", "x-api-key: ********",
        "WWW-Authenticate: Bearer realm=\"shop-production-environment\"",
        "session_id=4f5a9d1e-8c1e-4d2a-9d1e-0c1e77d2aa01", "{\"authorization\":\"A746588\"}",
    ])
    func `masked values and mere words are fine`(line: String) throws {
        #expect(try found(in: ["SEC-001", "SEC-002"], line).isEmpty)
    }

    private func replaced(_ text: String, _ part: String, _ value: String) -> String {
        text.split(separator: part, omittingEmptySubsequences: false).joined(separator: value)
    }
}
