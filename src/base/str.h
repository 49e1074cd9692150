/* Slices: pointer + length, NUL is an ordinary byte. Nothing here allocates. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/compiler.h"

#include <stagegraph.h>
#include <string.h>

#define STR(literal) ((sg_str){(literal), sizeof(literal) - 1})
/* For printf: "%.*s", STR_ARG(s). A slice longer than INT_MAX is cut. */
#define STR_ARG(s) ((s).len > 0x7fffffff ? 0x7fffffff : (int)(s).len), ((s).ptr ? (s).ptr : "")
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline sg_str str_from(const char *text) {
    return (sg_str){text, text ? strlen(text) : 0};
}

/* [from, to) of s; both are clamped to its length. */
static inline sg_str str_slice(sg_str s, size_t from, size_t to) {
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    return (sg_str){s.ptr ? s.ptr + from : NULL, to - from};
}

static inline sg_str str_skip(sg_str s, size_t count) {
    return str_slice(s, count, s.len);
}

static inline bool str_eq(sg_str a, sg_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline char ascii_lower(char c) {
    return (c >= 'A' && c <= 'Z') ? (char)(c + 32) : c;
}

static inline char ascii_upper(char c) {
    return (c >= 'a' && c <= 'z') ? (char)(c - 32) : c;
}

static inline bool ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline bool ascii_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_alnum(char c) {
    return ascii_alpha(c) || ascii_digit(c);
}

/* ASCII letters compare without case. */
static inline bool str_eq_nocase(sg_str a, sg_str b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) return false;
    return true;
}

static inline int str_cmp(sg_str a, sg_str b) {
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static inline bool str_starts(sg_str s, sg_str prefix) {
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

static inline bool str_ends(sg_str s, sg_str suffix) {
    return s.len >= suffix.len && str_eq(str_skip(s, s.len - suffix.len), suffix);
}

/* Position of a byte, or s.len. */
static inline size_t str_find(sg_str s, char byte) {
    const char *at = s.len ? memchr(s.ptr, byte, s.len) : NULL;
    return at ? (size_t)(at - s.ptr) : s.len;
}

static inline bool str_has(sg_str s, char byte) {
    return str_find(s, byte) < s.len;
}

/* Position of a string, or s.len. */
size_t str_find_str(sg_str s, sg_str needle);

/* Cuts at the first byte: true and both halves, or false and the whole as head, an empty tail. */
static inline bool str_cut(sg_str s, char byte, sg_str *head, sg_str *tail) {
    size_t at = str_find(s, byte);
    *head = str_slice(s, 0, at);
    *tail = str_skip(s, at + 1);
    return at < s.len;
}

static inline sg_str str_trim_ascii(sg_str s) {
    while (s.len && (s.ptr[0] == ' ' || (s.ptr[0] >= '\t' && s.ptr[0] <= '\r'))) s = str_skip(s, 1);
    while (s.len && (s.ptr[s.len - 1] == ' ' || (s.ptr[s.len - 1] >= '\t' && s.ptr[s.len - 1] <= '\r'))) s.len--;
    return s;
}

/* Whether word is one of a blank-separated list; the second takes no notice of the case of ASCII letters in word. */
bool str_in(sg_str list, sg_str word);
bool str_in_nocase(sg_str list, sg_str word);
/* The same, inline: the length of most lists is known to the compiler. */
static inline bool str_listed(const char *list, sg_str word) {
    return str_in(str_from(list), word);
}
static inline bool str_listed_nocase(const char *list, sg_str word) {
    return str_in_nocase(str_from(list), word);
}

#endif
