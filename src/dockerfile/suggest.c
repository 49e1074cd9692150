/* "did you mean". */
#include "dockerfile/suggest.h"

#include "base/utf8.h"

/* Of more names, and for a longer one, none is proposed: each has to be looked at, for each name that is wrong. */
enum { NEAREST = 3, MOST_NAMES = 1000, LONGEST_NAME = 200 };

struct runes {
    uint32_t *items;
    size_t count;
};

static struct runes decode(uint32_t *items, sg_str s) {
    struct runes runes = {items, 0};
    while (s.len) runes.items[runes.count++] = utf8_next(&s);
    return runes;
}

/* Levenshtein distance by rows, of which `row` is one; NEAREST if the lengths alone put them that far apart. */
static size_t distance(size_t *row, struct runes x, struct runes y) {
    if (x.count + NEAREST <= y.count || y.count + NEAREST <= x.count) return NEAREST;
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
    size_t least = NEAREST, longest = 4 * (word.len + NEAREST); /* in bytes: none that is longer can be near */
    if (count > MOST_NAMES || word.len > LONGEST_NAME) return best;
    struct runes runes = decode(arena_array(arena, uint32_t, word.len), word);
    uint32_t *other = arena_array(arena, uint32_t, longest);
    size_t *row = arena_array(arena, size_t, longest + 1);
    for (size_t i = 0; i < count; i++) {
        if (str_eq(word, options[i])) return (sg_str){0};
        if (options[i].len > longest) continue;
        size_t far = distance(row, runes, decode(other, options[i]));
        if (far < least) least = far, best = options[i];
    }
    return best;
}

sg_str suggestion(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str best = nearest(arena, word, options, count);
    return best.len ? arena_printf(arena, " (did you mean %.*s?)", STR_ARG(best)) : STR("");
}

sg_str suggestion_nocase(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    if (count > MOST_NAMES) return STR("");
    sg_str *lower = arena_array(arena, sg_str, count);
    for (size_t i = 0; i < count; i++) lower[i] = arena_lower(arena, options[i]);
    sg_str best = nearest(arena, arena_lower(arena, word), lower, count);
    if (!best.len) return STR("");
    if (str_eq(word, arena_upper(arena, word)) && !str_eq(word, arena_lower(arena, word)))
        best = arena_upper(arena, best);
    return arena_printf(arena, " (did you mean %.*s?)", STR_ARG(best));
}
