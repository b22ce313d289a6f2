/// Lines that belong to the record before them, whatever format that has.
public enum Continuation {
    public static func looksLikeContinuation(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        let first = line.byte(0)
        switch first {
        case 0x20, 0x09: return true
        case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"):
            // Ends of what was printed over several lines.
            return line.allSatisfy {
                $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: ",")
                    || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\"") || $0.isBlank
            }
        case UInt8(ascii: "^"), UInt8(ascii: "~"):
            return line.allSatisfy { $0 == first || $0 == UInt8(ascii: "^") || $0.isBlank }
        case UInt8(ascii: "#"): return StackTrace.isNumberedFrame(line)
        case UInt8(ascii: "."): return StackTrace.isElision(line)
        case UInt8(ascii: "-"): return line.starts(with: "--- End of") || line.starts(with: "-- more --")
        case UInt8(ascii: "["):
            return line.starts(with: "[signal ") || line.starts(with: "[cause]:") || line.starts(with: "[stacktrace]")
                || line.starts(with: "[Previous line repeated")
        default: break
        }
        guard first.isLetter || first == UInt8(ascii: "_") || first == UInt8(ascii: "\\") else { return false }
        return isPhrase(line, first) || isThrown(line) || isGoFunction(line)
    }

    /// Fixed words of stack traces.
    private static func isPhrase(_ line: UnsafeBufferPointer<UInt8>, _ first: UInt8) -> Bool {
        switch first {
        case UInt8(ascii: "a"): line.starts(with: "at ") && StackTrace.isFrame(line)
        case UInt8(ascii: "c"): line.starts(with: "created by ")
        case UInt8(ascii: "e"): line.starts(with: "exit status ")
        case UInt8(ascii: "f"): line.starts(with: "from ") && StackTrace.isFrame(line)
        case UInt8(ascii: "g"): line.starts(with: "goroutine ") && line.holds(UInt8(ascii: "["))
        case UInt8(ascii: "n"): line.starts(with: "note: run with ")
        case UInt8(ascii: "s"): line.starts(with: "stack backtrace:")
        case UInt8(ascii: "C"): line.starts(with: "Caused by:")
        case UInt8(ascii: "D"): line.starts(with: "During handling of")
        case UInt8(ascii: "F"): line.starts(with: "File \"")
        case UInt8(ascii: "S"): line.starts(with: "Suppressed:") || line.starts(with: "Stack trace:")
        case UInt8(ascii: "T"):
            line.starts(with: "Traceback (most recent call last)") || line.starts(with: "The above exception was")
        default: false
        }
    }

    /// The head of an exception: `a.b.CException: text`, `ValueError`, and by their shape also those that are not called so,
    /// `CardDeclined: text`, which Python prints last.
    private static func isThrown(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        if StackTrace.isExceptionHead(line) { return true }
        guard let name = StackTrace.className(line) else { return line.starts(with: "Exception in thread \"") }
        let last = name.lastIndex(of: UInt8(ascii: ".")).map { name.from($0 + 1) } ?? name
        guard last.byte(0).isUpper, name.count < line.count else {
            return name.equals("KeyboardInterrupt") || name.equals("SystemExit")
        }
        // Two humps at least, no digits and no underscores: `CardDeclined`, not `INFO`, `Warning` or `Node1`.
        var humps = 0
        for i in 0..<last.count {
            guard last[i].isLetter else { return false }
            if last[i].isUpper, last.byte(i + 1).isLower { humps += 1 }
        }
        return humps >= 2
    }

    /// The function line of a Go frame: `path/pkg.(*Type).method(0x1, …)`, `main.run(...)`, `path/pkg.name.func1`.
    private static func isGoFunction(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard line.count <= 400 else { return false }
        let slash = line.lastIndex(of: UInt8(ascii: "/"))
        let name = slash.map { line.from($0 + 1) } ?? line
        guard name.holds(UInt8(ascii: ".")) else { return false }
        let open = name.firstIndex(of: UInt8(ascii: "("))
        // Without a path only an argument list tells a function from a host name.
        guard slash != nil || open != nil, open == nil || line.byte(line.count - 1) == UInt8(ascii: ")") || slash != nil else {
            return false
        }
        // No blank before the arguments.
        let head = slash.map { line.first($0) } ?? line.first(0)
        guard
            head.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "~") })
        else {
            return false
        }
        var i = 0
        while i < name.count, name[i] != 0x20, name[i] != UInt8(ascii: ":"), name[i] != UInt8(ascii: "=") { i += 1 }
        if i == name.count { return open != nil || slash != nil && name.byte(0).isLetter }
        // `main.run(0x1, 0x2)`: blanks between the arguments only.
        guard let open, open < i, name[i] == 0x20 else { return false }
        return name.from(open + 1).allSatisfy {
            $0.isHex || $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: ",") || $0 == 0x20 || $0 == UInt8(ascii: "{")
                || $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "?")
                || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "(")
        }
    }
}
