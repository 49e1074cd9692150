/* "did you mean": which of some names a word was meant to be. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/arena.h"

/* Of more names none is proposed, and to more wrong words of one kind: each has to be compared with each. */
enum { SUGGEST_NAMES = 1000, SUGGEST_HINTS = 20 };

/* The name that word was probably meant to be, in any case; ptr == NULL if none is that near: of three characters about
 * one may differ. */
sg_str nearest_name(struct arena *arena, sg_str word, const sg_str *names, size_t count);
/* The first of the names at the least Levenshtein distance below 3; ptr == NULL if there is none, or the word is one of
 * them. fold: ASCII letters compare without case. */
sg_str name_at_distance(struct arena *arena, sg_str word, const sg_str *names, size_t count, bool fold);

/* " (did you mean X?)", or "" for an empty name. */
sg_str did_you_mean(struct arena *arena, sg_str name);
/* That for the nearest name. */
sg_str near_hint(struct arena *arena, sg_str word, const sg_str *names, size_t count);

#endif
