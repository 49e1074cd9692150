/* Open addressing with linear probing, at most three quarters full. */
#include "base/map.h"

/* The hash spares most looks at keys, which lie all over the memory. */
struct map_slot {
    sg_str key; /* ptr == NULL: free */
    uint64_t hash;
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

static struct map_slot *slot_of(const struct map *map, sg_str key, uint64_t hash) {
    size_t at = (size_t)hash & (map->capacity - 1);
    for (;; at = (at + 1) & (map->capacity - 1)) {
        struct map_slot *slot = &map->slots[at];
        if (!slot->key.ptr || (slot->hash == hash && str_eq(slot->key, key))) return slot;
    }
}

size_t *map_get(const struct map *map, sg_str key) {
    if (!map->capacity) return NULL;
    struct map_slot *slot = slot_of(map, key, str_hash(key));
    return slot->key.ptr ? &slot->value : NULL;
}

size_t *map_get_nocase(const struct map *map, sg_str key) {
    uint64_t hash = hash_start;
    for (size_t i = 0; i < key.len; i++) hash = hash_byte(hash, ascii_lower(key.ptr[i]));
    if (!map->capacity) return NULL;
    size_t at = (size_t)hash_end(hash) & (map->capacity - 1);
    while (map->slots[at].key.ptr && !str_eq_nocase(map->slots[at].key, key)) at = (at + 1) & (map->capacity - 1);
    return map->slots[at].key.ptr ? &map->slots[at].value : NULL;
}

static struct map_slot *free_slot(const struct map *map, uint64_t hash) {
    size_t at = (size_t)hash & (map->capacity - 1);
    while (map->slots[at].key.ptr) at = (at + 1) & (map->capacity - 1);
    return &map->slots[at];
}

static void grow(struct arena *arena, struct map *map) {
    struct map old = *map;
    map->capacity = old.capacity ? old.capacity * 2 : 16;
    map->slots = arena_array(arena, struct map_slot, map->capacity);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].key.ptr) *free_slot(map, old.slots[i].hash) = old.slots[i];
    arena_release(arena, old.slots, old.capacity * sizeof *old.slots);
}

void map_put(struct arena *arena, struct map *map, sg_str key, size_t value) {
    if ((map->count + 1) * 4 > map->capacity * 3) grow(arena, map);
    if (!key.ptr) key.ptr = "";
    uint64_t hash = str_hash(key);
    struct map_slot *slot = slot_of(map, key, hash);
    if (!slot->key.ptr) map->count++;
    *slot = (struct map_slot){key, hash, value};
}
