import CivicBytes
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

struct SourceWalkTests {
    let folder = TemporaryFolder()
    var root: String { folder.path }

    /// Paths below the folder.
    func names(_ walk: SourceWalk) -> [String] { walk.inputs.map { String($0.path.dropFirst(root.count + 1)) } }

    @Test func `a directory is walked in the order of bytes, without hidden entries`() throws {
        for name in ["b/z.log", "b/A.log", "a.log", "B.log", ".hidden", ".git/x", "b/.x.swp"] { folder.write(name, name) }
        let walk = try SourceWalk.expand([root])
        #expect(names(walk) == ["B.log", "a.log", "b/A.log", "b/z.log"])
        #expect(walk.inputs.map(\.size) == [5, 5, 7, 7])
        #expect(Set(walk.inputs.map(\.root)) == [root])
        #expect(walk.problems.isEmpty)
    }

    @Test func `the same file is read once however it is reached`() throws {
        let file = folder.write("b.log", "x")
        link(file, "\(root)/hard.log")
        symlink("b.log", "\(root)/a.log")
        // The file itself and not the link, though the link comes first in the order of bytes.
        #expect(try names(SourceWalk.expand([root])) == ["b.log"])
        #expect(try names(SourceWalk.expand([file, root, "\(root)/./b.log", file])) == ["./b.log"])
        #expect(try SourceWalk.expand([root, file]).inputs == SourceWalk.expand([file, root]).inputs)
    }

    @Test func `a link to a directory is followed and a loop is named`() throws {
        folder.write("real/a.log", "x")
        let outside = TemporaryFolder()
        outside.write("c.log", "x")
        symlink("..", "\(root)/real/up")
        symlink(outside.path, "\(root)/more")
        symlink("real", "\(root)/alias")
        let walk = try SourceWalk.expand([root])
        #expect(names(walk) == ["more/c.log", "real/a.log"])
        #expect(walk.problems.map(\.code) == ["directory-loop"])
        #expect(walk.problems[0].path == "\(root)/real/up")
    }

    @Test func `a dangling link and a fifo inside a directory are named`() throws {
        symlink("nowhere", "\(root)/dangling")
        mkfifo("\(root)/fifo", 0o600)
        let walk = try SourceWalk.expand([root])
        #expect(walk.inputs.isEmpty)
        #expect(walk.problems.map(\.code) == ["unreadable", "special-file"])
    }

    @Test func `a fifo that is named is an input`() throws {
        mkfifo("\(root)/fifo", 0o600)
        #expect(try names(SourceWalk.expand(["\(root)/fifo"])) == ["fifo"])
    }

    @Test func `an empty directory is fine`() throws {
        let walk = try SourceWalk.expand([root])
        #expect(walk.inputs.isEmpty)
        #expect(walk.problems.isEmpty)
    }

    @Test func `standard input stays itself`() throws {
        let walk = try SourceWalk.expand(["-", "-"])
        #expect(walk.inputs.map(\.path) == ["-"])
    }

    @Test func `a path that does not exist is an error with the name that was meant`() {
        folder.write("orders.log", "x")
        folder.write("payments.log", "x")
        let error = #expect(throws: PathError.self) { try SourceWalk.expand(["\(root)/ordres.log"]) }
        #expect(error?.fact == "no such file or directory: \(root)/ordres.log")
        #expect(error?.help == "did you mean \(root)/orders.log?")
        let other = #expect(throws: PathError.self) { try SourceWalk.expand(["\(root)/entirely-else"]) }
        #expect(other?.help == "name a file or a directory, or - for standard input")
    }

    @Test func `a hidden file that is named is an input`() throws {
        let file = folder.write(".hidden.log", "x")
        #expect(try names(SourceWalk.expand([file])) == [".hidden.log"])
    }
}
