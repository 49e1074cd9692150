/* JSON arrays of strings, accepted and refused as Go's encoding/json does. */
#include "base/utf8.h"
#include "dockerfile/words.h"

enum { DEPTH_LIMIT = 10000 }; /* encoding/json: "exceeded max depth" */

static void skip_space(sg_str *s) {
    while (s->len && (s->ptr[0] == ' ' || s->ptr[0] == '\t' || s->ptr[0] == '\r' || s->ptr[0] == '\n'))
        *s = str_skip(*s, 1);
}

static bool take(sg_str *s, char c) {
    if (!s->len || s->ptr[0] != c) return false;
    *s = str_skip(*s, 1);
    return true;
}

static bool hex4(sg_str s, uint32_t *value) {
    *value = 0;
    if (s.len < 4) return false;
    for (size_t i = 0; i < 4; i++) {
        char c = ascii_lower(s.ptr[i]);
        if (!ascii_digit(c) && (c < 'a' || c > 'f')) return false;
        *value = *value * 16 + (uint32_t)(ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* Behind "\u": one code point, from two escapes if they are a surrogate pair. */
static bool unicode_escape(sg_str *s, uint32_t *rune) {
    uint32_t low;
    if (!hex4(*s, rune)) return false;
    *s = str_skip(*s, 4);
    if (*rune < 0xD800 || *rune > 0xDFFF) return true;
    bool pair =
        *rune < 0xDC00 && str_starts(*s, STR("\\u")) && hex4(str_skip(*s, 2), &low) && low >= 0xDC00 && low <= 0xDFFF;
    *rune = pair ? 0x10000 + ((*rune - 0xD800) << 10) + (low - 0xDC00) : RUNE_INVALID;
    if (pair) *s = str_skip(*s, 6);
    return true;
}

/* Behind a backslash. */
static bool escape(sg_str *s, uint32_t *rune) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (!s->len) return false;
    char c = s->ptr[0];
    *s = str_skip(*s, 1);
    if (c == 'u') return unicode_escape(s, rune);
    const char *at = c ? strchr(from, c) : NULL;
    if (at) *rune = (uint32_t)to[at - from];
    return at != NULL;
}

/* A string and its quotes; out may be NULL. */
static bool string(struct arena *arena, sg_str *s, struct text *out) {
    if (!take(s, '"')) return false;
    while (s->len) {
        if ((unsigned char)s->ptr[0] < 0x20) return false;
        uint32_t rune = utf8_next(s);
        if (rune == '"') return true;
        if (rune == '\\' && !escape(s, &rune)) return false;
        if (out) text_rune(arena, out, rune);
    }
    return false;
}

static bool number(sg_str *s) {
    take(s, '-');
    sg_str start = *s;
    while (s->len && ascii_digit(s->ptr[0])) *s = str_skip(*s, 1);
    size_t digits = start.len - s->len;
    if (!digits || (start.ptr[0] == '0' && digits > 1)) return false;
    if (take(s, '.')) {
        if (!s->len || !ascii_digit(s->ptr[0])) return false;
        while (s->len && ascii_digit(s->ptr[0])) *s = str_skip(*s, 1);
    }
    if (s->len && ascii_lower(s->ptr[0]) == 'e') {
        *s = str_skip(*s, 1);
        if (!take(s, '+')) take(s, '-');
        if (!s->len || !ascii_digit(s->ptr[0])) return false;
        while (s->len && ascii_digit(s->ptr[0])) *s = str_skip(*s, 1);
    }
    return true;
}

static bool scalar(struct arena *arena, sg_str *s) {
    static const sg_str literals[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    if (!s->len) return false;
    if (s->ptr[0] == '"') return string(arena, s, NULL);
    for (size_t i = 0; i < COUNT(literals); i++) {
        if (!str_starts(*s, literals[i])) continue;
        *s = str_skip(*s, literals[i].len);
        return true;
    }
    return number(s);
}

static bool key(struct arena *arena, sg_str *s) {
    skip_space(s);
    if (!string(arena, s, NULL)) return false;
    skip_space(s);
    return take(s, ':');
}

/* Moves past any value: iterative, with the open brackets in `open`. */
static bool skip_value(struct arena *arena, sg_str *s, char *open) {
    size_t depth = 0;
    for (;;) {
        skip_space(s);
        bool array = take(s, '[');
        if (array || take(s, '{')) {
            if (depth + 2 > DEPTH_LIMIT) return false;
            open[depth++] = array ? ']' : '}';
            skip_space(s);
            if (!s->len || s->ptr[0] != open[depth - 1]) {
                if (!array && !key(arena, s)) return false;
                continue;
            }
        } else if (!scalar(arena, s)) {
            return false;
        }
        for (;;) { /* behind a value: close brackets, or go on after a comma */
            if (!depth) return true;
            skip_space(s);
            if (take(s, open[depth - 1])) {
                depth--;
            } else if (take(s, ',')) {
                if (open[depth - 1] == '}' && !key(arena, s)) return false;
                break;
            } else {
                return false;
            }
        }
    }
}

static bool element(struct arena *arena, sg_str *s, const char *origin, struct words *words, bool *not_strings) {
    skip_space(s);
    size_t at = (size_t)(s->ptr - origin);
    if (s->len && s->ptr[0] == '"') {
        struct text out = {0};
        if (!string(arena, s, &out)) return false;
        LIST_ADD(arena, words) = (struct word){text_str(&out), at};
        return true;
    }
    *not_strings = true;
    return skip_value(arena, s, arena_alloc(arena, DEPTH_LIMIT));
}

bool words_json(struct arena *arena, sg_str rest, const char *origin, struct words *words, bool *not_strings) {
    struct words found = {0};
    bool other = false;
    *not_strings = false;
    sg_str s = str_trim_left(rest);
    if (!take(&s, '[')) return false;
    skip_space(&s);
    if (!take(&s, ']')) {
        for (;;) {
            if (!element(arena, &s, origin, &found, &other)) return false;
            skip_space(&s);
            if (take(&s, ']')) break;
            if (!take(&s, ',')) return false;
        }
    }
    skip_space(&s);
    if (s.len) return false;
    *not_strings = other;
    if (!other) *words = found;
    return !other;
}
