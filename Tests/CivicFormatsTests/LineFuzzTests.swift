import CivicFormats
import CivicModel
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The same numbers on every machine.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Memory between two pages that nobody may touch: a byte read before or behind a line ends the test.
private final class GuardedPage {
    private let base: UnsafeMutableRawPointer
    private let page = Int(sysconf(Int32(_SC_PAGESIZE)))

    init?() {
        let prot = PROT_READ | PROT_WRITE
        guard let map = mmap(nil, page * 3, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), map != MAP_FAILED else { return nil }
        base = map
        mprotect(base, page, PROT_NONE)
        mprotect(base + page * 2, page, PROT_NONE)
    }

    deinit { munmap(base, page * 3) }

    /// The bytes against the page behind them, or against the one before.
    func place(_ bytes: [UInt8], atEnd: Bool) -> UnsafeBufferPointer<UInt8> {
        let count = min(bytes.count, page)
        let start = base + page + (atEnd ? page - count : 0)
        start.copyMemory(from: bytes, byteCount: count)
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }
}

struct LineFuzzTests {
    private static let seeds: [[UInt8]] =
        (SampleCase.all.map(\.sample.text) + LineFormatTests.cases.map(\.line)).map { Array($0.utf8) }

    private static let spices: [UInt8] =
        Array(" \t\"'\\[]()<>{}|:;,.-=@#/*+^0129TZazAZ\0\u{1B}".utf8) + [0x80, 0xC3, 0xEF, 0xFF]

    /// Every format, the two questions about stacks, and every value where it may be.
    private func check(_ line: UnsafeBufferPointer<UInt8>, _ sink: FieldSink) {
        guard let start = line.baseAddress, !line.isEmpty else { return }
        func isInside(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
            guard let first = part.baseAddress else { return part.isEmpty }
            return first >= start && first + part.count <= start + line.count
        }
        var first: Int?
        for (index, format) in LineFormats.all.enumerated() {
            sink.reset()
            let isRead = format.parse(line, into: sink)
            if format.id == PlainText.id { #expect(isRead) }
            guard isRead else { continue }
            first = first ?? index
            for field in sink.fields {
                // Levels of syslog and Redis and the flags of logfmt are static text; the W3C's two columns are put together.
                let isStatic =
                    field.kind != .string && field.value.count <= 4 || field.value.count <= 7 && format.id == "redis"
                    || format.id == W3CExtended.id && field.name.elementsEqual("time".utf8) && field.value.count <= 30
                if !isInside(field.value) && !isStatic { Issue.record("\(format.id): \(describe(field))") }
                if field.kind == .emptyString && !field.value.isEmpty { Issue.record("\(format.id): \(describe(field))") }
            }
            if let payload = sink.payload, !isInside(payload) { Issue.record("\(format.id): payload") }
        }
        // The short cut by the first byte decides as the list does.
        let chosen = LineFormats.read(line, into: sink)
        if chosen != first { Issue.record("read gives \(chosen), the list \(first ?? -1): \(Array(line))") }
        _ = Continuation.looksLikeContinuation(line)
        _ = StackTrace.isFrame(line)
    }

    @Test func `no prefix of any sample is read beyond its end`() throws {
        let page = try #require(GuardedPage())
        let sink = FieldSink(times: TimeParser())
        for seed in Self.seeds {
            for count in 1...seed.count { check(page.place(Array(seed[..<count]), atEnd: true), sink) }
        }
    }

    @Test func `no mutation of any sample and no noise is read outside its bytes`() throws {
        let page = try #require(GuardedPage())
        let sink = FieldSink(times: TimeParser())
        var random = SplitMix(state: 42)
        var stripped: [UInt8] = []
        for round in 0..<6000 {
            var bytes = Self.seeds[round % Self.seeds.count]
            if round % 10 == 9 {
                bytes = (0..<Int.random(in: 1...120, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            } else if round % 10 == 8 {
                bytes = (0..<Int.random(in: 1...80, using: &random)).map { _ in Self.spices.randomElement(using: &random) ?? 0 }
            }
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                let spice = Self.spices.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[at] = spice
                case 1: bytes.insert(spice, at: at)
                case 2: bytes.remove(at: at)
                case 3: bytes.removeSubrange(at...)
                default: bytes.insert(contentsOf: Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)], at: at)
                }
            }
            let line = page.place(bytes, atEnd: round % 4 != 0)
            check(line, sink)
            if ANSI.strip(line, into: &stripped) { #expect(!stripped.contains(0x1B) || stripped.count < line.count) }
        }
    }
}
