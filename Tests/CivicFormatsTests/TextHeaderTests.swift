import CivicModel
import Testing

@testable import CivicFormats

/// Headers of text lines that are no sample of a format's page.
struct TextHeaderTests {
    private func head(_ line: String) -> (level: String?, logger: String?, pid: String?, thread: String?, rest: String) {
        var header = TextHeader()
        var text = line
        return text.withUTF8 { bytes in
            guard var cursor = LineCursor(bytes) else { return (nil, nil, nil, nil, "") }
            header.read(&cursor)
            func word(_ bytes: UnsafeBufferPointer<UInt8>?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
            return (
                word(header.level), word(header.logger), word(header.pid), word(header.thread),
                String(decoding: cursor.rest, as: UTF8.self)
            )
        }
    }

    @Test func `a program with its process id and a level`() {
        let found = head("receipts[8283] info: Mailed receipt 7")
        #expect(found.level == "info" && found.logger == "receipts" && found.pid == "8283")
        #expect(found.rest == "Mailed receipt 7")
        #expect(head("receipts[8283]: ERROR: no relay").level == "ERROR")
    }

    @Test func `a logger and a level with a colon each`() {
        let found = head("mail.queue: WARNING: relay is slow")
        #expect(found.level == "WARNING" && found.logger == "mail.queue")
        #expect(found.rest == "relay is slow")
    }

    @Test func `the worker of Celery behind its level`() {
        let found = head(": WARNING/MainProcess] task is late")
        #expect(found.level == "WARNING" && found.thread == "MainProcess")
        #expect(found.rest == "task is late")
    }

    @Test func `a level with an arrow behind it, and where in the source it was said`() {
        let found = head("INFO> mailer.pl:8 main::send - mail queued for 7")
        #expect(found.level == "INFO" && found.rest == "mail queued for 7")
        #expect(head("WARN> Relay.pm:12 Mail::Relay::ask - no answer").rest == "no answer")
        #expect(head("ERROR>x is no header").level == nil)
        #expect(head("INFO mailer.pl:8 a - b").rest == "a - b")
    }

    @Test(arguments: [
        "receipts[8283] mailed: 7", "receipts: info about 7", "receipts[x] info: 7", "note: warning lights are on",
        ": WARNING/ is a path]", "a b: ERROR: c",
    ])
    func `a sentence that looks like one is none`(_ line: String) {
        #expect(head(line).level == nil)
        #expect(head(line).rest.hasSuffix(String(line.drop { $0 == ":" || $0 == " " })))
    }
}
