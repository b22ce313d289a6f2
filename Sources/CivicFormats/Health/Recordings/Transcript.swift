import CivicModel

/// Reads answers out of text that a person or a loop wrote to a file: captures with status line and headers, transcripts
/// of `curl -v`, times and bodies in turn, one answer a line.
struct Transcript {
    private struct Answer {
        var line = 0
        var byte = 0
        var time: Instant?
        var words: [String] = []
        var url = ""
        var path = ""
        var code: Int?
        var duration: Int64?
        var headers: [HealthObservation.Header] = []
        var body: [UInt8] = []
        var bodyByte = 0
        var bodyLine = 0
        var error: String?
        var curlExit: Int?

        var hasAnswer: Bool { code != nil || error != nil || body.contains { $0 > 0x20 } }
    }

    private enum Mode { case body, headers, verbose }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var mode = Mode.body
    private var current = Answer()
    private var answers: [HealthAnswer] = []
    /// Lines that say how and when was asked: what tells a transcript from any other text.
    private(set) var marks = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The answers in `bytes`; nil when nothing in them is a transcript's.
    static func read(_ bytes: [UInt8]) -> [HealthAnswer]? {
        bytes.withUnsafeBufferPointer { bytes in
            var transcript = Transcript(bytes)
            transcript.walk()
            return transcript.marks > 0 && !transcript.answers.isEmpty ? transcript.answers : nil
        }
    }

