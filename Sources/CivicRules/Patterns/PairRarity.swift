/// How rare byte pairs are in logs, guessed once for all: a static choice keeps results independent of the input.
///
/// Counted over equal parts of JSON logs, mixed logs and text logs of some forty programs.
enum PairRarity {
    /// The bytes in all cases of their letters; given in lower case.
    static func cases(_ bytes: some Sequence<UInt8>, isCaseInsensitive: Bool) -> [[UInt8]] {
        bytes.reduce([[]]) { texts, byte in
            let both = isCaseInsensitive && byte &- 0x61 < 26 ? [byte, byte - 32] : [byte]
            return texts.flatMap { text in both.map { text + [$0] } }
        }
    }

    /// Where in the literal the `pairs` neighbouring pairs lie that logs hold least often, and their guessed share among all
    /// pairs.
    static func rarest(_ literal: [UInt8], isCaseInsensitive: Bool, pairs: Int) -> (lead: Int, share: Double) {
        var best = (lead: 0, share: Double.infinity)
        var before = Double.infinity
        for k in 0..<literal.count - 1 {
            let share = share(literal[k], literal[k + 1], isCaseInsensitive)
            if pairs == 1, share < best.share { best = (k, share) }
            if pairs == 2, before + share < best.share { best = (k - 1, before + share) }
            before = share
        }
        return best
    }

    /// Guessed share of the pair in all cases.
    private static func share(_ first: UInt8, _ second: UInt8, _ isCaseInsensitive: Bool) -> Double {
        let firstCases = isCaseInsensitive && first &- 0x61 < 26 ? 2 : 1
        let secondCases = isCaseInsensitive && second &- 0x61 < 26 ? 2 : 1
        var sum = 0.0
        for a in 0..<firstCases {
            for b in 0..<secondCases {
                let eighths = table[Int(first) - 32 * a | (Int(second) - 32 * b) << 8]
                // 2^(-eighths/8), to a sixteenth: it only ranks.
                sum += (1 - Double(eighths % 8) / 16) / Double(UInt64(1) << UInt64(eighths / 8))
            }
        }
        return sum
    }

    /// -8 · log2 of the share: the product of the bytes' shares, unless the pair is known to be more frequent.
    private static let table: [UInt8] = {
        func eighths(_ byte: Int) -> Int { byte < 128 ? Int(bytes[byte]) : 88 }
        var table = (0..<65_536).map { UInt8(min(max(eighths($0 & 255) + eighths($0 >> 8), 96), 240)) }
        for first in 0..<128 {
            for second in 0..<128 where eighths(first) + eighths(second) < 96 {
                table[first | second << 8] = UInt8(eighths(first) + eighths(second))
            }
        }
        for (list, value) in [(scarce, 88), (frequent, 73), (abundant, 60)] as [(String, UInt8)] {
            let text = Array(list.utf8)
            for k in stride(from: 0, to: text.count - 1, by: 2) { table[Int(text[k]) | Int(text[k + 1]) << 8] = value }
        }
        return table
    }()

    private static let abundant =
        ##"   "",":"m"s, ,": :"_iacamatced"dee"edeneresevidiniolementonorres"sesttatethtiusve{""##
    private static let frequent =
        ##" 1 r s" "/"1"2"P"a"c"d"e"h"i"l"n"o"p"r"t"u"}-0-1-2.0.1.2.3/a0"0.0:1"1-1.1/2T3"5,5-6-6:8::0:1:2:3:4:5:{OSPOSTT"T0"##
        + ##"T1Z"^^_madagaialanaparaubecacccodadue e=e_eaebecelemeqetexfogeh"hehohti/icilimitl"lalomampmsn"n_nanfnso"ocodogom"##
        + ##"opotoup"papiplpoqur"r_rardrorrrsrvs.sashsispsst t"t_totptrtstttuueunurutv1viwa},"##
    private static let scarce =
        ##" ( - 2 F [ a c d e f i l m o p t {"""0"3"4"5"6"7"8"9"@"b"f"g"q"v"w)"**+0- -4-8-9-a-b.4.5.6.7.8.a.c.e.g.i.l.p.s.v"##
        + ##"/1/2/3/g/l/o/s/v0 0,0-0Z0}1 1,1:2 2"2,2.2:3.3:4"4-4.4:5 5"5.6"6.7"7.7:8 8"8.9"9.9::7="=2D-FOINIdNFORRDReT UsZ \""##
        + ##"\n] _a_s_ta"aaabaeafasayb"babbbcbdbfbuc"cbcdcfchckcrcsctcud d)d-d.d=dbdcdddfdidoe-e.e/eeefepeweyf"fafbfcfdfefffi"##
        + ##"g g"g.g=gagggigohahihrieifipiskel l=lilllsltm"m_mon n.ncndnengninonvo oaokolosp-p.p/peppprpsptr r.r=rcrirnrtrys "##
        + ##"s/s:s_sgsosut.t=tyubugumupxay y"y/ypys"##

    /// -8 · log2 of the share of each byte of ASCII.
    private static let bytes: [UInt8] = [
        109, 109, 109, 109, 109, 109, 109, 109, 109, 101, 65, 109, 109, 99, 109, 109,
        109, 109, 109, 109, 109, 109, 109, 109, 109, 109, 109, 107, 109, 109, 109, 109,
        41, 108, 26, 105, 106, 98, 107, 98, 82, 82, 100, 79, 42, 51, 50, 56,
        39, 40, 39, 45, 45, 45, 46, 46, 46, 47, 38, 95, 97, 65, 97, 104,
        83, 82, 91, 82, 82, 82, 77, 91, 86, 72, 99, 93, 90, 79, 78, 68,
        71, 98, 75, 71, 61, 77, 98, 93, 101, 105, 74, 80, 78, 80, 80, 53,
        104, 37, 50, 42, 40, 31, 49, 53, 55, 41, 89, 77, 51, 47, 43, 43,
        48, 70, 41, 39, 39, 51, 53, 73, 79, 64, 84, 60, 96, 60, 105, 109,
    ]
}
