import CivicContract
import Foundation
import Testing

struct UnifiedDiffTests {
    @Test func `equal texts have no difference`() {
        #expect(UnifiedDiff.text(from: "a\nb\n", to: "a\nb\n", path: "f").isEmpty)
    }

    @Test func `far changes are hunks of their own, near ones share one`() {
        let lines = (1...40).map { "line \($0)" }
        var changed = lines
        changed[4] = "x"
        changed[8] = "y"
        changed[30] = "z"
        func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
        let patch = UnifiedDiff.text(from: text(lines), to: text(changed), path: "f")
        #expect(patch.split(separator: "\n").filter { $0.hasPrefix("@@") } == ["@@ -2,11 +2,11 @@", "@@ -28,7 +28,7 @@"])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/git")), arguments: 0..<12)
    func `git applies what we write`(_ seed: Int) throws {
        var state = UInt64(seed) &* 77 &+ 3
        func next(_ n: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % n
        }
        let old = (0..<next(30)).map { _ in "line \(next(9))" }
        var new = old
        for _ in 0..<next(8) {
            if !new.isEmpty, next(2) == 0 {
                new.remove(at: next(new.count))
            } else {
                new.insert("new \(next(99))", at: next(new.count + 1))
            }
        }
        func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
        let patch = UnifiedDiff.text(from: text(old), to: text(new), path: "f")
        guard !patch.isEmpty, !old.isEmpty, !new.isEmpty else { return }
        let folder = NSTemporaryDirectory() + "civic-diff-\(seed)-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try text(old).write(toFile: folder + "/f", atomically: true, encoding: .utf8)
        try patch.write(toFile: folder + "/p", atomically: true, encoding: .utf8)
        let git = Process()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/git")
        git.arguments = ["apply", "p"]
        git.currentDirectoryURL = URL(fileURLWithPath: folder)
        // Outside of any repository, wherever the folder is.
        git.environment = ["GIT_CEILING_DIRECTORIES": NSTemporaryDirectory(), "PATH": "/usr/bin:/bin"]
        try git.run()
        git.waitUntilExit()
        #expect(git.terminationStatus == 0)
        #expect(try String(contentsOfFile: folder + "/f", encoding: .utf8) == text(new))
    }
}
