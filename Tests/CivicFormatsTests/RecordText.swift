@testable import CivicFormats

/// Made-up log text of every kind, the same for the same seed.
enum RecordText {
    /// One line each, which start a record wherever they stand.
    static func singleLines(_ count: Int, seed: UInt64) -> String {
        var random = RecordRandom(seed)
        var text = ""
        for i in 0..<count { text += single(&random, i) + random.pick(["\n", "\n", "\n", "\r\n"]) }
        return text
    }

    private static func single(_ random: inout RecordRandom, _ i: Int) -> String {
        let level = random.pick(["DEBUG", "INFO", "WARN", "ERROR"])
        let second = "\(10 + i % 50)"
        let word = random.pick(["paid", "shipped", "lost", "é", "retry", "x=1", "{}", "[a]"])
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1:
            return #"{"time":"2026-01-05T10:00:\#(second).\#(i % 1000)Z","level":"\#(level)","message":"order \#(i) \#(word)"}"#
        case 2: return #"{"ts":\#(1_767_607_200 + i),"msg":"\#(word)","ctx":{"id":"\#(i)","tags":["a","\#(word)"]}}"#
        case 3:
            return "time=2026-01-05T10:00:\(second)Z level=\(level.lowercased()) msg=\"order \(i) \(word)\" took=\(i % 90)ms"
        case 4: return "2026-01-05 10:00:\(second),123 \(level) [main] a.b.C - order \(i) \(word)"
        case 5: return "<\(11 + i % 5)>1 2026-01-05T10:00:\(second).003Z host-1 orders \(i) ID47 - order \(word)"
        case 6:
            return
                #"10.0.0.\#(i % 250) - - [05/Jan/2026:10:00:\#(second) +0000] "GET /o/\#(i) HTTP/1.1" 200 \#(i % 5000) "-" "curl/8.0""#
        case 7: return "I0105 10:00:\(second).123456   \(i % 99) main.go:12] order \(i) \(word)"
        default:
            return
                #"{"log":"{\"level\":\"info\",\"msg\":\"order \#(i)\"}\n","stream":"stdout","time":"2026-01-05T10:00:\#(second).5Z"}"#
        }
    }

    /// Records over several lines, blank lines, damage, and text that is no record at all.
    static func mixed(_ count: Int, seed: UInt64) -> String {
        var random = RecordRandom(seed)
        let isJSON = random.chance(50)
        let hasStrayText = random.chance(30)
        var text = ""
        for i in 0..<count {
            let second = "\(10 + i % 50)"
            text +=
                isJSON
                ? #"{"time":"2026-01-05T10:00:\#(second)Z","level":"info","message":"order \#(i)"}"# + "\n"
                : "2026-01-05 10:00:\(second),123 INFO [main] a.b.C - order \(i)\n"
            if random.chance(15) {
                text += "java.lang.IllegalStateException: no \(i)\n"
                for k in 0..<Int.random(in: 1...6, using: &random) { text += "\tat a.b.C.m\(k)(C.java:\(k + 7))\n" }
                if random.chance(40) { text += "Caused by: java.io.IOException: reset\n\t... \(i % 9) more\n" }
            }
            if random.chance(6) { text += random.pick(["\n", "  \n", "\r\n", "\t\n\n"]) }
            if random.chance(5) { text += "    key=value other=\"in quotes\" level=info msg=indented\n" }
            if isJSON, random.chance(6) {
                text += "{\n  \"message\": \"pretty \(i)\",\n  \"level\": \"warn\",\n  \"o\": {\n    \"x\": [1,\n 2]\n  }\n}\n"
            }
            if isJSON, random.chance(4) {
                text += random.pick(["{\"cut\":\"in the mid", "{\"a\":1}}", "{\"a\":01}", "{\"a\":1} b"]) + "\n"
            }
            if !isJSON, random.chance(5) { text += "  {\n    \"dumped\": \(i)\n  }\n" }
            if !isJSON, random.chance(4) { text += "{ not an object \(i)\n" }
            if hasStrayText, random.chance(8) { text += random.pick(["starting up", "Done.", "--- 8< ---", "x"]) + "\n" }
        }
        return text
    }

    /// A line of each format and dialect that is documented.
    static let samples: [[UInt8]] =
        (LineFormats.all.flatMap { $0.samples.map(\.text) } + Dialects.all.flatMap { $0.samples.map(\.text) }).map {
            Array($0.utf8)
        }

    private static let spices: [UInt8] =
        Array(" \t\"'\\[]()<>{}|:;,.-=@#/*+^0129TZazAZ\0\u{1B}\r".utf8) + [0x80, 0xC3, 0xEF, 0xFF]

    /// Samples with bytes changed, put in, taken out, cut off and joined.
    static func damaged(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = RecordRandom(seed)
        var out: [UInt8] = []
        for _ in 0..<count {
            var line = random.pick(samples)
            for _ in 0..<Int.random(in: 0...4, using: &random) where !line.isEmpty {
                let at = Int.random(in: 0..<line.count, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0: line[at] = random.pick(spices)
                case 1: line.insert(random.pick(spices), at: at)
                case 2: line.remove(at: at)
                case 3: line.removeSubrange(at...)
                case 4: line.insert(contentsOf: random.pick(samples), at: at)
                default: line[at] = UInt8.random(in: 0...255, using: &random)
                }
            }
            out += line
            if !random.chance(3) { out.append(0x0a) }
        }
        return out
    }
}
