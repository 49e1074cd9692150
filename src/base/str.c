#include "base/str.h"

#include <stdint.h>

size_t str_find_str(sg_str s, sg_str needle) {
    for (size_t i = 0; needle.len && i + needle.len <= s.len; i++) {
        i += str_find(str_slice(s, i, s.len - needle.len + 1), needle.ptr[0]);
        if (i + needle.len <= s.len && memcmp(s.ptr + i, needle.ptr, needle.len) == 0) return i;
    }
    return needle.len ? s.len : 0;
}

/* ---- lists ---- */

enum { BLOCK = 16 };
typedef unsigned char block __attribute__((vector_size(BLOCK)));

static bool block_has_pair(const char *at, block one, block two) {
    block here, next;
    uint64_t halves[2];
    memcpy(&here, at, BLOCK);
    memcpy(&next, at + 1, BLOCK);
    block found = (block)((here == one) & (next == two));
    memcpy(halves, &found, BLOCK);
    return halves[0] | halves[1];
}

/* Where the two bytes stand side by side, from `at` on, or size: a block at a time, since lists are long. */
static size_t find_pair(const char *list, size_t at, size_t size, char one, char two) {
    const block ones = (unsigned char)one - (block){0}, twos = (unsigned char)two - (block){0};
    size_t last = size > BLOCK ? size - BLOCK - 1 : 0; /* this block may overlap the one before */
    while (at < last && !block_has_pair(list + at, ones, twos)) at = at + BLOCK < last ? at + BLOCK : last;
    if (last && at == last && !block_has_pair(list + at, ones, twos)) return size;
    for (; at + 1 < size; at++)
        if (list[at] == one && list[at + 1] == two) return at;
    return size;
}

static bool is_whole(const char *list, size_t size, size_t start, size_t end) {
    return (!start || list[start - 1] == ' ') && (end == size || list[end] == ' ');
}

/* By the last two letters: many options start with the same. */
bool str_in(sg_str words, sg_str word) {
    const char *list = words.ptr;
    size_t size = words.len, len = word.len;
    if (!len || len > size) return false;
    char last = word.ptr[len - 1], before = len > 1 ? word.ptr[len - 2] : ' ';
    if (len == 1 && list[0] == last && is_whole(list, size, 0, 1)) return true;
    for (size_t at = 0; (at = find_pair(list, at, size, before, last)) < size; at++) {
        size_t end = at + 2, start = end - len;
        if (end >= len && is_whole(list, size, start, end) && memcmp(list + start, word.ptr, len) == 0) return true;
    }
    return false;
}

bool str_in_nocase(sg_str list, sg_str word) {
    char lower[64];
    if (word.len > sizeof lower) return false;
    for (size_t i = 0; i < word.len; i++) lower[i] = ascii_lower(word.ptr[i]);
    return str_in(list, (sg_str){lower, word.len});
}
