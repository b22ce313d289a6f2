// Inline byte scans of the hot loops, as a C header because Swift has no stable 16-byte compare-and-mask on every
// platform. Every scan may read up to 63 bytes past the last byte it is asked about, so buffers carry 64 bytes of slack.
#ifndef CIVIC_BYTE_SCAN_H
#define CIVIC_BYTE_SCAN_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#if defined(__ARM_NEON) && !defined(__SSE2__)
// One bit per byte, as _mm_movemask_epi8 gives it.
static inline uint32_t civic_neon_mask(uint8x16_t m) {
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t b = vandq_u8(m, bits);
    return (uint32_t)vaddv_u8(vget_low_u8(b)) | ((uint32_t)vaddv_u8(vget_high_u8(b)) << 8);
}
#endif

/// Distance from `p` to the first byte that is `"`, `\` or below 0x20. Needs such a byte (a line end will do) in
/// the buffer, and 16 bytes of slack after it.
static inline size_t civic_scan_string(const uint8_t *p) {
    size_t i = 0;
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f);
    for (;; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(p + i));
        __m128i m = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)),
                                 _mm_cmpeq_epi8(_mm_max_epu8(v, control), control));
        int k = _mm_movemask_epi8(m);
        if (k) return i + (size_t)__builtin_ctz((unsigned)k);
    }
#elif defined(__ARM_NEON)
    for (;; i += 16) {
        uint8x16_t v = vld1q_u8(p + i);
        uint8x16_t m = vorrq_u8(vorrq_u8(vceqq_u8(v, vdupq_n_u8('"')), vceqq_u8(v, vdupq_n_u8('\\'))),
                                vcltq_u8(v, vdupq_n_u8(0x20)));
        uint32_t k = civic_neon_mask(m);
        if (k) return i + (size_t)__builtin_ctz(k);
    }
#else
    while (p[i] != '"' && p[i] != '\\' && p[i] >= 0x20) i++;
    return i;
#endif
}

/// Whether `n` bytes at `a` and `b` are equal. Both must have 16 readable bytes of slack.
static inline int civic_equal(const uint8_t *a, const uint8_t *b, size_t n) {
#if defined(__SSE2__)
    while (n > 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)a), y = _mm_loadu_si128((const __m128i *)b);
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)) != 0xffff) return 0;
        a += 16; b += 16; n -= 16;
    }
    __m128i x = _mm_loadu_si128((const __m128i *)a), y = _mm_loadu_si128((const __m128i *)b);
    unsigned k = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y));
    unsigned want = n == 16 ? 0xffffu : ((1u << n) - 1u);
    return (k & want) == want;
#else
    return memcmp(a, b, n) == 0;
#endif
}

/// Number of line feeds in `n` bytes at `p`.
static inline size_t civic_count_lines(const uint8_t *p, size_t n) {
    size_t i = 0, count = 0;
#if defined(__SSE2__)
    const __m128i lf = _mm_set1_epi8('\n');
    for (; i + 16 <= n; i += 16)
        count += (size_t)__builtin_popcount((unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), lf)));
#endif
    for (; i < n; i++) count += p[i] == '\n';
    return count;
}

/// Index of the first byte at or after `i` that is not plain printable ASCII, tab or a line end: a control byte, DEL
/// or a byte above 0x7f. Returns `n` when there is none.
static inline size_t civic_scan_unusual(const uint8_t *p, size_t i, size_t n) {
#if defined(__SSE2__)
    // Signed compare: bytes 0x80...0xff are negative, so "below 0x20" covers controls and non-ASCII at once.
    const __m128i space = _mm_set1_epi8(0x20), del = _mm_set1_epi8(0x7f);
    const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'), tab = _mm_set1_epi8('\t');
    for (; i + 16 <= n; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(p + i));
        __m128i odd = _mm_or_si128(_mm_cmplt_epi8(v, space), _mm_cmpeq_epi8(v, del));
        __m128i fine = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)), _mm_cmpeq_epi8(v, tab));
        unsigned k = (unsigned)_mm_movemask_epi8(_mm_andnot_si128(fine, odd));
        if (k) return i + (size_t)__builtin_ctz(k);
    }
#endif
    for (; i < n; i++) {
        uint8_t c = p[i];
        if (c >= 0x7f || (c < 0x20 && c != '\n' && c != '\r' && c != '\t')) return i;
    }
    return n;
}

/// Sixteen bits, one per byte at `p`: set where the byte is an ASCII digit.
static inline uint32_t civic_digit_mask16(const uint8_t *p) {
#if defined(__SSE2__)
    __m128i v = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)p), _mm_set1_epi8('0'));
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(9)), v));
#else
    uint32_t m = 0;
    for (int i = 0; i < 16; i++) m |= (uint32_t)((uint8_t)(p[i] - '0') <= 9) << i;
    return m;
#endif
}
#include "CivicPatternScan.h"
#endif
