#if CIVIC_HYPERSCAN
    import CHyperscan

    /// A compiled libhs database of many patterns.
    ///
    /// `@unchecked Sendable`: libhs never writes to a database after it was compiled, and documents that any number of
    /// threads may scan with one, each with its own scratch space.
    final class HyperscanDatabase: @unchecked Sendable {
        private let database: OpaquePointer

        /// Nil where the processor lacks what the library needs, or it refuses a pattern: the plain engine takes over.
        init?(_ patterns: [(number: UInt32, root: PatternNode)]) {
            guard hs_valid_platform() == HS_SUCCESS else { return nil }
            let expressions = patterns.map { Self.expression($0.root.withoutOptionalTail, isTail: true) }
            let identifiers = patterns.map(\.number)
            let flags = [UInt32](repeating: 0, count: patterns.count)
            // One buffer of all expressions, each ended by a zero (which none contains: bytes are written \xHH).
            var text: [CChar] = []
            var offsets: [Int] = []
            for expression in expressions {
                offsets.append(text.count)
                text.append(contentsOf: expression.utf8.map { CChar(bitPattern: $0) })
                text.append(0)
            }
            var compiled: OpaquePointer?
            var problem: UnsafeMutablePointer<hs_compile_error_t>?
            let status = text.withUnsafeBufferPointer { text in
                let pointers = offsets.map { offset in text.baseAddress.map { $0 + offset } }
                return hs_compile_multi(
                    pointers, flags, identifiers, UInt32(patterns.count), UInt32(HS_MODE_BLOCK), nil, &compiled, &problem)
            }
            if let problem { hs_free_compile_error(problem) }
            guard status == HS_SUCCESS, let compiled else { return nil }
            database = compiled
        }

        deinit { hs_free_database(database) }

        func makeScratch() -> OpaquePointer? {
            var scratch: OpaquePointer?
            return hs_alloc_scratch(database, &scratch) == HS_SUCCESS ? scratch : nil
        }

        /// Adds the last byte of every possible match; false when the library failed.
        func scan(
            _ base: UnsafePointer<UInt8>, _ count: Int, scratch: OpaquePointer, into collector: HitCollector
        ) -> Bool {
            // The collector outlives the call, so the library may hold it unretained.
            let context = Unmanaged.passUnretained(collector).toOpaque()
            let status = UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: count) { bytes in
                hs_scan(
                    database, bytes, UInt32(truncatingIfNeeded: count), 0, scratch,
                    { pattern, _, end, _, context in
                        guard let context, end > 0 else { return 0 }
                        Unmanaged<HitCollector>.fromOpaque(context).takeUnretainedValue()
                            .add(pattern, Int(truncatingIfNeeded: end) - 1)
                        return 0
                    }, context)
            }
            return status == HS_SUCCESS
        }

        /// Repetitions that are asked of libhs at most: most of the time that it takes to compile is spent on counting, and
        /// the count is for whoever confirms a candidate.
        private static let countedRepetitions = 4

        /// The pattern in libhs's notation, written from the tree so that both engines mean the same bytes, and loosened:
        /// anchors are left out (they hold in values, not in blocks), and long repetitions become shorter ones. A candidate
        /// may be one too many, never one too few. `isTail`: nothing of the pattern follows, so that the least is enough.
        static func expression(_ node: PatternNode, isTail: Bool = false) -> String {
            switch node {
            case .empty, .assertion(.start), .assertion(.end): return "(?:)"
            case .assertion(.wordBoundary): return isTail ? "(?:)" : "\\b"
            case .assertion(.notWordBoundary): return isTail ? "(?:)" : "\\B"
            case .set(let set): return expression(set)
            case .group(let body, _): return "(?:\(expression(body, isTail: isTail)))"
            case .sequence(let parts):
                let last = parts.count - 1
                return parts.enumerated().map { expression($1, isTail: isTail && $0 == last) }.joined()
            case .alternation(let branches):
                return "(?:\(branches.map { expression($0, isTail: isTail) }.joined(separator: "|")))"
            case .repetition(let body, let least, let most, _):
                let few = min(least, countedRepetitions)
                let inner = "(?:\(expression(body)))"
                if isTail, few > 0 { return "\(inner){\(few)}" }
                if let most, most <= countedRepetitions { return "\(inner){\(least),\(most)}" }
                return few == 0 ? "\(inner)*" : few == 1 ? "\(inner)+" : "\(inner){\(few),}"
            }
        }

        private static func expression(_ set: ByteSet) -> String {
            let bytes = set.bytes
            if bytes.count == 1 { return hexadecimal(bytes[0]) }
            var text = "["
            var k = 0
            while k < bytes.count {
                var last = k
                while last + 1 < bytes.count, bytes[last + 1] == bytes[last] + 1 { last += 1 }
                text += hexadecimal(bytes[k])
                if last > k { text += "-" + hexadecimal(bytes[last]) }
                k = last + 1
            }
            return text + "]"
        }

        private static func hexadecimal(_ byte: UInt8) -> String {
            let digits = String(byte, radix: 16)
            return "\\x" + (digits.count == 1 ? "0" + digits : digits)
        }
    }
#endif