    private mutating func walk() {
        var start = 0
        var number = 1
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
            var stop = end
            while stop > start, bytes[stop - 1] == 0x0d { stop -= 1 }
            let raw = UnsafeBufferPointer(rebasing: bytes[start..<stop])
            take(raw, line: number, byte: start)
            start = end + 1
            number += 1
        }
        flush()
    }

    /// Longest line that may be anything but a part of a body.
    private static let markLimit = 4096

    private mutating func take(_ raw: UnsafeBufferPointer<UInt8>, line: Int, byte: Int) {
        if mode == .body, raw.count > Self.markLimit {
            keep(raw, line: line, byte: byte)
            return
        }
        let text = String(decoding: raw.prefix(Self.markLimit), as: UTF8.self)
        if text.hasPrefix("HTTP/") || text.hasPrefix("< HTTP/") {
            let status = text.hasPrefix("<") ? text.dropFirst(2) : text[...]
            if let code = Self.code(statusLine: status) {
                marks += 1
                open(line: line, byte: byte, unless: current.code == nil && !current.body.contains { $0 > 0x20 })
                // What comes after `100 Continue` is the answer.
                current.code = code < 200 ? nil : code
                mode = text.hasPrefix("<") ? .verbose : .headers
                return
            }
        }
        if mode != .body || current.code != nil || marks > 0, Self.isCurlNote(text) {
            if text.hasPrefix("> "), text.contains(" HTTP/") {
                open(line: line, byte: byte, unless: !current.hasAnswer)
                current.path = text.split(separator: " ").dropFirst(2).first.map(String.init) ?? ""
            } else if text.lowercased().hasPrefix("> host: ") {
                current.url = "http://" + HealthDocument.trimmed(text.dropFirst(8)) + current.path
            } else if text.hasPrefix("< "), let header = Self.header(text.dropFirst(2)) {
                current.headers.append(header)
            } else if text == "<" || text == "< " {
                mode = .body
            }
            return
        }
        if let command = Self.command(text) {
            marks += 1
            open(line: line, byte: byte, unless: !current.hasAnswer)
            current.url = command
            return
        }
        if mode == .headers {
            if text.isEmpty {
                mode = .body
            } else if let header = Self.header(text[...]) {
                current.headers.append(header)
            } else {
                mode = .body
                keep(raw, line: line, byte: byte)
            }
            return
        }
        if text.hasPrefix("* "), Self.isCurlNote(text),
            text.contains("Trying") || text.contains("Connected to") || text.contains("Host ")
        {
            marks += 1
            return
        }
        if let exit = CurlError.exit(text) {
            marks += 1
            open(line: line, byte: byte, unless: !current.hasAnswer)
            current.curlExit = exit
            current.error = ComponentReader.short(text)
            flush()
            return
        }
        if marker(text, line: line, byte: byte) { return }
        keep(raw, line: line, byte: byte)
    }

    /// Begins the next answer, unless the one at hand has nothing yet.
    private mutating func open(line: Int, byte: Int, unless isFresh: Bool) {
        if !isFresh { flush() }
        if current.line == 0 { (current.line, current.byte) = (line, byte) }
        mode = .body
    }

    private mutating func keep(_ raw: UnsafeBufferPointer<UInt8>, line: Int, byte: Int) {
        if current.line == 0 { (current.line, current.byte) = (line, byte) }
        if current.body.isEmpty { (current.bodyLine, current.bodyByte) = (line, byte) }
        current.body += raw
        current.body.append(0x0a)
    }

    // MARK: Lines that tell about answers

    private static func code(statusLine: Substring) -> Int? {
        let words = statusLine.split(separator: " ")
        guard words.count > 1, let code = Int(words[1]), (100..<600).contains(code) else { return nil }
        return code
    }

    private static func header(_ text: Substring) -> HealthObservation.Header? {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex, !text[..<colon].contains(" ") else { return nil }
        return .init(
            name: ComponentReader.short(text[..<colon].lowercased()),
            value: ComponentReader.short(HealthDocument.trimmed(text[text.index(after: colon)...])))
    }

    private static func isCurlNote(_ text: String) -> Bool {
        text.hasPrefix("* ") || text.hasPrefix("> ") && !text.hasPrefix("> curl ") || text == ">" || text.hasPrefix("< ")
            || text == "<"
            || text.hasPrefix("{ [") || text.hasPrefix("} [") || text.hasPrefix("  % Total ")
            || text.hasPrefix("                                 Dload")
    }

    /// The address in `$ curl -s http://shop/health`; empty when the command names none. Behind a prompt other commands may come
    /// first: `$ date; curl -i http://shop/health`.
    private static func command(_ text: String) -> String? {
        let bare = text.drop { "$>%# ".contains($0) }
        guard let request = request(in: bare, hasPrompt: bare.startIndex > text.startIndex) else { return nil }
        let words = request.split(separator: " ").map { $0.filter { $0 != "'" && $0 != "\"" } }
        let address =
            words.dropFirst().first { $0.contains("://") } ?? words.dropFirst().last { !$0.hasPrefix("-") && $0.contains("/") }
        guard let address else { return "" }
        return address.contains("://") ? address : "http://" + address
    }

    private static func request(in command: Substring, hasPrompt: Bool) -> Substring? {
        var rest = command
        for _ in 0..<8 {
            if rest.hasPrefix("curl ") || rest.hasPrefix("http GET ") || rest.hasPrefix("wget ") { return rest }
            guard hasPrompt, let cut = rest.firstIndex(where: { $0 == ";" || $0 == "&" }) else { return nil }
            rest = rest[cut...].drop { $0 == ";" || $0 == "&" || $0 == " " }
        }
        return nil
    }

    /// A line that begins with a time, decorated or not, and goes on with a status, a duration, an address, a body, or
    /// nothing: `=== 2025-03-01T10:00:00Z ready ===`, `2025-03-01T10:00:00Z 503 0.041 http://shop/ready`.
    private mutating func marker(_ text: String, line: Int, byte: Int) -> Bool {
        var bare = text[...]
        while let first = bare.first, "=-#*> \t[".contains(first) { bare.removeFirst() }
        if bare.isEmpty {
            // A rule between two answers.
            guard text.count > 2, !text.contains("[") else { return false }
            if current.hasAnswer { flush() }
            return true
        }
        guard bare.utf8.count >= 10, bare.first?.isNumber == true || bare.first?.isUppercase == true,
            let (instant, length) = Self.time(bare)
        else { return false }
        var rest = bare.utf8.dropFirst(length)
        while let first = rest.first, first == 0x20 || first == 0x09 || "],;|:".utf8.contains(first) { rest = rest.dropFirst() }
        let tail = HealthDocument.trimmed(Substring(rest))
        let words = tail.split { " \t,;|".contains($0) }.map(String.init)
        let isBody = tail.hasPrefix("{\"") || tail.hasPrefix("[{") || tail.hasPrefix("[+]")
        guard isBody || Self.isMark(words) else { return false }
        marks += 1
        open(line: line, byte: byte, unless: !current.hasAnswer && current.time == nil)
        current.time = instant
        if isBody {
            current.body = Array(tail.utf8) + [0x0a]
            (current.bodyLine, current.bodyByte) = (line, byte)
            return true
        }
        read(words: words)
        return true
    }

    /// Whether words behind a time tell about an answer: statuses, durations, addresses, kinds, and a name or two. A sentence
    /// is a line of a log.
    private static func isMark(_ words: [String]) -> Bool {
        guard words.count <= 8 else { return false }
        var names = 0
        for word in words {
            let bare = word.filter { !"()[]=\"'".contains($0) }
            let isKnown =
                bare.contains("://") || bare.hasPrefix("/") || Double(bare) != nil || HealthTime.nanoseconds(of: bare) != nil
                || HealthKindInference.kind(token: bare) != nil || bare.allSatisfy { "=-#*".contains($0) }
            if isKnown { continue }
            guard bare == word || bare.isEmpty, bare.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) else {
                return false
            }
            names += 1
        }
        return names <= 2 || names <= 4 && TransportError.type(of: words.joined(separator: " ")) != TransportError.other
    }

    /// Bytes of the time at the start of `text`, with what it says.
    private static func time(_ text: Substring) -> (Instant, Int)? {
        var text = String(text.prefix(64))
        return text.withUTF8 { bytes -> (Instant, Int)? in
            guard let start = bytes.baseAddress, let found = TimeParser().prefix(start, bytes.count), found.time.isReadable,
                found.time.shape.encoding != .timeOfDay
            else { return nil }
            return (Instant(nanoseconds: found.time.nanoseconds), found.length)
        }
    }

    /// What stands behind a time: `503 0.041 http://shop/ready`, `shop ready`, `DOWN`, `000 timeout`.
    private mutating func read(words: [String]) {
        for word in words {
            let bare = word.filter { !"()[]=\"'".contains($0) }
            if bare.contains("://") {
                current.url = bare
            } else if bare.utf8.count == 3, let code = Int(bare), current.code == nil, current.error == nil {
                if (100..<600).contains(code) {
                    current.code = code
                } else {
                    current.error = TransportError.other
                }
            } else if bare.contains("."), let seconds = Double(bare), current.duration == nil {
                current.duration = HealthTime.nanoseconds(.number(String(seconds)), unit: 1e9)
            } else if let nanoseconds = HealthTime.nanoseconds(of: bare), current.duration == nil {
                current.duration = nanoseconds
            } else if bare.hasPrefix("/") {
                current.path = bare
            } else if !bare.allSatisfy({ "=-#*".contains($0) }), !bare.isEmpty {
                current.words.append(bare)
            }
        }
        if current.error != nil, !current.words.isEmpty { current.error = current.words.joined(separator: " ") }
        if current.code == nil, current.error == nil, current.words.count == 1, HealthStatus(word: current.words[0]) != nil,
            HealthKindInference.kind(token: current.words[0]) == nil
        {
            current.body = Array(current.words[0].utf8)
            (current.bodyLine, current.bodyByte) = (current.line, current.byte)
            current.words = []
        }
    }

    // MARK: Whole answers

    private mutating func flush() {
        defer {
            // A time, an address said once, hold for what follows until the next.
            var next = Answer()
            if !current.hasAnswer { (next.url, next.path, next.words) = (current.url, current.path, current.words) }
            current = next
            mode = .body
        }
        guard current.hasAnswer else { return }
        var observation = RecordedLine.observation(url: current.url.isEmpty ? current.path : current.url)
        if current.url.isEmpty { observation.service = "" }
        (observation.line, observation.byte) = (current.line, current.byte)
        observation.statusCode = current.code
        observation.duration = current.duration
        observation.headers = Array(current.headers.prefix(256))
        if let time = current.time { (observation.time, observation.timeSource) = (time, .envelope) }
        for word in current.words {
            if let kind = HealthKindInference.kind(token: word) {
                observation.kind = kind
            } else if observation.service.isEmpty {
                observation.service = ComponentReader.short(word)
            }
        }
        if let error = current.error, current.code == nil {
            observation.errorMessage = error
            observation.errorType =
                current.curlExit.flatMap { TransportError.type(curlExit: $0) } ?? TransportError.type(of: error)
        }
        let bodies = Self.bodies(current.body)
        if bodies.isEmpty { answers.append(HealthAnswer(observation: observation)) }
        for (index, body) in bodies.enumerated() {
            var own = observation
            if index > 0 {
                // Only the first of several values is the one that was announced.
                own = RecordedLine.observation(url: observation.url)
                own.service = observation.service
                own.kind = observation.kind
                (own.line, own.byte) = (current.bodyLine + body.line, current.bodyByte + body.start)
            }
            answers.append(HealthAnswer(observation: own, body: body.bytes))
        }
    }

    /// The values that a run of lines holds: one text, or one JSON value after the other.
    static func bodies(_ bytes: [UInt8]) -> [(bytes: [UInt8], line: Int, start: Int)] {
        var found: [(bytes: [UInt8], line: Int, start: Int)] = []
        bytes.withUnsafeBufferPointer { buffer in
            var at = 0
            var line = 0
            while found.count < MonitorExport.limit {
                while at < buffer.count, buffer[at] <= 0x20 || buffer[at] == UInt8(ascii: ",") && !found.isEmpty {
                    if buffer[at] == 0x0a { line += 1 }
                    at += 1
                }
                guard at < buffer.count else { return }
                let opens = buffer[at] == UInt8(ascii: "{") || buffer[at] == UInt8(ascii: "[")
                guard opens, let (tree, flaws, end) = JSONTreeReader.read(buffer, from: at), end > at,
                    !(flaws.contains(.malformed) && tree.isEmptyComposite)
                else {
                    let rest = Array(buffer[at...])
                    // What curl says behind a body without a line end.
                    if found.isEmpty || !rest.starts(with: "* ".utf8) { found.append((Self.trimmed(rest), line, at)) }
                    return
                }
                let isDamaged = flaws.contains(.malformed) || flaws.contains(.truncated)
                found.append((Array(buffer[at..<(isDamaged ? buffer.count : end)]), line, at))
                if isDamaged { return }
                line += buffer[at..<end].count { $0 == 0x0a }
                at = end
            }
        }
        return found
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return bytes
    }
}
