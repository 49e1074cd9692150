/* "did you mean": which name is nearest. */
#include "base/nearest.h"

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

struct search {
    struct runes runes; /* of the word */
    size_t longest;     /* in bytes: no name that is longer can be near */
    uint32_t *other;    /* room for the runes of a name */
    size_t *row;
};

static bool can_search(sg_str word, size_t count) {
    return count <= SUGGEST_NAMES && word.len <= LONGEST_NAME;
}

static struct search search_for(struct arena *arena, sg_str word, bool fold) {
    struct search search = {.longest = 4 * (word.len + NEAREST)};
    search.runes = decode(arena_array(arena, uint32_t, word.len), word, fold);
    search.other = arena_array(arena, uint32_t, search.longest);
    search.row = arena_array(arena, size_t, search.longest + 1);
    return search;
}

sg_str name_at_distance(struct arena *arena, sg_str word, const sg_str *names, size_t count, bool fold) {
    sg_str best = {0};
    size_t least = NEAREST;
    if (!can_search(word, count)) return best;
    struct search search = search_for(arena, word, fold);
    for (size_t i = 0; i < count; i++) {
        if (fold ? str_eq_nocase(word, names[i]) : str_eq(word, names[i])) return (sg_str){0};
        if (names[i].len > search.longest) continue;
        size_t far = distance(search.row, search.runes, decode(search.other, names[i], fold));
        if (far < least) least = far, best = names[i];
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
    size_t least = NEAREST;
    if (!can_search(word, count)) return best;
    struct search search = search_for(arena, word, true);
    struct runes runes = search.runes;
    for (size_t i = 0; i < count; i++) {
        if (names[i].len > search.longest) continue;
        struct runes name = decode(search.other, names[i], true);
        size_t far = is_swap(runes, name) ? 1 : distance(search.row, runes, name);
        size_t length = runes.count > name.count ? runes.count : name.count;
        if (far < least && 3 * far <= length + 1) least = far, best = names[i];
    }
    return best;
}

sg_str did_you_mean(struct arena *arena, sg_str name) {
    return name.len ? arena_printf(arena, " (did you mean %.*s?)", STR_ARG(name)) : STR("");
}

sg_str near_hint(struct arena *arena, sg_str word, const sg_str *names, size_t count) {
    return did_you_mean(arena, nearest_name(arena, word, names, count));
}
