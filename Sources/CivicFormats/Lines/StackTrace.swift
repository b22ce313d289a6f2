/// Lines of stack traces, in the notations of Java, .NET, Python, JavaScript, Go, Ruby, PHP, Rust and C++.
public enum StackTrace {
    /// The line is a frame of a stack trace, or the head of an exception.
    public static func isFrame(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        let text = line.trimmed
        switch text.byte(0) {
        case UInt8(ascii: "a"):
            // `at a.b.C.m(C.java:1)`, `at fn (file:1:2)`, `at C.M() in F.cs:line 1`
            if text.starts(with: "at "), text.count > 5 {
                return text.holds(UInt8(ascii: "(")) || text.holds(UInt8(ascii: ":"))
            }
        case UInt8(ascii: "C"): if text.starts(with: "Caused by: ") { return true }
        case UInt8(ascii: "S"): if text.starts(with: "Suppressed: ") || text.equals("Stack trace:") { return true }
        case UInt8(ascii: "T"): if text.starts(with: "Traceback (most recent call last)") { return true }
        case UInt8(ascii: "F"): if text.starts(with: "File \"") { return true }
        case UInt8(ascii: "g"): if text.starts(with: "goroutine "), text.holds(UInt8(ascii: "[")) { return true }
        case UInt8(ascii: "f"): if text.starts(with: "from "), text.holds(UInt8(ascii: ":")) { return true }
        case UInt8(ascii: "#"): if isNumberedFrame(text) { return true }
        case UInt8(ascii: "."): if isElision(text) { return true }
        case UInt8(ascii: "/"): if text.count < line.count, isGoFrame(text) { return true }
        case 0x30...0x39: if text.count < line.count, isRustFrame(text) { return true }
        default: break
        }
        if text.starts(with: "created by "), text.count > 11 { return true }
        return isExceptionHead(text)
    }

    /// `pkg.Class`, `Class` or `Class: text`, where the class is an exception by its name.
    static func isExceptionHead(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.byte(0).isLetter, let name = className(text) else { return false }
        let isException = name.ends(with: "Exception") || name.ends(with: "Error")
        // `Error: text` and `ERROR` alone are what people write.
        return isException && name.count > 9 || (isException && name.count > 5 && !name.equals("Exception"))
    }

    /// The dotted name that makes up the line or ends at `: `.
    static func className(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        var i = 0
        while true {
            let byte = text.byte(i)
            guard
                byte.isLetter || byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "\\")
            else { break }
            i += 1
        }
        guard i > 2, i <= 160 else { return nil }
        guard i == text.count || (text.byte(i) == UInt8(ascii: ":") && (i + 1 == text.count || text.byte(i + 1) == 0x20)) else {
            return nil
        }
        return text.first(i)
    }

    /// `#0 …`, `#12  0x…`
    static func isNumberedFrame(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.byte(1).isDigit else { return false }
        var i = 1
        while text.byte(i).isDigit { i += 1 }
        return i <= 4 && text.byte(i) == 0x20
    }

    /// `... 37 more`, `... 3 common frames omitted`
    static func isElision(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.starts(with: "... ") && text.byte(4).isDigit
    }

    /// `/path/file.go:12 +0x1f`
    private static func isGoFrame(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let colon = text.lastIndex(of: UInt8(ascii: ":")) else { return false }
        return text.byte(colon + 1).isDigit
    }

    /// `12: name::of::function`
    private static func isRustFrame(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = 0
        while text.byte(i).isDigit { i += 1 }
        return i <= 3 && text.byte(i) == UInt8(ascii: ":") && text.byte(i + 1) == 0x20
    }
}
