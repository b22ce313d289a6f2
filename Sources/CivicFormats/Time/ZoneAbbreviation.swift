/// Abbreviations of zones that logs are written with. Those that several parts of the world share are read as the one that
/// is seen most, and said to be ambiguous.
enum ZoneAbbreviation {
    struct Known {
        /// Seconds east of Greenwich.
        var offset: Int
        var isAmbiguous: Bool
    }

    /// `count` upper-case letters at `p`.
    static func named(_ p: UnsafePointer<UInt8>, _ count: Int) -> Known? {
        guard count >= 2, count <= 4 else { return nil }
        var key: UInt32 = 0
        for k in 0..<count { key = key << 8 | UInt32(p[k]) }
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) / 2
            if table[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low < table.count && table[low].key == key ? table[low].known : nil
    }

    /// Ascending by the packed letters: looked up for every line of text that has a word behind its time.
    private static let table: [(key: UInt32, known: Known)] = {
        var table: [(key: UInt32, known: Known)] = []
        func add(_ minutes: Int, _ names: String, ambiguous: Bool = false) {
            for name in names.split(separator: " ") {
                let known = Known(offset: minutes * 60, isAmbiguous: ambiguous)
                table.append((name.utf8.reduce(0) { $0 << 8 | UInt32($1) }, known))
            }
        }
        add(0, "UTC GMT UT WET")
        add(60, "CET WEST MEZ WAT")
        add(120, "CEST EET SAST CAT MESZ")
        add(180, "EEST MSK EAT")
        add(300, "PKT")
        add(330, "IST", ambiguous: true)
        add(420, "WIB")
        add(480, "HKT AWST SGT WITA")
        add(540, "JST KST WIT")
        add(570, "ACST")
        add(600, "AEST")
        add(630, "ACDT")
        add(660, "AEDT")
        add(720, "NZST")
        add(780, "NZDT")
        add(60, "BST", ambiguous: true)
        add(-150, "NDT")
        add(-210, "NST")
        add(-180, "ADT BRT")
        add(-240, "EDT")
        add(-240, "AST", ambiguous: true)
        add(-300, "EST", ambiguous: true)
        add(-300, "CDT")
        add(-360, "CST", ambiguous: true)
        add(-360, "MDT")
        add(-420, "MST PDT")
        add(-480, "PST AKDT")
        add(-540, "AKST")
        add(-600, "HST")
        return table.sorted { $0.key < $1.key }
    }()
}
