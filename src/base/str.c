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

/* Behind the next blank that a letter follows, or size: eight bytes at a time, since lists are long. */
static size_t next_start(const char *list, size_t at, size_t size, char letter) {
    const uint64_t ones = UINT64_MAX / 255, letters = ones * (unsigned char)letter;
    for (; at + 8 < size; at += 8) {
        uint64_t here, next;
        memcpy(&here, list + at, 8);
        memcpy(&next, list + at + 1, 8);
        uint64_t differs = (here ^ ones * ' ') | (next ^ letters);
        if ((differs - ones) & ~differs & ones << 7) break; /* some byte of it is 0 */
    }
    for (; at + 1 < size; at++)
        if (list[at] == ' ' && list[at + 1] == letter) return at + 1;
    return size;
}

bool str_listed(const char *list, sg_str word) {
    size_t size = strlen(list);
    for (size_t at = 0; word.len && at + word.len <= size; at = next_start(list, at, size, word.ptr[0])) {
        bool ends = at + word.len == size || list[at + word.len] == ' ';
        if (ends && memcmp(list + at, word.ptr, word.len) == 0) return true;
    }
    return false;
}

bool str_listed_nocase(const char *list, sg_str word) {
    char lower[64];
    if (word.len > sizeof lower) return false;
    for (size_t i = 0; i < word.len; i++) lower[i] = ascii_lower(word.ptr[i]);
    return str_listed(list, (sg_str){lower, word.len});
}
