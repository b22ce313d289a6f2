/// Made-up logs with all that a profile counts: services, levels, templates, times, repeats, rejects, shapes.
enum ProfileLog {
    static func text(_ count: Int, seed: UInt64) -> String {
        var random = ProfileRandom(seed)
        var text = ""
        var last = ""
        for i in 0..<count {
            let time = "2026-01-05T10:\(10 + i / 60 % 50):\(10 + i % 50)"
            let digits = random.pick(["", ".5", ".123"])
            let level = random.pick(["info", "warn", "error", "DEBUG", "odd"])
            let service = random.pick(["orders", "payments", "unknown_service"])
            let message = random.pick(["order \(i) paid", "retry \(i % 7) of 9", "disk is slow", "cannot reach \(service)"])
            switch Int.random(in: 0..<12, using: &random) {
            case 0...3:
                last = #","level":"\#(level)","service":"\#(service)","message":"\#(message)"}"#
                text += #"{"time":"\#(time)\#(digits)Z""# + last + "\n"
            case 4, 5:
                // The same again, with another time.
                for _ in 0..<Int.random(in: 1...3, using: &random) where !last.isEmpty {
                    text += #"{"time":"\#(time)Z""# + last + "\n"
                }
            case 6: text += #"{"ts":\#(1_767_607_200 + i),"msg":"\#(message)","k\#(i % 5)":{"a":1,"b":[]}}"# + "\n"
            case 7:
                text += "{\"message\":\"x\",\"level\":\"error\"}\njava.lang.IllegalStateException: no\n\tat a.B.c(D.java:1)\n"
            case 8: text += random.pick(["{\"cut\":\"in the", "{\"a\":1}}"]) + "\n"
            case 9:
                text += #"{"a":{"x":1},"a":{"y":2},"message":"twice"}"# + "\n" + #"{"a":{"x":1,"y":2},"message":"once"}"# + "\n"
            case 10: text += "\n"
            default: text += "time=\(time)Z level=\(level) msg=\"\(message)\" service=\(service)\n"
            }
        }
        return text
    }

    /// A message of nothing but words, so that each number has a template of its own.
    static func words(_ number: Int) -> String {
        var rest = number
        var text = "event"
        repeat {
            text += " " + ["alpha", "beta", "gamma", "delta", "eta", "theta", "iota", "kappa"][rest & 7]
            rest >>= 3
        } while rest > 0
        return text
    }
}
