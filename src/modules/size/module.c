/* What sources of sizes are asked by: the struct that the program finds the module's functions by. */
#include "modules/size/size.h"

bool guarded(struct arena *arena, bool (*work)(void *state), void (*release)(void *state), void *state) {
    jmp_buf *before = arena->out_of_memory, out_of_memory;
    volatile bool good = false, exhausted = true;
    arena->out_of_memory = &out_of_memory;
    if (!setjmp(out_of_memory)) {
        good = work(state);
        exhausted = false;
    }
    release(state);
    arena->out_of_memory = before;
    if (exhausted) longjmp(*before, 1);
    return good;
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
