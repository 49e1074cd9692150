/* "/usr" and "../src/." → "/src" */
#include "graph/workdir.h"

const struct workdir workdir_root = {NULL, {"", 0}, 1};

bool path_is_absolute(sg_str path) {
    return path.len && path.ptr[0] == '/';
}

static const struct workdir *below(struct arena *arena, const struct workdir *from, sg_str name) {
    struct workdir *folder = arena_one(arena, struct workdir);
    *folder = (struct workdir){from, name, from->len + (from->above != NULL) + name.len};
    return folder;
}

const struct workdir *workdir_join(struct arena *arena, const struct workdir *from, sg_str path) {
    const struct workdir *at = path_is_absolute(path) ? &workdir_root : from;
    for (sg_str name; path.len;) {
        str_cut(path, '/', &name, &path);
        if (!name.len || str_eq(name, STR("."))) continue;
        if (!str_eq(name, STR(".."))) at = below(arena, at, name);
        else if (at->above) at = at->above;
    }
    return at;
}
