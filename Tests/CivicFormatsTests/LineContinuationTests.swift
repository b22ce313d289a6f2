import CivicFormats
import Testing

struct LineContinuationTests {
    private func isContinuation(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { Continuation.looksLikeContinuation($0) }
    }

    private func isFrame(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { StackTrace.isFrame($0) }
    }

    @Test(arguments: [
        "\tat com.example.Pay.charge(Pay.java:88)", "at Object.<anonymous> (/app/main.js:3:1)",
        "java.net.SocketTimeoutException: Read timed out", "Caused by: java.io.IOException: reset", "\t... 37 more",
        "... 12 common frames omitted", "Suppressed: a.BException", "Traceback (most recent call last):",
        "  File \"/app/main.py\", line 3, in run", "redis.exceptions.ConnectionError: refused", "ValueError: no",
        "goroutine 7 [running]:", "created by main.main", "   at App.Program.Main() in Program.cs:line 4",
        "System.InvalidOperationException: bad state", "#0 /app/index.php(3): run()", "\t/app/main.go:12 +0x1f",
    ])
    func `a frame or the head of an exception continues the record and marks a stack`(_ line: String) {
        #expect(isContinuation(line))
        #expect(isFrame(line))
    }

    @Test(arguments: [
        "    return call(ev)", "           ^^^^^^", "^^^^", "CardDeclined: card was declined", "KeyboardInterrupt",
        "During handling of the above exception, another exception occurred:",
        "The above exception was the direct cause of the following exception:", "[signal SIGSEGV: segmentation violation]",
        "main.run(0xc000, 0x1)", "example.com/a/b.(*T).Do(...)", "example.com/a/b/queue.NewSender.func3", "exit status 2",
        "}", "])", "},", "--- End of inner exception stack trace ---", "-- more --", "note: run with `X=1` to see more",
        "[cause]: Error: no", "\tindented",
    ])
    func `these lines continue the record before them`(_ line: String) {
        #expect(isContinuation(line))
    }

    @Test(arguments: [
        "2026-01-02 03:04:05,678 INFO a.B - up", "INFO: up", "Error: cannot open", "Warning: slow", "panic: no", "{\"a\":1}",
        "level=info msg=x", "[INFO] up", "localhost.localdomain", "GET /a/b.c", "server started (pid 7)", "# comment", "---",
        "Jan  2 03:04:05 rack-1 cron: job", "I0102 03:04:05.678901 7 main.go:12] up", "NOTE: x", "see a.b/c.d for more",
        "http://example.com/a.b", "10.0.0.1", "web-1  | text", "Rabbit3MQ: started", "",
    ])
    func `a line that may start a record does not continue one`(_ line: String) {
        #expect(!isContinuation(line))
    }

    @Test(arguments: ["    return call(ev)", "INFO: up", "Error: cannot open", "text", "", "at noon", "from here on"])
    func `a line that is no frame marks no stack`(_ line: String) {
        #expect(!isFrame(line))
    }
}
