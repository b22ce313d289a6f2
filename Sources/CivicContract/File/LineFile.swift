/// Committed files of one item a line: what contracts and accepted debt share.
enum LineFile {
    typealias Fail = (_ line: Int, _ reason: String, _ help: String) -> ContractFileError

    /// What helps where a file is not laid out as it must be; `what` is what stands in a line.
    static func help(_ what: String) -> String {
        "the file has one \(what) a line; restore it (git checkout) and keep formatters away from it (.prettierignore)"
    }

    /// An item without the comma that all but the last must end with.
    /// - Parameter number: 1-based line.
    static func item(
        _ line: ArraySlice<UInt8>, _ number: Int, isLast: Bool, called what: String, fail: Fail
    ) throws(ContractFileError) -> [UInt8] {
        let hasComma = line.last == UInt8(ascii: ",")
        guard hasComma != isLast else {
            throw fail(
                number, isLast ? "the last \(what) ends with a comma" : "there is no comma behind this \(what)", help(what))
        }
        return Array(hasComma ? line.dropLast() : line)
    }

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
