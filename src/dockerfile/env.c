/* The environment: a persistent hash trie, copied along the path of a change, but for nodes that who changes it has made
 * himself. */
#include "base/map.h"
#include "dockerfile/expand.h"

enum { FANOUT_BITS = 3 };

struct variable {
    sg_str name, value;
};

/* What a search goes along, and no more: of 100,000 names most would not be in the cache. */
struct env_node {
    uint32_t hash; /* the lower half: spares most looks at names */
    uint32_t owner;
    const struct variable *variable;
    struct env_node *child[1 << FANOUT_BITS];
};

static bool is_named(const struct env_node *node, uint64_t hash, sg_str name) {
    return node->hash == (uint32_t)hash && str_eq(node->variable->name, name);
}

struct env_node *env_edit(struct arena *arena, const struct env_node *env, uint32_t owner, sg_str name, sg_str value) {
    struct variable *variable = arena_alloc(arena, sizeof *variable);
    *variable = (struct variable){name, value};
    struct env_node *root = NULL, **link = &root;
    uint64_t hash = str_hash(name);
    for (uint64_t path = hash;; path <<= FANOUT_BITS) {
        struct env_node *node = (struct env_node *)env;
        if (!owner || !env || env->owner != owner) {
            node = arena_alloc(arena, sizeof *node);
            *node = env ? *env : (struct env_node){.hash = (uint32_t)hash, .variable = variable};
            node->owner = owner;
        }
        *link = node;
        if (is_named(node, hash, name)) {
            node->variable = variable;
            return root;
        }
        link = &node->child[path >> (64 - FANOUT_BITS)];
        env = *link;
    }
}

const struct env_node *env_set(struct arena *arena, const struct env_node *env, sg_str name, sg_str value) {
    return env_edit(arena, env, 0, name, value);
}

static const char unknown[] = "unknown";
const sg_str env_unknown = {unknown, 0}; /* told by its address */

enum env_state env_find(const struct env_node *env, sg_str name, sg_str *value) {
    uint64_t hash = str_hash(name);
    for (uint64_t path = hash; env; path <<= FANOUT_BITS) {
        if (is_named(env, hash, name)) {
            *value = env->variable->value;
            return value->ptr == env_unknown.ptr ? ENV_UNKNOWN : ENV_KNOWN;
        }
        env = env->child[path >> (64 - FANOUT_BITS)];
    }
    return ENV_UNSET;
}

bool env_get(const struct env_node *env, sg_str name, sg_str *value) {
    sg_str found;
    if (env_find(env, name, &found) != ENV_KNOWN) return false;
    *value = found;
    return true;
}
