/* BuildKit's "did you mean". */
#include "dockerfile/suggest.h"

#include "base/nearest.h"

sg_str suggestion(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    return did_you_mean(arena, name_at_distance(arena, word, options, count, false));
}

sg_str suggestion_nocase(struct arena *arena, sg_str word, const sg_str *options, size_t count) {
    sg_str best = arena_lower(arena, name_at_distance(arena, word, options, count, true));
    if (str_eq(word, arena_upper(arena, word)) && !str_eq(word, arena_lower(arena, word)))
        best = arena_upper(arena, best);
    return did_you_mean(arena, best);
}
