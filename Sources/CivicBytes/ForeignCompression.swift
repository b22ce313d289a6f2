/// Packed files that Civic knows by their first bytes and does not read.
enum ForeignCompression: String, CaseIterable {
    case zstd, xz, bzip2, lz4, zip, compress

    /// The bytes that every such file starts with, from the specification of each format.
    var magic: [UInt8] {
        switch self {
        case .zstd: [0x28, 0xb5, 0x2f, 0xfd]
        case .xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
        case .bzip2: [0x42, 0x5a, 0x68]
        case .lz4: [0x04, 0x22, 0x4d, 0x18]
        case .zip: [0x50, 0x4b, 0x03, 0x04]
        case .compress: [0x1f, 0x9d]
        }
    }

    /// Command that makes a file readable.
    var unpacker: String {
        switch self {
        case .zstd: "zstd -dc"
        case .xz: "xz -dc"
        case .bzip2: "bzip2 -dc"
        case .lz4: "lz4 -dc"
        case .zip: "unzip -p"
        case .compress: "gzip -dc"
        }
    }

    /// The format of a file that starts with `bytes`; give at least the first 10, when there are as many.
    static func detect(_ bytes: UnsafeBufferPointer<UInt8>) -> ForeignCompression? {
        allCases.first { kind in
            guard bytes.starts(with: kind.magic) else { return false }
            guard kind == .bzip2 else { return true }
            // "BZh" could be text: a level and the block mark must follow.
            return bytes.count >= 10 && (0x31...0x39).contains(bytes[3])
                && (bytes[4...].starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
                    || bytes[4...].starts(with: [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]))
        }
    }
}
