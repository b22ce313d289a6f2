import Testing

/// What `civic audit` makes of recorded health answers, the whole way.
@Suite struct `an audit of health answers` {
    private func answers(_ service: String, bad: Range<Int> = 0..<0, body: String = "{\\\"status\\\":\\\"UP\\\"}") -> String {
        (0..<40).map { i -> String in
            let time = "2026-01-05T10:\(i / 6 < 10 ? "0" : "")\(i / 6):\(i % 6)0.000Z"
            let isBad = bad.contains(i)
            return
                "{\"observedAt\":\"\(time)\",\"service\":\"\(service)\",\"url\":\"http://u:geheim-4711@\(service):8080/ready\","
                + "\"status\":\(isBad ? 503 : 200),\"latencyMs\":3,\"body\":\"\(isBad ? "{\\\"status\\\":\\\"DOWN\\\"}" : body)\"}\n"
        }.joined()
    }

    private func logs(_ service: String) -> String {
        (0..<60).map { i in
            "{\"timestamp\":\"2026-01-05T10:0\(i / 10):\(i % 6)0.000Z\",\"level\":\"info\",\"service\":\"\(service)\","
                + "\"message\":\"order placed\"}\n"
        }.joined()
    }

    private func audit(_ files: [String: String], _ options: [String] = []) throws -> (json: [String: Any], text: String) {
        let folder = try CLIFolder()
        for (name, text) in files { try folder.write(name, text) }
        let json = try CivicProcess.run(["audit", ".", "--format", "json"] + options, in: folder.path)
        let text = try CivicProcess.run(["audit", "."] + options, in: folder.path)
        #expect(json.status == 0, "\(json.error)")
        return (try json.json(), text.text)
    }

    private func dimension(_ report: [String: Any], _ service: String) throws -> [String: Any] {
        let services = try #require(report["services"] as? [[String: Any]])
        let card = try #require(services.first { $0["name"] as? String == service })
        let dimensions = try #require(card["dimensions"] as? [[String: Any]])
        return try #require(dimensions.first { $0["id"] as? String == "health" })
    }

    @Test func `a service is assessed by what was asked of it, and others are not`() throws {
        let (json, text) = try audit([
            "health.jsonl": answers("orders", bad: 6..<9) + answers("stock"), "logs/orders.log": logs("orders"),
            "logs/mail.log": logs("mail"),
        ])
        #expect(try dimension(json, "orders")["assessed"] as? Bool == true)
        // Known by its endpoint alone.
        #expect(try dimension(json, "stock")["assessed"] as? Bool == true)
        #expect(try dimension(json, "mail")["assessed"] as? Bool == false)
        let findings = try #require(json["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["rule"] as? String == "HLT-033" && $0["service"] as? String == "stock" })
        #expect(!findings.contains { ($0["rule"] as? String ?? "").hasPrefix("HLT") && $0["service"] as? String == "mail" })
        #expect(text.contains("orders ready /ready: 93% pass, 1 spell: 10:01:00.000 DOWN 30.0 s"))
    }

    @Test func `states over time are in the report, without the password of the address`() throws {
        let (json, text) = try audit(["health.jsonl": answers("orders", bad: 6..<9)])
        let series = try #require((json["healthSeries"] as? [[String: Any]])?.first)
        #expect(series["url"] as? String == "http://orders:8080/ready")
        #expect(series["kind"] as? String == "ready")
        let states = try #require(series["states"] as? [[String: Any]])
        #expect(states.map { $0["status"] as? String } == ["pass", "fail", "pass"])
        #expect(states[1]["first"] as? String == "2026-01-05T10:01:00.000Z")
        #expect(states[1]["answers"] as? Int == 3)
        #expect(!text.contains("geheim"))
        #expect(!"\(json)".contains("geheim"))
        #expect(text.contains("HLT-040"))
        var check = SchemaCheck(try CivicProcess.run(["schema", "audit"]).json())
        check.check(json)
        #expect(check.errors == [])
    }

    @Test func `hostile bodies stay text and end no run`() throws {
        let bodies = [
            String(repeating: "[", count: 2000), "\\u001b[31m<html>", "\\\"", "{\\\"status\\\":{\\\"status\\\":1}}", "\\u0000",
            "null",
            "{\\\"components\\\":[1,{}],\\\"status\\\":\\\"\\u001b[2J\\\"}",
        ]
        for body in bodies {
            let (_, text) = try audit(["health.jsonl": answers("orders", body: body)])
            #expect(!text.utf8.contains(0x1b))
            #expect(!text.utf8.contains(0))
        }
    }
}
