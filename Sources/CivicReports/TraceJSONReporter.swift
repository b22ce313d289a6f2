import CivicCorrelation

/// `civic trace --format json`: the tree as a list, causes before effects, each with its depth.
public struct TraceJSONReporter: Sendable {
    private let paths: [String]

    /// - Parameter paths: of the run's inputs, by number.
    public init(paths: [String]) { self.paths = paths }

    public func report(_ trace: TraceReport) -> String {
        var writer = JSONWriter(breakDepth: 3)
        writer.object { json in
            json.member("traceVersion", 1)
            json.member("query", trace.query)
            json.member("id", trace.match.text)
            json.member("role", trace.role)
            json.member("fields", strings: trace.match.fields.sorted())
            json.member("services", strings: trace.services)
            json.member("records", trace.tree.records)
            json.member("complete", !trace.isCut)
            json.array("events") { json in
                for (number, depth) in trace.tree.walk { event(number, depth, trace, &json) }
            }
            json.array("others") { json in
                for item in trace.tree.others { record(item, repeats: 0, &json) }
            }
            json.array("missing") { json in for missing in trace.tree.missing { self.missing(missing, &json) } }
        }
        return writer.text
    }

    private func event(_ number: Int, _ depth: Int, _ trace: TraceReport, _ json: inout JSONWriter) {
        let node = trace.tree.nodes[number]
        json.object { json in
            json.member("id", node.id)
            json.member("depth", depth)
            json.member("asked", trace.isAsked(node))
            json.key("cause")
            if let parent = node.parent { json.string(trace.tree.nodes[parent].id) } else { json.null() }
            json.member("otherCauses", strings: node.otherCauses)
            json.key("hop")
            if let hop = node.hop {
                json.object { json in
                    json.member("seconds", Double(hop.nanoseconds) / 1e9, decimals: 9)
                    json.member("low", hop.isBounded ? Double(hop.low) / 1e9 : nil, decimals: 9)
                    json.member("high", hop.isBounded ? Double(hop.high) / 1e9 : nil, decimals: 9)
                }
            } else {
                json.null()
            }
            json.member("repeatsEffect", node.repeatsSibling)
            json.array("records") { json in
                for record in node.records { self.record(record.item, repeats: record.repeats, &json) }
            }
            json.array("missing") { json in for missing in node.missing { self.missing(missing, &json) } }
        }
    }

    private func missing(_ missing: CausalTree.Missing, _ json: inout JSONWriter) {
        json.object { json in
            json.member("service", missing.service)
            json.member("from", missing.from)
            json.member("verdict", missing.verdict.rawValue)
            json.member("usual", missing.count)
            json.member("of", missing.of)
            json.member("undecided", missing.verdict == .open || missing.verdict == .unreadable)
        }
    }

    private func record(_ item: TimelineItem, repeats: Int, _ json: inout JSONWriter) {
        json.object { json in
            TimelineJSONReporter.members(of: item, paths: paths, &json)
            json.member("repeats", repeats)
        }
    }
}
