/* What sources of sizes are asked by: the struct that the program finds the module's functions by. */
#include "modules/size/size.h"

struct working {
    bool (*work)(void *state);
    void *state;
    bool good;
};

static void do_work(void *state) {
    struct working *working = state;
    working->good = working->work(working->state);
}

bool guarded(struct arena *arena, bool (*work)(void *state), void (*release)(void *state), void *state) {
    struct working working = {work, state, false};
    bool done = arena_guard(arena, do_work, &working);
    release(state);
    if (!done) arena_fail(arena);
    return working.good;
}

bool sum_add(int64_t *sum, int64_t size) {
    if (size < 0 || size > INT64_MAX / 2 || *sum > INT64_MAX / 2 - size) return false;
    *sum += size;
    return true;
}

#define SIZE_FUNCTIONS                                                                                                 \
    { MODULE_VERSION, engine_read_sizes, archive_read_sizes, registry_read_sizes, folder_list, file_read_text }
#ifdef BUILTIN_MODULES
const struct size_module size_module = SIZE_FUNCTIONS;
#else
extern SG_API const struct size_module stagegraph_module;
const struct size_module stagegraph_module = SIZE_FUNCTIONS;
#endif
