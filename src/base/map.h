/* A hash table from strings to indices, inside an arena. Keys are borrowed. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map {
    struct map_entry *items; /* in the order in which they came */
    size_t count;
    struct map_slot *slots;
    size_t slot_count;
};

uint64_t str_hash(sg_str s);
/* The value of key, or NULL. The pointer is good until the next map_put(). */
size_t *map_get(const struct map *map, sg_str key);
/* The same for keys that are in lower case: ASCII letters of the one asked for compare without case. */
size_t *map_get_nocase(const struct map *map, sg_str key);
/* Sets or replaces. */
void map_put(struct arena *arena, struct map *map, sg_str key, size_t value);

#endif
