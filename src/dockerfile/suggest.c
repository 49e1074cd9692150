/* "did you mean". */
#include "dockerfile/suggest.h"

#include "base/utf8.h"

enum { NEAREST = 3 };

struct runes {
    uint32_t *items;
    size_t count;
};

static struct runes decode(struct arena *arena, sg_str s) {
    struct runes runes = {arena_alloc(arena, s.len * sizeof(uint32_t)), 0};
    while (s.len) runes.items[runes.count++] = utf8_next(&s);
    return runes;
}

/* Levenshtein distance by rows; NEAREST if the lengths alone put them that far apart. */
static size_t distance(struct arena *arena, struct runes x, struct runes y) {
    if (x.count + NEAREST <= y.count || y.count + NEAREST <= x.count) return NEAREST;
    size_t *row = arena_array(arena, size_t, y.count + 1);
    for (size_t j = 0; j <= y.count; j++) row[j] = j;
    for (size_t i = 1; i <= x.count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= y.count; j++) {
            size_t best = diagonal + (x.items[i - 1] != y.items[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[y.count];
}

static sg_str nearest(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str best = {0};
    struct runes runes = decode(arena, word);
    size_t least = NEAREST;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(word, options[i])) return (sg_str){0};
        size_t far = distance(arena, runes, decode(arena, options[i]));
        if (far < least) least = far, best = options[i];
    }
    return best;
}

/* Two neighbours in each other's place: the commonest slip of the fingers, and two steps for Levenshtein. */
static bool is_swap(struct runes x, struct runes y) {
    size_t i = 0, end = x.count;
    if (x.count != y.count) return false;
    while (i < end && x.items[i] == y.items[i]) i++;
    while (end > i && x.items[end - 1] == y.items[end - 1]) end--;
    return end - i == 2 && x.items[i] == y.items[i + 1] && x.items[i + 1] == y.items[i];
}

sg_str nearest_name(struct arena *arena, sg_str word, const sg_str *names, size_t count) {
    sg_str best = {0};
    struct runes runes = decode(arena, arena_lower(arena, word));
    size_t least = NEAREST;
    for (size_t i = 0; i < count; i++) {
        struct runes name = decode(arena, arena_lower(arena, names[i]));
        size_t far = is_swap(runes, name) ? 1 : distance(arena, runes, name);
        size_t length = runes.count > name.count ? runes.count : name.count;
        if (far < least && 3 * far <= length + 1) least = far, best = names[i];
    }
    return best;
}

sg_str near_hint(struct arena *arena, sg_str word, const sg_str *names, size_t count) {
    sg_str near = nearest_name(arena, word, names, count);
    return near.ptr ? arena_printf(arena, " (did you mean %.*s?)", STR_ARG(near)) : STR("");
}

sg_str suggestion(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str best = nearest(arena, word, options, count);
    return best.len ? arena_printf(arena, " (did you mean %.*s?)", STR_ARG(best)) : STR("");
}

sg_str suggestion_nocase(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str *lower = arena_array(arena, sg_str, count);
    for (size_t i = 0; i < count; i++) lower[i] = arena_lower(arena, options[i]);
    sg_str best = nearest(arena, arena_lower(arena, word), lower, count);
    if (!best.len) return STR("");
    if (str_eq(word, arena_upper(arena, word)) && !str_eq(word, arena_lower(arena, word)))
        best = arena_upper(arena, best);
    return arena_printf(arena, " (did you mean %.*s?)", STR_ARG(best));
}
