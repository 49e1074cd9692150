/* A chunked arena: many small allocations, freed as a whole.
 *
 * arena_alloc() never returns NULL. When memory runs out it jumps to the place that arena_guard() marked, so that
 * no caller has to check: one check at the library's entrance covers the document. Memory is not cleared. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/jump.h"
#include "base/str.h"

#include <stdarg.h>

struct arena_chunk;

struct arena {
    char *at, *end;
    struct arena_chunk *chunk;  /* the newest, linked to the older ones */
    struct arena_chunk *large;  /* blocks that have a chunk of their own, so that lists can grow in place */
    struct arena *child, *next; /* those in it, and the next one of the same parent */
    size_t total;               /* bytes asked from malloc */
    jump *out_of_memory;        /* where to go; set before the first allocation */
};

/* Runs work(state). False: memory ran out, and it was left in the middle. Whoever calls this marks no jump of its own,
 * so that no jump crosses variables that changed. */
bool arena_guard(struct arena *arena, void (*work)(void *state), void *state);

/* Memory ran out: goes where the arena says. */
_Noreturn void arena_fail(struct arena *arena);

void arena_free(struct arena *arena);
/* An arena for what is needed for a while, to be freed before its parent or with it. */
struct arena *arena_child(struct arena *parent);
/* Forgets all that is in it, and keeps some memory for what comes next. */
void arena_reset(struct arena *arena);
/* size 0 gives a valid pointer that must not be read. Aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* count * size, cleared to zero; an overflow of the product is "out of memory". */
void *arena_zeroed(struct arena *arena, size_t count, size_t size);
#define arena_array(arena, type, count) ((type *)arena_zeroed((arena), (count), sizeof(type)))
#define arena_one(arena, type) arena_array(arena, type, 1)
/* For bytes: not aligned. */
char *arena_bytes(struct arena *arena, size_t size);
/* The same block with a new size, larger or smaller, or a copy of its first old_size bytes. The last block and large ones
 * stay in place, so that what is built piece by piece leaves nothing behind; a smaller one always does. */
void *arena_resize(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* Gives a block back, if it is the last one or a large one. */
void arena_release(struct arena *arena, void *block, size_t size);

sg_str arena_copy(struct arena *arena, sg_str s);
/* A NUL-terminated copy. */
const char *arena_cstr(struct arena *arena, sg_str s);
sg_str arena_join(struct arena *arena, sg_str a, sg_str b);
sg_str arena_lower(struct arena *arena, sg_str s);
sg_str arena_upper(struct arena *arena, sg_str s);
PRINTF_LIKE(2, 3) sg_str arena_printf(struct arena *arena, const char *format, ...);
PRINTF_LIKE(2, 0) sg_str arena_vprintf(struct arena *arena, const char *format, va_list args);

/* A string that grows inside an arena. */
struct text {
    char *ptr;
    size_t len, capacity;
};
void text_put(struct arena *arena, struct text *text, sg_str s);
void text_rune(struct arena *arena, struct text *text, uint32_t rune);
/* What was kept for more is given back. */
sg_str text_done(struct arena *arena, struct text *text);
static inline sg_str text_str(const struct text *text) {
    return (sg_str){text->ptr ? text->ptr : "", text->len};
}

/* A growing array inside an arena: struct { T *items; size_t count, capacity; }. LIST_ADD gives the address of a new,
 * uninitialised last item; addresses change as the list grows. */
#define LIST(type)                                                                                                     \
    struct {                                                                                                           \
        type *items;                                                                                                   \
        size_t count, capacity;                                                                                        \
    }
#define LIST_ADD(arena, list)                                                                                          \
    (*(((list)->count == (list)->capacity)                                                                             \
           ? ((list)->items = list_grown((arena), (list)->items, &(list)->capacity, sizeof *(list)->items),            \
              &(list)->items[(list)->count++])                                                                         \
           : &(list)->items[(list)->count++]))
void *list_grown(struct arena *arena, void *items, size_t *capacity, size_t item_size);

#endif
