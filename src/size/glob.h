/* Patterns of paths, matched by simulating their automaton: time is the product of both lengths at most, whatever the
 * pattern, and mostly that of the path, as few states are active at once.
 * Two syntaxes make them: Go's filepath.Match here, and .dockerignore's in ignore.c. */
#ifndef SIZE_GLOB_H
#define SIZE_GLOB_H

#include "base/arena.h"

struct glob_range {
    uint32_t first, last;
};

enum glob_kind {
    GLOB_RUNE,
    GLOB_NAME,   /* anything but "/" */
    GLOB_ANY,    /* anything but a newline */
    GLOB_CLASS,  /* one of the ranges; none of them if negated */
    GLOB_START,  /* nothing, but only at the start */
    GLOB_FOLDERS /* the next two tokens or nothing: they are GLOB_ANY, repeated, and "/" */
};

struct glob_token {
    enum glob_kind kind;
    bool repeated, negated;
    uint32_t rune;
    const struct glob_range *ranges;
    size_t range_count;
};

struct glob {
    struct glob_token *items;
    size_t count, capacity;
    sg_str tail;             /* what every match ends with */
    uint64_t *active, *next; /* a bit for each state; made when first needed, so one glob is for one thread */
};

/* Longer patterns are refused: no path is that long. */
enum { GLOB_LIMIT = 4096 };
/* How many states all the patterns of one file may go through, a few seconds' worth. Most patterns fail at once. */
#define GLOB_BUDGET UINT64_C(250000000)

/* filepath.Match's syntax: * ? [a-z] [^a-z] \x. False if it is malformed. */
bool glob_compile(struct arena *arena, sg_str pattern, struct glob *glob);
/* Whether all of the path matches. False too if the budget is used up, which is then 0. */
bool glob_matches(struct arena *arena, struct glob *glob, sg_str path, uint64_t *budget);
/* Takes something from a budget; false, and 0 left, if it does not suffice. */
bool budget_take(uint64_t *budget, uint64_t cost);

/* filepath.Clean: the shortest form of a path; "." for an empty one. */
sg_str path_clean(struct arena *arena, sg_str path);
/* The path below the root that a source of COPY means, without a leading "/"; "" is the root. ".." never leaves it. */
sg_str path_below_root(struct arena *arena, sg_str path);

#endif
