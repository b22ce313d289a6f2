import Testing

@testable import CivicRules

@Suite struct ConfigGlobTests {
    @Test(arguments: [
        ("orders", "orders"), ("pay*", "payments"), ("pay*", "pay"), ("*-api", "cart-api"), ("*", "anything"), ("**", "a/b/c"),
        ("?art", "cart"), ("**/access.log.gz", "access.log.gz"), ("**/access.log.gz", "var/log/access.log.gz"),
        ("logs/**", "logs/a/b.log"), ("logs/*/b.log", "logs/a/b.log"), ("logs/**/b.log", "logs/b.log"),
        ("logs/**/b.log", "logs/x/y/b.log"), ("{cart,pay}-api", "pay-api"), ("a{b,c}{d,}", "ac"), ("größe-?", "größe-ü"),
        ("a{b", "a{b"), ("", ""), ("a**c", "a/b/c"),
    ])
    func `a glob takes what it should`(glob: String, text: String) {
        #expect(Glob(glob).matches(text))
    }

    @Test(arguments: [
        ("orders", "orders2"), ("pay*", "repay"), ("*", "a/b"), ("?", "/"), ("?", ""), ("logs/*", "logs/a/b.log"),
        ("**/access.log", "myaccess.log"), ("logs/**/b.log", "logs/xb.log"), ("Orders", "orders"), ("", "a"),
        ("{cart,pay}-api", "shop-api"),
    ])
    func `a glob leaves out what it should`(glob: String, text: String) {
        #expect(!Glob(glob).matches(text))
    }

    @Test func `many stars cost no more than a walk`() {
        let glob = Glob(String(repeating: "*a", count: 200) + "b")
        #expect(!glob.matches(String(repeating: "a", count: 2_000)))
        #expect(Glob(String(repeating: "{a,b}", count: 100)).matches("a") == false)
    }

    @Test func `no globs let everything in`() {
        #expect(Glob.list([], matches: "orders"))
        #expect(Glob.list(["x", "ord*"], matches: "orders"))
        #expect(!Glob.list(["x"], matches: "orders"))
    }
}
