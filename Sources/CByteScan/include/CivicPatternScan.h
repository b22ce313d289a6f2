// Prefilters of the pattern engine: which places of a block are worth a closer look. They read no byte past `n`.
#ifndef CIVIC_PATTERN_SCAN_H
#define CIVIC_PATTERN_SCAN_H
#include "CByteScan.h"

/// Collects in `out` the offsets *i, *i + step, *i + 2 * step, … below n - 1 where the table has an entry for the byte
/// pair (p[k], p[k + 1]). Stops where fewer than 8 of `room` are left, with `*i` where to go on, or at the end, with `*i`
/// at `n`. `table` has 65536 entries, the first byte of the pair in the low half of the index; `step` is 1 or 2; `*i` is
/// below 2^32. Returns the number of offsets.
static inline size_t civic_scan_pairs(const uint8_t *p, size_t *i, size_t n, const uint8_t *table, size_t step,
                                      uint32_t *out, size_t room) {
    size_t k = *i, count = 0;
    // Eight pairs at a time from two words, as 16-bit lanes of little-endian ones. Rarely one of them is in the table;
    // then all eight offsets are written and the count goes up for those that are.
    for (; k + 8 * step + 1 <= n && count + 8 <= room; k += 8 * step) {
        uint16_t pair[8];
        uint64_t a, b = 0;
        memcpy(&a, p + k, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        a = __builtin_bswap64(a);
#endif
        if (step == 2) {
            memcpy(&b, p + k + 8, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
            b = __builtin_bswap64(b);
#endif
            pair[0] = (uint16_t)a, pair[1] = (uint16_t)(a >> 16), pair[2] = (uint16_t)(a >> 32), pair[3] = (uint16_t)(a >> 48);
            pair[4] = (uint16_t)b, pair[5] = (uint16_t)(b >> 16), pair[6] = (uint16_t)(b >> 32), pair[7] = (uint16_t)(b >> 48);
        } else {
            for (int lane = 0; lane < 7; lane++) pair[lane] = (uint16_t)(a >> (8 * lane));
            pair[7] = (uint16_t)(p[k + 7] | p[k + 8] << 8);
        }
        unsigned any = 0;
        for (int lane = 0; lane < 8; lane++) any |= table[pair[lane]];
        if (__builtin_expect(any, 0)) {
            for (int lane = 0; lane < 8; lane++) {
                out[count] = (uint32_t)(k + (size_t)lane * step);
                count += table[pair[lane]] != 0;
            }
        }
    }
    if (k + 8 * step + 1 > n) {
        for (; k + 1 < n && count < room; k += step) {
            out[count] = (uint32_t)k;
            count += table[(uint16_t)(p[k] | p[k + 1] << 8)] != 0;
        }
        if (k + 1 >= n) k = n;
    }
    *i = k;
    return count;
}

/// Where three bytes have their bit in a table of 65536.
static inline uint32_t civic_triple_bit(uint8_t a, uint8_t b, uint8_t c) {
    return ((uint32_t)(a | b << 8 | c << 16) * 0x9e3779b1u) >> 16;
}

/// Keeps of the `count` offsets in `out` those at which a pair stands that begins or ends a triple of the table `bits`
/// (65536 bits). Returns how many are left.
static inline size_t civic_keep_triples(const uint8_t *p, size_t n, const uint8_t *bits, uint32_t *out, size_t count) {
    size_t kept = 0;
    for (size_t k = 0; k < count; k++) {
        size_t at = out[k];
        // Beyond either end of the block a zero stands in; a triple that is not there fails when it is compared.
        uint8_t before = at > 0 ? p[at - 1] : 0, after = at + 2 < n ? p[at + 2] : 0;
        uint32_t first = civic_triple_bit(p[at], p[at + 1], after), second = civic_triple_bit(before, p[at], p[at + 1]);
        out[kept] = (uint32_t)at;
        kept += (bits[first >> 3] >> (first & 7) | bits[second >> 3] >> (second & 7)) & 1;
    }
    return kept;
}

#if defined(__SSE2__)
static inline uint64_t civic_range_mask64(const uint8_t *p, uint8_t low, uint8_t span) {
    const __m128i base = _mm_set1_epi8((char)low), width = _mm_set1_epi8((char)span);
    uint64_t mask = 0;
    for (int k = 0; k < 4; k++) {
        __m128i v = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(p + 16 * k)), base);
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(v, width), v)) << (16 * k);
    }
    return mask;
}
#elif defined(__ARM_NEON)
static inline uint64_t civic_range_mask64(const uint8_t *p, uint8_t low, uint8_t span) {
    uint64_t mask = 0;
    for (int k = 0; k < 4; k++) {
        uint8x16_t v = vsubq_u8(vld1q_u8(p + 16 * k), vdupq_n_u8(low));
        mask |= (uint64_t)civic_neon_mask(vcleq_u8(v, vdupq_n_u8(span))) << (16 * k);
    }
    return mask;
}
#else
static inline uint64_t civic_range_mask64(const uint8_t *p, uint8_t low, uint8_t span) {
    uint64_t mask = 0;
    for (int k = 0; k < 64; k++) mask |= (uint64_t)((uint8_t)(p[k] - low) <= span) << k;
    return mask;
}
#endif

