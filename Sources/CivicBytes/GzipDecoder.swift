import CZlib
import CivicModel

/// Reads a gzip file (RFC 1952): any number of members, one after the other. The frame is read here, the same way for
/// every inflater; damage is named, and what inflates is kept.
///
/// ISA-L accepts some damaged data that zlib rejects. So when a member that it inflated turns out to be damaged, the
/// part that was not handed out yet is inflated again by zlib, and zlib's word counts: builds with and without ISA-L
/// then say the same about the same file.
final class GzipDecoder {
    /// Why reading stopped before the end of the file.
    struct Stop {
        /// `gzip-truncated` or `gzip-corrupt`.
        var code: String
        /// Where in the file as stored.
        var offset: Int
        var what: String
        /// The last bytes put out are the start of something that is missing.
        var cutsData: Bool
    }

    private enum Phase { case header, body, ended }

    private let input: StoredInput
    private let fast: (any RawInflater)?
    private lazy var reference = ZlibInflater()
    private var inflater: any RawInflater
    private var phase = Phase.header
    /// Result of a step that was made while output was discarded.
    private var pendingStatus: InflateStep.Status?
    /// Offset of the deflate data of the current member.
    private var bodyStart = 0
    /// Bytes that the current member has put out.
    private var memberOutput = 0

    /// Members whose header was read.
    private(set) var memberCount = 0
    private(set) var stop: Stop?
    /// Gives a problem to the reader: code, offset in the file as stored, detail.
    private let report: (String, Int, String) -> Void

    var isAtEnd: Bool { phase == .ended }

    init(_ input: StoredInput, kind: InflaterKind, report: @escaping (String, Int, String) -> Void) {
        self.input = input
        self.report = report
        #if CIVIC_ISAL
            let usesISAL = kind == .isal || (kind == .best && input.isRewindable)
            fast = usesISAL ? ISALInflater() : nil
        #else
            fast = nil
        #endif
        inflater = fast ?? ZlibInflater()
    }

    /// Appends to the `fill` bytes at `base` until there are `capacity` or the file ends. The bytes before may change
    /// too, and `fill` may end up smaller, when a damaged member is inflated again: all of them must be bytes that
    /// nobody has seen.
    func produce(_ base: UnsafeMutablePointer<UInt8>, fill: inout Int, capacity: Int) {
        while phase != .ended, fill < capacity {
            if phase == .header {
                readHeader()
                continue
            }
            let hasInput = input.available > 0 || input.refill()
            var status: InflateStep.Status
            var produced = 0
            if let pending = pendingStatus {
                status = pending
                pendingStatus = nil
            } else {
                let step = inflater.step(input, into: base + fill, capacity: capacity - fill)
                (status, produced) = (step.status, step.produced)
                fill += produced
                memberOutput += produced
            }
            switch status {
            case .done:
                endMember(base, fill: &fill)
            case .invalid:
                if inflateAgain(fill: &fill) { continue }
                stop = Stop(
                    code: "gzip-corrupt", offset: input.offset, what: "the deflate data of member \(memberCount) is invalid",
                    cutsData: memberOutput > 0)
                phase = .ended
            case .more:
                // Without input an inflater may still hold output; when it has none either, the file is cut off.
                if hasInput || produced > 0 || inflateAgain(fill: &fill) { continue }
                stop = Stop(
                    code: "gzip-truncated", offset: input.offset, what: "the file ends inside member \(memberCount)",
                    cutsData: memberOutput > 0)
                phase = .ended
            }
        }
    }

