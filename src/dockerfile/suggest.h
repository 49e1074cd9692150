/* What BuildKit suggests for a wrong word (util/suggest). Its rule is laxer than that of base/nearest.h: to it "md" looks like
 * "pdf". */
#ifndef DOCKERFILE_SUGGEST_H
#define DOCKERFILE_SUGGEST_H

#include "base/arena.h"

/* " (did you mean X?)", or "" if nothing is near or the word is one of them. */
sg_str suggestion(struct arena *arena, sg_str word, const sg_str *options, size_t count);
/* The same without regard to case; the suggestion takes on the word's case. */
sg_str suggestion_nocase(struct arena *arena, sg_str word, const sg_str *options, size_t count);

#endif
