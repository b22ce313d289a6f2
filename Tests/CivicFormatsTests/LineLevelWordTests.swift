import CivicFormats
import CivicModel
import Testing

struct LineLevelWordTests {
    @Test(arguments: [
        "trace", "trc", "trce", "verbose", "vrb", "debug", "dbg", "debu", "info", "inf", "notice", "noti", "warn", "warning",
        "wrn", "error", "err", "erro", "eror", "severe", "fatal", "ftl", "fata", "crit", "critical", "emerg", "panic", "pani",
        "dpanic", "emergency", "information", "informational", "deprecation", "fine", "finer", "finest", "config", "success",
        "note", "alert", "INFO+2", "DEBUG5",
    ])
    func `a word that starts a text record as its level is one that levels are read from`(_ word: String) {
        let reading = LineReading("[\(word)] text")
        #expect(reading.format?.id == LevelText.id)
        #expect(reading.level != .none)
        #expect(reading.message == "text")
    }
}
