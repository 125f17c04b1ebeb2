#pragma once

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

// Which of 64 bytes are of some sort, as 64 bits: the vector instructions that every x86-64 and every ARM of 64 bits has
// answer for 16 bytes at once. Swift's SIMD types compare as well, but have no way from a comparison to its bits.

/// Bit n stands for byte n.
typedef struct {
    /// Quotation marks.
    uint64_t quotes;
    /// The delimiter.
    uint64_t delimiters;
    /// CR and LF.
    uint64_t breaks;
    /// NUL, and what is not ASCII.
    uint64_t odd;
    /// `R` with `E` behind it.
    uint64_t marks;
} byte_marks;

#if defined(__SSE2__)

static inline uint64_t byte_marks_bits(__m128i comparison, int place) {
    return (uint64_t)(uint16_t)_mm_movemask_epi8(comparison) << place;
}

/// Of 65 bytes, all of which must be readable.
static inline byte_marks byte_marks_of(const uint8_t *bytes, uint8_t delimiter) {
    const __m128i quote = _mm_set1_epi8('"'), split = _mm_set1_epi8((char)delimiter);
    const __m128i feed = _mm_set1_epi8('\n'), carriage = _mm_set1_epi8('\r'), nul = _mm_setzero_si128();
    const __m128i r = _mm_set1_epi8('R'), e = _mm_set1_epi8('E');
    byte_marks marks = {0, 0, 0, 0, 0};
    for (int place = 0; place < 64; place += 16) {
        const __m128i part = _mm_loadu_si128((const __m128i *)(bytes + place));
        const __m128i next = _mm_loadu_si128((const __m128i *)(bytes + place + 1));
        marks.quotes |= byte_marks_bits(_mm_cmpeq_epi8(part, quote), place);
        marks.delimiters |= byte_marks_bits(_mm_cmpeq_epi8(part, split), place);
        marks.breaks |= byte_marks_bits(_mm_or_si128(_mm_cmpeq_epi8(part, feed), _mm_cmpeq_epi8(part, carriage)), place);
        // The top bit of each byte is what counts, so the byte itself tells whether it is beyond ASCII.
        marks.odd |= byte_marks_bits(_mm_or_si128(_mm_cmpeq_epi8(part, nul), part), place);
        marks.marks |= byte_marks_bits(_mm_and_si128(_mm_cmpeq_epi8(part, r), _mm_cmpeq_epi8(next, e)), place);
    }
    return marks;
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

/// A bit for each of 64 bytes that are all ones or all zeros.
static inline uint64_t byte_marks_bits(const uint8x16_t comparison[4]) {
    const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t low = vpaddq_u8(vandq_u8(comparison[0], weights), vandq_u8(comparison[1], weights));
    const uint8x16_t high = vpaddq_u8(vandq_u8(comparison[2], weights), vandq_u8(comparison[3], weights));
    const uint8x16_t sums = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

/// Of 65 bytes, all of which must be readable.
static inline byte_marks byte_marks_of(const uint8_t *bytes, uint8_t delimiter) {
    uint8x16_t quotes[4], delimiters[4], breaks[4], odd[4], marks[4];
    for (int part = 0; part < 4; part++) {
        const uint8x16_t here = vld1q_u8(bytes + 16 * part), next = vld1q_u8(bytes + 16 * part + 1);
        quotes[part] = vceqq_u8(here, vdupq_n_u8('"'));
        delimiters[part] = vceqq_u8(here, vdupq_n_u8(delimiter));
        breaks[part] = vorrq_u8(vceqq_u8(here, vdupq_n_u8('\n')), vceqq_u8(here, vdupq_n_u8('\r')));
        odd[part] = vorrq_u8(vceqzq_u8(here), vcgeq_u8(here, vdupq_n_u8(0x80)));
        marks[part] = vandq_u8(vceqq_u8(here, vdupq_n_u8('R')), vceqq_u8(next, vdupq_n_u8('E')));
    }
    const byte_marks found = {byte_marks_bits(quotes), byte_marks_bits(delimiters), byte_marks_bits(breaks),
                              byte_marks_bits(odd), byte_marks_bits(marks)};
    return found;
}

#else

/// Of 65 bytes, all of which must be readable.
static inline byte_marks byte_marks_of(const uint8_t *bytes, uint8_t delimiter) {
    byte_marks marks = {0, 0, 0, 0, 0};
    for (int place = 0; place < 64; place++) {
        const uint8_t byte = bytes[place];
        marks.quotes |= (uint64_t)(byte == '"') << place;
        marks.delimiters |= (uint64_t)(byte == delimiter) << place;
        marks.breaks |= (uint64_t)(byte == '\n' || byte == '\r') << place;
        marks.odd |= (uint64_t)(byte == 0 || byte >= 0x80) << place;
        marks.marks |= (uint64_t)(byte == 'R' && bytes[place + 1] == 'E') << place;
    }
    return marks;
}

#endif
