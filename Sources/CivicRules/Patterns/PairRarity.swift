/// How rare byte pairs are in logs, guessed once for all: a static choice keeps results independent of the input.
///
/// Counted over equal parts of JSON logs, mixed logs and text logs of some forty programs.
enum PairRarity {
    /// Guessed share of the pair (first byte in the low half) among all pairs.
    static func share(of pair: Int) -> Double {
        let eighths = table[pair]
        // 2^(-eighths/8), to a sixteenth: it only ranks.
        return (1 - Double(eighths % 8) / 16) / Double(UInt64(1) << UInt64(eighths / 8))
    }

    /// Indices of the pair at `k` of a literal, in all cases.
    static func pairs(_ literal: [UInt8], at k: Int, isCaseInsensitive: Bool) -> [Int] {
        func cases(_ byte: UInt8) -> [Int] {
            isCaseInsensitive && byte &- 0x61 < 26 ? [Int(byte), Int(byte) - 32] : [Int(byte)]
        }
        return cases(literal[k]).flatMap { first in cases(literal[k + 1]).map { first | $0 << 8 } }
    }

    /// Where in the literal the `pairs` neighbouring pairs lie that logs hold least often.
    static func rarestLead(_ literal: [UInt8], isCaseInsensitive: Bool, pairs: Int) -> Int {
        let shares = (0..<literal.count - 1).map { k in
            self.pairs(literal, at: k, isCaseInsensitive: isCaseInsensitive).reduce(0) { $0 + share(of: $1) }
        }
        var best = 0
        var least = Double.infinity
        for lead in 0...(shares.count - pairs) {
            let sum = shares[lead..<lead + pairs].reduce(0, +)
            if sum < least { (best, least) = (lead, sum) }
        }
        return best
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
