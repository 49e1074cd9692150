/* Open addressing with linear probing, at most three quarters full. The table has only numbers, in eight bytes a slot, so
 * that a large one stays in the cache; the entries stand apart, in the order in which they came. */
#include "base/map.h"

/* The hash spares most looks at keys, which lie all over the memory. */
struct map_slot {
    uint32_t hash;
    uint32_t entry; /* its number, from 1; 0: free */
};

struct map_entry {
    sg_str key;
    size_t value;
};

/* FNV-1a, finished with a multiply-shift so that the low bits are good. */
static const uint64_t hash_start = 0xcbf29ce484222325u;

static uint64_t hash_byte(uint64_t hash, char c) {
    return (hash ^ (unsigned char)c) * 0x100000001b3u;
}

static uint64_t hash_end(uint64_t hash) {
    hash ^= hash >> 32;
    return hash * 0x9e3779b97f4a7c15u ^ hash >> 29;
}

uint64_t str_hash(sg_str s) {
    uint64_t hash = hash_start;
    for (size_t i = 0; i < s.len; i++) hash = hash_byte(hash, s.ptr[i]);
    return hash_end(hash);
}

/* The slot of the key, or the free one where it belongs. */
static inline struct map_slot *slot_of(const struct map *map, sg_str key, uint32_t hash, bool equal(sg_str, sg_str)) {
    for (size_t at = hash;; at++) {
        struct map_slot *slot = &map->slots[at & (map->slot_count - 1)];
        if (!slot->entry || (slot->hash == hash && equal(map->items[slot->entry - 1].key, key))) return slot;
    }
}

static size_t *value_of(const struct map *map, const struct map_slot *slot) {
    return slot->entry ? &map->items[slot->entry - 1].value : NULL;
}

size_t *map_get(const struct map *map, sg_str key) {
    return map->slot_count ? value_of(map, slot_of(map, key, (uint32_t)str_hash(key), str_eq)) : NULL;
}

size_t *map_get_nocase(const struct map *map, sg_str key) {
    uint64_t hash = hash_start;
    for (size_t i = 0; i < key.len; i++) hash = hash_byte(hash, ascii_lower(key.ptr[i]));
    return map->slot_count ? value_of(map, slot_of(map, key, (uint32_t)hash_end(hash), str_eq_nocase)) : NULL;
}

/* For how many entries there are slots enough. */
static size_t room(size_t slot_count) {
    return slot_count / 4 * 3;
}

static void grow(struct arena *arena, struct map *map) {
    struct map_slot *old = map->slots;
    size_t old_count = map->slot_count;
    map->slot_count = old_count ? old_count * 2 : 16;
    map->slots = arena_array(arena, struct map_slot, map->slot_count);
    for (size_t i = 0; i < old_count; i++) {
        size_t at = old[i].hash;
        if (!old[i].entry) continue;
        while (map->slots[at & (map->slot_count - 1)].entry) at++;
        map->slots[at & (map->slot_count - 1)] = old[i];
    }
    map->items = arena_resize(arena, map->items, room(old_count) * sizeof *map->items,
                              room(map->slot_count) * sizeof *map->items);
    arena_release(arena, old, old_count * sizeof *old);
}

void map_put(struct arena *arena, struct map *map, sg_str key, size_t value) {
    if (map->count == room(map->slot_count)) grow(arena, map);
    uint32_t hash = (uint32_t)str_hash(key);
    struct map_slot *slot = slot_of(map, key, hash, str_eq);
    if (!slot->entry) {
        if (map->count == UINT32_MAX) arena_fail(arena);
        map->items[map->count] = (struct map_entry){key, 0};
        *slot = (struct map_slot){hash, (uint32_t)++map->count};
    }
    *value_of(map, slot) = value;
}
