/* .dockerignore: which paths of a build context are left out, as moby/patternmatcher and its ignorefile package say, in
 * the way BuildKit asks them (fsutil, filterFS.Walk: MatchesUsingParentResults from folder to folder). */
#ifndef SIZE_IGNORE_H
#define SIZE_IGNORE_H

#include "base/arena.h"

struct ignore;

/* A pattern that has no effect here, and with which Docker would not build at all. */
struct ignore_problem {
    size_t line; /* 1-based; of a list of patterns: which */
    sg_str pattern, reason;
};

/* From the bytes of the file. */
struct ignore *ignore_read(struct arena *arena, sg_str text);
/* From single patterns: COPY --exclude and --parents. The budget is that of glob.h. */
struct ignore *ignore_patterns(struct arena *arena, const sg_str *patterns, size_t count, uint64_t *budget);
const struct ignore_problem *ignore_problems(const struct ignore *ignore, size_t *count);

/* Whether a path ("a/b", without leading or trailing "/") is left out: the last pattern that matches it or a folder
 * above it decides. Fastest if paths of a folder follow each other. If patterns
 * take too long, all that follows counts as left out: sizes are lower bounds. One struct is for one thread. */
bool ignore_matches(struct ignore *ignore, sg_str path);
bool ignore_over_budget(const struct ignore *ignore);
/* Whether the folder is left out with all that may be below it: no later "!" can match there. */
bool ignore_prunes(struct ignore *ignore, sg_str folder);

/* Where to look for the file, first to last; *count of them. Those with `beside` set stand beside the Dockerfile, the
 * others in the root of the context. dockerfile is its base name (dockerui, config.go; for a Containerfile also Buildah's
 * names, pkg/parse, ContainerIgnoreFile). */
struct ignore_place {
    sg_str name;
    bool beside;
};
const struct ignore_place *ignore_places(struct arena *arena, sg_str dockerfile, size_t *count);

#endif
