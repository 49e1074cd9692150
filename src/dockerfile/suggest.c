/* "did you mean". */
#include "dockerfile/suggest.h"

#include "base/utf8.h"

/* For a longer name none is proposed: its letters are compared with all of theirs. */
enum { NEAREST = 3, LONGEST_NAME = 200 };

struct runes {
    uint32_t *items;
    size_t count;
};

static struct runes decode(uint32_t *items, sg_str s, bool fold) {
    struct runes runes = {items, 0};
    while (s.len) {
        uint32_t rune = utf8_next(&s);
        runes.items[runes.count++] = fold && rune < 0x80 ? (unsigned char)ascii_lower((char)rune) : rune;
    }
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

/* fold: ASCII letters compare without case. */
static sg_str nearest(struct arena *arena, sg_str word, const sg_str *options, size_t count, bool fold) {
    sg_str best = {0};
    size_t least = NEAREST, longest = 4 * (word.len + NEAREST); /* in bytes: none that is longer can be near */
    if (count > SUGGEST_NAMES || word.len > LONGEST_NAME) return best;
    struct runes runes = decode(arena_array(arena, uint32_t, word.len), word, fold);
    uint32_t *other = arena_array(arena, uint32_t, longest);
    size_t *row = arena_array(arena, size_t, longest + 1);
    for (size_t i = 0; i < count; i++) {
        if (fold ? str_eq_nocase(word, options[i]) : str_eq(word, options[i])) return (sg_str){0};
        if (options[i].len > longest) continue;
        size_t far = distance(row, runes, decode(other, options[i], fold));
        if (far < least) least = far, best = options[i];
    }
    return best;
}

sg_str suggestion(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str best = nearest(arena, word, options, count, false);
    return best.len ? arena_printf(arena, " (did you mean %.*s?)", STR_ARG(best)) : STR("");
}

sg_str suggestion_nocase(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str best = arena_lower(arena, nearest(arena, word, options, count, true));
    if (!best.len) return STR("");
    if (str_eq(word, arena_upper(arena, word)) && !str_eq(word, arena_lower(arena, word)))
        best = arena_upper(arena, best);
    return arena_printf(arena, " (did you mean %.*s?)", STR_ARG(best));
}
