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

/* Where the two bytes stand side by side, from `at` on, or size: eight at a time, since lists are long. */
static size_t find_pair(const char *list, size_t at, size_t size, char one, char two) {
    const uint64_t ones = UINT64_MAX / 255, all_one = ones * (unsigned char)one, all_two = ones * (unsigned char)two;
    for (; at + 8 < size; at += 8) {
        uint64_t here, next;
        memcpy(&here, list + at, 8);
        memcpy(&next, list + at + 1, 8);
        uint64_t differs = (here ^ all_one) | (next ^ all_two);
        if ((differs - ones) & ~differs & ones << 7) break; /* some byte of it is 0 */
    }
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