/// `civic_range_mask64` of the up to 64 bytes from `i` on; bits at and past `n` are 0.
static inline uint64_t civic_range_mask_tail(const uint8_t *p, size_t i, size_t n, uint8_t low, uint8_t span) {
    if (i + 64 <= n) return civic_range_mask64(p + i, low, span);
    uint64_t mask = 0;
    for (size_t k = i; k < n; k++) mask |= (uint64_t)((uint8_t)(p[k] - low) <= span) << (k - i);
    return mask;
}

/// State of a scan over a block in steps of 64 bytes; begin with { 0, 0, 0, 0 }.
typedef struct {
    /// Offset of the next 64 bytes, and their digits and upper-case letters once `offset` > 0.
    size_t offset;
    uint64_t digits, upper;
    /// Whether the byte before was a digit (cards) or a letter or digit (bank accounts), in bit 63.
    uint64_t before;
} civic_number_scan;

#define CIVIC_SHIFTED(lo, hi, k) ((lo) >> (k) | (hi) << (64 - (k)))

/// Advances to the next 64 bytes in which a payment card number may start: at least 13 digits on end, or groups of
/// 4-4-4-4, 4-6-5 or 4-6-4 with one byte between. Returns one bit per start and sets `*at` to the offset of the first
/// bit; 0 at the end of the block.
static inline uint64_t civic_scan_cards(const uint8_t *p, size_t n, civic_number_scan *s, size_t *at) {
    if (s->offset == 0) s->digits = civic_range_mask_tail(p, 0, n, '0', 9);
    while (s->offset < n) {
        size_t i = s->offset;
        uint64_t lo = s->digits, hi = civic_range_mask_tail(p, i + 64, n, '0', 9);
        uint64_t found = 0;
        // Four digits on end, for starts in this and the next 64 bytes (the last three bits of `b` miss, which is
        // no loss: they are looked at as far as bit 15 only).
        uint64_t lo2 = lo & CIVIC_SHIFTED(lo, hi, 1), hi2 = hi & hi >> 1;
        uint64_t a = lo2 & CIVIC_SHIFTED(lo2, hi2, 2);
        if (a) {
            uint64_t b = hi2 & hi2 >> 2;
            uint64_t starts = a & ~(lo << 1 | s->before >> 63);
            uint64_t a5 = CIVIC_SHIFTED(a, b, 5);
            uint64_t run = CIVIC_SHIFTED(a, b, 4) & CIVIC_SHIFTED(a, b, 8) & CIVIC_SHIFTED(a, b, 9);
            uint64_t fours = a5 & CIVIC_SHIFTED(a, b, 10) & CIVIC_SHIFTED(a, b, 15);
            uint64_t amex = a5 & CIVIC_SHIFTED(a, b, 7) & CIVIC_SHIFTED(a, b, 12);
            found = starts & (run | fours | amex);
        }
        s->before = lo;
        s->digits = hi;
        s->offset = i + 64;
        if (found) {
            *at = i;
            return found;
        }
    }
    return 0;
}

/// The same for bank account numbers: two upper-case letters and two digits with neither before them, followed by
/// four more of these, or by a space and three of them.
static inline uint64_t civic_scan_ibans(const uint8_t *p, size_t n, civic_number_scan *s, size_t *at) {
    if (s->offset == 0) {
        s->digits = civic_range_mask_tail(p, 0, n, '0', 9);
        s->upper = civic_range_mask_tail(p, 0, n, 'A', 25);
    }
    while (s->offset < n) {
        size_t i = s->offset;
        uint64_t d = s->digits, d1 = civic_range_mask_tail(p, i + 64, n, '0', 9);
        uint64_t u = s->upper, u1 = civic_range_mask_tail(p, i + 64, n, 'A', 25);
        uint64_t w = d | u, w1 = d1 | u1;
        uint64_t found = u & CIVIC_SHIFTED(u, u1, 1) & CIVIC_SHIFTED(d, d1, 2) & CIVIC_SHIFTED(d, d1, 3)
            & ~(w << 1 | s->before >> 63);
        if (found) found &= CIVIC_SHIFTED(w, w1, 5) & CIVIC_SHIFTED(w, w1, 6) & CIVIC_SHIFTED(w, w1, 7);
        s->before = w;
        s->digits = d1;
        s->upper = u1;
        s->offset = i + 64;
        if (found) {
            *at = i;
            return found;
        }
    }
    return 0;
}
#endif
