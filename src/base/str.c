#include "base/str.h"

size_t str_find_str(sg_str s, sg_str needle) {
    for (size_t i = 0; needle.len && i + needle.len <= s.len; i++) {
        i += str_find(str_slice(s, i, s.len - needle.len + 1), needle.ptr[0]);
        if (i + needle.len <= s.len && memcmp(s.ptr + i, needle.ptr, needle.len) == 0) return i;
    }
    return needle.len ? s.len : 0;
}

/* ---- lists ---- */

enum { LONGEST_LISTED = 40 }; /* bytes of a word in a list, and the NUL behind it */

/* As a C string; false if no list has it. */
static bool keyed(char *key, sg_str word, bool lower) {
    if (!word.len || word.len >= LONGEST_LISTED) return false;
    for (size_t i = 0; i < word.len; i++) {
        if (!word.ptr[i]) return false;
        key[i] = lower ? ascii_lower(word.ptr[i]) : word.ptr[i];
    }
    key[word.len] = '\0';
    return true;
}

/* Lists are long: strstr() looks at many bytes at once. */
static bool holds(const char *list, const char *key, size_t len) {
    for (const char *at = list; (at = strstr(at, key)); at++)
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || !at[len])) return true;
    return false;
}

bool str_listed(const char *list, sg_str word) {
    char key[LONGEST_LISTED];
    return keyed(key, word, false) && holds(list, key, word.len);
}

bool str_listed_nocase(const char *list, sg_str word) {
    char key[LONGEST_LISTED];
    return keyed(key, word, true) && holds(list, key, word.len);
}