    /// Starts the current member over with zlib, drops as many bytes as were handed out before, and takes the bytes of
    /// this member in the buffer back. False when zlib is at work already or the input cannot be read again.
    private func inflateAgain(fill: inout Int) -> Bool {
        guard fast != nil, inflater === fast, input.rewind(to: bodyStart) else { return false }
        let unseen = min(memberOutput, fill)
        let handedOut = memberOutput - unseen
        fill -= unseen
        reference.reset()
        inflater = reference
        memberOutput = 0
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64 << 10) { scratch in
            guard let output = scratch.baseAddress else { return }
            while memberOutput < handedOut {
                let hasInput = input.available > 0 || input.refill()
                let step = inflater.step(input, into: output, capacity: min(scratch.count, handedOut - memberOutput))
                memberOutput += step.produced
                if step.status != .more || (step.produced == 0 && !hasInput) {
                    // Handled by `produce` like any other step. Before all of `handedOut` came again, it means that ISA-L
                    // went on past the damage for longer than a block: those bytes are out and stay.
                    pendingStatus = step.status
                    return
                }
            }
        }
        return true
    }

    /// Checks the trailer of the current member against what it put out.
    private func endMember(_ base: UnsafeMutablePointer<UInt8>, fill: inout Int) {
        let start = input.offset
        var trailer: UInt64 = 0
        var count = 0
        while count < 8, let byte = input.nextByte() {
            trailer |= UInt64(byte) << UInt64(8 * count)
            count += 1
        }
        let sameSum = UInt32(truncatingIfNeeded: trailer) == inflater.checksum
        let sameLength = UInt32(truncatingIfNeeded: trailer >> 32) == UInt32(truncatingIfNeeded: memberOutput)
        if count < 8 || !sameSum || !sameLength, inflateAgain(fill: &fill) { return }
        if count < 8 {
            stop = Stop(
                code: "gzip-truncated", offset: input.offset,
                what: "the file ends inside the check sum of member \(memberCount)", cutsData: false)
            phase = .ended
            return
        }
        if !sameSum {
            report(
                "gzip-crc-mismatch", start,
                "the check sum of member \(memberCount) does not match its data; its \(grouped(memberOutput)) bytes are kept"
                    + " (byte counts in the file as stored)")
        }
        if !sameLength {
            report(
                "gzip-length-mismatch", start + 4,
                "member \(memberCount) has \(grouped(memberOutput)) bytes where its trailer says"
                    + " \(grouped(Int(trailer >> 32))); they are kept (byte counts in the file as stored)")
        }
        phase = .header
    }

    /// Reads a member header, or finds the end of the file, padding, or garbage.
    private func readHeader() {
        // Tapes and copies in blocks pad with zeros; they hold nothing that could be lost.
        var first = input.nextByte()
        if memberCount > 0 {
            while first == 0 {
                skipZeros()
                first = input.nextByte()
            }
        }
        guard let first else {
            phase = .ended
            return
        }
        let start = input.offset - 1
        let mark: [UInt8] = [0x1f, 0x8b, 0x08]
        var byte: UInt8? = first
        for (index, expected) in mark.enumerated() {
            if index > 0 { byte = input.nextByte() }
            guard let byte else { return endInHeader() }
            if byte != expected {
                if memberCount == 0 { return endBadHeader("it has the unknown compression method \(byte)") }
                let size = input.offset - start + input.drain()
                report(
                    "gzip-trailing-garbage", start,
                    "\(grouped(size)) bytes after member \(memberCount) are not gzip and are skipped"
                        + " (byte counts in the file as stored)")
                phase = .ended
                return
            }
        }
        guard let flags = input.nextByte() else { return endInHeader() }
        // RFC 1952, 2.3.1.2: reserved bits announce fields that a reader cannot know.
        guard flags & 0xe0 == 0 else { return endBadHeader("its header has reserved flags") }
        // The first four bytes are known, so the header's own check sum can start here.
        var sum = [0x1f, 0x8b, 0x08, flags].withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, 4) }
        func take() -> UInt8? {
            guard var byte = input.nextByte() else { return nil }
            if flags & 0x02 != 0 { sum = crc32_z(sum, &byte, 1) }
            return byte
        }
        // Modification time, extra flags, operating system.
        for _ in 0..<6 { guard take() != nil else { return endInHeader() } }
        if flags & 0x04 != 0 {
            guard let low = take(), let high = take() else { return endInHeader() }
            for _ in 0..<(Int(low) | Int(high) << 8) { guard take() != nil else { return endInHeader() } }
        }
        // File name, then comment: each up to a zero byte.
        for flag: UInt8 in [0x08, 0x10] where flags & flag != 0 {
            while true {
                guard let byte = take() else { return endInHeader() }
                if byte == 0 { break }
            }
        }
        memberCount += 1
        if flags & 0x02 != 0 {
            let offset = input.offset
            guard let low = input.nextByte(), let high = input.nextByte() else { return endInHeader() }
            if UInt16(low) | UInt16(high) << 8 != UInt16(truncatingIfNeeded: sum) {
                report(
                    "gzip-crc-mismatch", offset,
                    "the check sum of the header of member \(memberCount) does not match; no data is lost"
                        + " (byte counts in the file as stored)")
            }
        }
        bodyStart = input.offset
        memberOutput = 0
        inflater = fast ?? inflater
        inflater.reset()
        phase = .body
    }

    private func skipZeros() {
        while input.available > 0 || input.refill() {
            let bytes = UnsafeBufferPointer(start: input.current, count: input.available)
            let zeros = bytes.firstIndex { $0 != 0 } ?? bytes.count
            input.advance(zeros)
            if zeros < bytes.count { return }
        }
    }

    private func endInHeader() {
        stop = Stop(
            code: "gzip-truncated", offset: input.offset, what: "the file ends inside the header of a member", cutsData: false)
        phase = .ended
    }

    private func endBadHeader(_ why: String) {
        let which = memberCount == 0 ? "the first member" : "the member after member \(memberCount)"
        stop = Stop(
            code: "gzip-corrupt", offset: input.offset, what: "\(which) cannot be read: \(why)", cutsData: false)
        phase = .ended
    }
}
