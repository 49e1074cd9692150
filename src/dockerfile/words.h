/* Cutting the rest of a logical line into words (parser/line_parsers.go). Offsets are relative to `origin`, the start of
 * the logical line. */
#ifndef DOCKERFILE_WORDS_H
#define DOCKERFILE_WORDS_H

#include "dockerfile/dockerfile.h"

/* ASCII blanks only, as BuildKit's regular expression [\t\v\f\r ]+. */
bool is_blank(char c);
/* At runs of blanks, quotes mean nothing. */
void words_blank(struct arena *arena, sg_str rest, const char *origin, struct words *words);
/* At white space outside quotes; quotes and escapes stay in the words. */
void words_quoted(struct arena *arena, sg_str rest, const char *origin, char escape, struct words *words);
/* Leading words that start with "--", quotes and escapes removed; gives what stands behind them. */
sg_str words_flags(struct arena *arena, sg_str rest, const char *origin, char escape, struct words *flags);
/* A JSON array of strings that takes up the whole rest. False if it is no JSON array; then *not_strings tells of a valid
 * array with something else in it. */
bool words_json(struct arena *arena, sg_str rest, const char *origin, struct words *words, bool *not_strings);

#endif
