/* Working directories as lists of names, so that `WORKDIR a` in each of 100,000 lines is no path of 200 kB each time. */
#ifndef GRAPH_WORKDIR_H
#define GRAPH_WORKDIR_H

#include "base/arena.h"

/* A folder, by its last name and the folder around it. Never changed: stages share what they inherit. */
struct workdir {
    const struct workdir *above; /* NULL: this is the root */
    sg_str name;
    size_t len; /* of the whole path */
};

/* "/" */
extern const struct workdir workdir_root;
/* Where `path` leads, from the root or, if it is relative, from `from`: without "." and "..". */
const struct workdir *workdir_join(struct arena *arena, const struct workdir *from, sg_str path);
bool path_is_absolute(sg_str path);

#endif
