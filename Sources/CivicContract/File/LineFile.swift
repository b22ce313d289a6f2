/// Committed files of one item a line: what contracts and accepted debt share.
enum LineFile {
    /// The lines without their ends, and without blank ones at the end of the file.
    static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
        while lines.last?.allSatisfy({ $0 <= 0x20 }) == true { lines.removeLast() }
        return lines
    }

    /// 1-based line of the first mark that a merge left; nil: there is none.
    static func conflict(in lines: [ArraySlice<UInt8>]) -> Int? {
        lines.firstIndex { line in
            let start = String(decoding: line.prefix(8), as: UTF8.self)
            return ["<<<<<<<", ">>>>>>>", "|||||||"].contains { start.hasPrefix($0) } || start == "======="
        }.map { $0 + 1 }
    }
}
