/// The difference of two texts as `git apply` reads it.
public enum UnifiedDiff {
    private static let context = 3

    /// Empty when both are equal.
    /// - Parameter path: as both sides are called, relative to where the patch is applied.
    public static func text(from old: String, to new: String, path: String) -> String {
        let (a, b) = (lines(old), lines(new))
        let difference = b.difference(from: a)
        guard !difference.isEmpty else { return "" }
        var (removed, inserted) = (Set<Int>(), Set<Int>())
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        // One script of kept, removed and inserted lines.
        var script: [(mark: Character, text: String)] = []
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            if removed.contains(i) {
                script.append(("-", a[i]))
                i += 1
            } else if inserted.contains(j) {
                script.append(("+", b[j]))
                j += 1
            } else {
                script.append((" ", a[i]))
                (i, j) = (i + 1, j + 1)
            }
        }
        var name = path[...]
        while name.hasPrefix("./") || name.hasPrefix("/") { name = name.dropFirst(name.hasPrefix("/") ? 1 : 2) }
        return "--- a/\(name)\n+++ b/\(name)\n" + hunks(script)
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func hunks(_ script: [(mark: Character, text: String)]) -> String {
        var result = ""
        var (oldLine, newLine) = (1, 1)
        var at = 0
        while let first = script[at...].firstIndex(where: { $0.mark != " " }) {
            let start = max(at, first - context)
            var last = first
            for index in first..<script.count where script[index].mark != " " {
                if index - last > 2 * context + 1 { break }
                last = index
            }
            let end = min(script.count, last + context + 1)
            for skipped in script[at..<start] where skipped.mark == " " { (oldLine, newLine) = (oldLine + 1, newLine + 1) }
            let hunk = script[start..<end]
            let (old, new) = (hunk.count { $0.mark != "+" }, hunk.count { $0.mark != "-" })
            result += "@@ -\(old == 0 ? oldLine - 1 : oldLine),\(old) +\(new == 0 ? newLine - 1 : newLine),\(new) @@\n"
            for line in hunk { result += "\(line.mark)\(line.text)\n" }
            (oldLine, newLine, at) = (oldLine + old, newLine + new, end)
        }
        return result
    }
}
