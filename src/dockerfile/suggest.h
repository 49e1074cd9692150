/* "did you mean": the nearest of some words (util/suggest), by Levenshtein distance below 3. */
#ifndef DOCKERFILE_SUGGEST_H
#define DOCKERFILE_SUGGEST_H

#include "base/arena.h"

/* Of more names none is proposed, and to more wrong words of one kind: each has to be compared with each. */
enum { SUGGEST_NAMES = 1000, SUGGEST_HINTS = 20 };

/* " (did you mean X?)", or "" if nothing is near or the word is one of them. */
sg_str suggestion(struct arena *arena, sg_str word, const sg_str *options, size_t count);
/* The same without regard to case; the suggestion takes on the word's case. */
sg_str suggestion_nocase(struct arena *arena, sg_str word, const sg_str *options, size_t count);
/* The name that word was probably meant to be, in any case; ptr == NULL if none is that near. Stricter than BuildKit's, to
 * which "md" looks like "pdf": of three characters about one may differ. */
sg_str nearest_name(struct arena *arena, sg_str word, const sg_str *names, size_t count);
/* The same as " (did you mean X?)", or "". */
sg_str near_hint(struct arena *arena, sg_str word, const sg_str *names, size_t count);

#endif
