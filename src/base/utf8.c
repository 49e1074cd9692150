/* UTF-8 decoding and Unicode properties. */
#include "base/utf8.h"

enum { LETTER = 1, DIGIT = 2, PRINT = 4, ZERO = 8, WIDE = 16, BREAKS = 32 };

static const struct range {
    uint32_t first, last;
    unsigned properties;
} ranges[] = {
#include "base/unicode.inc"
};

static unsigned properties(uint32_t rune) {
    size_t low = 0, high = COUNT(ranges);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rune < ranges[middle].first) high = middle;
        else if (rune > ranges[middle].last) low = middle + 1;
        else return ranges[middle].properties;
    }
    return 0;
}

static const struct lower_range {
    uint32_t first, last, step;
    int distance;
} lower_ranges[] = {
#include "base/lower.inc"
};

uint32_t rune_lower(uint32_t rune) {
    if (rune < 0x80) return (unsigned char)ascii_lower((char)rune);
    size_t low = 0, high = COUNT(lower_ranges);
    while (low < high) {
        const struct lower_range *range = &lower_ranges[(low + high) / 2];
        if (rune < range->first) high = (low + high) / 2;
        else if (rune > range->last) low = (low + high) / 2 + 1;
        else return (rune - range->first) % range->step ? rune : (uint32_t)((int64_t)rune + range->distance);
    }
    return rune;
}

sg_str utf8_lower(struct arena *arena, sg_str s) {
    struct text out = {0};
    bool ascii = true;
    for (size_t i = 0; i < s.len; i++) ascii = ascii && (unsigned char)s.ptr[i] < 0x80;
    if (ascii) return arena_lower(arena, s);
    while (s.len) text_rune(arena, &out, rune_lower(utf8_next(&s)));
    return text_str(&out);
}

/* Length by the first byte, 0 if none starts so; *least is the smallest code point that needs this length. */
static size_t sequence_length(unsigned char first, uint32_t *least) {
    if (first >= 0xC2 && first <= 0xDF) return *least = 0x80, 2;
    if (first >= 0xE0 && first <= 0xEF) return *least = 0x800, 3;
    if (first >= 0xF0 && first <= 0xF4) return *least = 0x10000, 4;
    return 0;
}

uint32_t utf8_next(sg_str *s) {
    unsigned char first = (unsigned char)s->ptr[0];
    uint32_t rune = first, least = 0;
    size_t len = 1;
    if (first >= 0x80) {
        len = sequence_length(first, &least);
        bool valid = len > 0 && len <= s->len;
        if (valid) rune = first & (0x7Fu >> len);
        for (size_t i = 1; valid && i < len; i++) {
            unsigned char next = (unsigned char)s->ptr[i];
            valid = (next & 0xC0) == 0x80;
            rune = rune << 6 | (next & 0x3Fu);
        }
        valid = valid && rune >= least && rune <= 0x10FFFF && !(rune >= 0xD800 && rune <= 0xDFFF);
        if (!valid) rune = RUNE_INVALID, len = 1;
    }
    *s = str_skip(*s, len);
    return rune;
}

size_t utf8_encode(uint32_t rune, char out[4]) {
    if (rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF)) rune = RUNE_INVALID;
    if (rune < 0x80) {
        out[0] = (char)rune;
        return 1;
    }
    size_t len = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, rune >>= 6) out[i] = (char)(0x80 | (rune & 0x3F));
    out[0] = (char)((0xF00u >> len) | rune);
    return len;
}

void buf_rune(struct buf *buf, uint32_t rune) {
    char bytes[4];
    buf_put(buf, (sg_str){bytes, utf8_encode(rune, bytes)});
}

bool utf8_valid(sg_str s) {
    while (s.len) {
        bool literal = s.len >= 3 && memcmp(s.ptr, "\xEF\xBF\xBD", 3) == 0;
        if (utf8_next(&s) == RUNE_INVALID && !literal) return false;
    }
    return true;
}

sg_str utf8_clean(struct arena *arena, sg_str s) {
    if (utf8_valid(s)) return s;
    char *clean = arena_alloc(arena, s.len * 3), *at = clean;
    while (s.len) at += utf8_encode(utf8_next(&s), at);
    return (sg_str){clean, (size_t)(at - clean)};
}

bool rune_is_space(uint32_t rune) {
    if (rune < 0x80) return rune == ' ' || (rune >= '\t' && rune <= '\r');
    return rune == 0x85 || rune == 0xA0 || rune == 0x1680 || (rune >= 0x2000 && rune <= 0x200A) || rune == 0x2028 ||
           rune == 0x2029 || rune == 0x202F || rune == 0x205F || rune == 0x3000;
}

bool rune_is_letter(uint32_t rune) {
    return rune < 0x80 ? ascii_alpha((char)rune) : (properties(rune) & LETTER) != 0;
}

bool rune_is_digit(uint32_t rune) {
    return rune < 0x80 ? ascii_digit((char)rune) : (properties(rune) & DIGIT) != 0;
}

bool rune_is_print(uint32_t rune) {
    return rune < 0x80 ? rune >= 0x20 && rune < 0x7F : (properties(rune) & PRINT) != 0;
}

int rune_width(uint32_t rune) {
    if (rune < 0x80) return rune >= 0x20 && rune < 0x7F;
    unsigned flags = properties(rune);
    return (flags & ZERO) ? 0 : (flags & WIDE) ? 2 : 1;
}

bool rune_breaks_anywhere(uint32_t rune) {
    return rune >= 0x2E80 && (properties(rune) & BREAKS);
}

bool rune_is_bidi_control(uint32_t rune) {
    return rune == 0x61C || rune == 0x200E || rune == 0x200F || (rune >= 0x202A && rune <= 0x202E) ||
           (rune >= 0x2066 && rune <= 0x2069);
}

bool rune_is_invisible(uint32_t rune) {
    static const uint32_t spans[][2] = {
        {0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
        {0x180B, 0x180F},   {0x200B, 0x200F},   {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
        {0xFE00, 0xFE0D},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; rune >= spans[0][0] && i < COUNT(spans); i++)
        if (rune >= spans[i][0] && rune <= spans[i][1]) return true;
    return false;
}

sg_str str_trim_left(sg_str s) {
    while (s.len) {
        sg_str rest = s;
        if (!rune_is_space(utf8_next(&rest))) break;
        s = rest;
    }
    return s;
}

/* Backwards: the start of the last code point is at most four bytes back. */
static bool ends_in_space(sg_str s, size_t *len) {
    for (size_t back = 1; back <= 4 && back <= s.len; back++) {
        sg_str last = str_skip(s, s.len - back);
        if (((unsigned char)last.ptr[0] & 0xC0) == 0x80 && back < 4 && back < s.len) continue;
        *len = back;
        return rune_is_space(utf8_next(&last)) && last.len == 0;
    }
    return false;
}

sg_str str_trim(sg_str s) {
    s = str_trim_left(s);
    size_t len;
    while (ends_in_space(s, &len)) s.len -= len;
    return s;
}

size_t str_width(sg_str s) {
    size_t width = 0;
    while (s.len) width += (size_t)rune_width(utf8_next(&s));
    return width;
}
