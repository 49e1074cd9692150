/* What the build context tells of sizes: a stage is at least as large as what COPY and ADD bring into it. */
#ifndef SIZE_CONTEXT_H
#define SIZE_CONTEXT_H

#include "graph/graph.h"
#include "size/source.h"

/* Lower bounds in bytes of regular files; 0 says nothing. */
struct context_bound {
    int64_t total;         /* of the stage and the stages below it */
    int64_t added;         /* by its own instructions and the triggers that it runs */
    int64_t *instructions; /* by instruction of the stage */
};

/* By stage. The folder holds what .dockerignore leaves; its files are put in order. Counted are local sources of COPY and
 * ADD and the files of heredocs; not what ADD unpacks, nor anything behind a link. Files that land on one name in one
 * instruction count once. An instruction counts 0 if its --exclude or --parents patterns have a problem, or if earlier
 * ones have used up the steps that one Dockerfile gets: then *over_budget is set. */
const struct context_bound *context_bounds(struct arena *arena, const sg_doc *doc, struct folder *folder,
                                           bool *over_budget);

#endif
