/* "did you mean". */
#include "dockerfile/suggest.h"

#include "base/utf8.h"

enum { NEAREST = 3, LONGEST = 64 }; /* words longer than that are not compared: nothing is within 3 of them */

static size_t decode(sg_str s, uint32_t runes[LONGEST]) {
    size_t count = 0;
    while (s.len && count < LONGEST) runes[count++] = utf8_next(&s);
    return s.len ? LONGEST + 1 : count;
}

/* Levenshtein distance by rows. */
static size_t distance(sg_str a, sg_str b) {
    uint32_t x[LONGEST], y[LONGEST];
    size_t row[LONGEST + 1], rows = decode(a, x), columns = decode(b, y);
    if (rows > LONGEST || columns > LONGEST) return NEAREST;
    for (size_t j = 0; j <= columns; j++) row[j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            size_t best = diagonal + (x[i - 1] != y[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[columns];
}

static sg_str nearest(sg_str word, const sg_str *options, size_t count) {
    sg_str best = {0};
    size_t least = NEAREST;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(word, options[i])) return (sg_str){0};
        size_t far = distance(word, options[i]);
        if (far < least) least = far, best = options[i];
    }
    return best;
}

sg_str suggestion(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str best = nearest(word, options, count);
    return best.len ? arena_printf(arena, " (did you mean %.*s?)", STR_ARG(best)) : STR("");
}

sg_str suggestion_nocase(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str *lower = arena_array(arena, sg_str, count);
    for (size_t i = 0; i < count; i++) lower[i] = arena_lower(arena, options[i]);
    sg_str best = nearest(arena_lower(arena, word), lower, count);
    if (!best.len) return STR("");
    if (str_eq(word, arena_upper(arena, word)) && !str_eq(word, arena_lower(arena, word)))
        best = arena_upper(arena, best);
    return arena_printf(arena, " (did you mean %.*s?)", STR_ARG(best));
}
