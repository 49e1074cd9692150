/* The environment: a persistent hash trie with four children a node, copied along the path of a change, but for nodes that
 * who changes it has made himself. */
#include "base/map.h"
#include "dockerfile/expand.h"

struct env_node {
    sg_str name, value;
    struct env_node *child[4];
    size_t owner;
};

struct env_node *env_edit(struct arena *arena, const struct env_node *env, size_t owner, sg_str name, sg_str value) {
    struct env_node *root = NULL, **link = &root;
    for (uint64_t hash = str_hash(name);; hash <<= 2) {
        struct env_node *node = (struct env_node *)env;
        if (!owner || !env || env->owner != owner) {
            node = arena_alloc(arena, sizeof *node);
            *node = env ? *env : (struct env_node){.name = name};
            node->owner = owner;
        }
        *link = node;
        if (str_eq(node->name, name)) {
            node->value = value;
            return root;
        }
        link = &node->child[hash >> 62];
        env = *link;
    }
}

const struct env_node *env_set(struct arena *arena, const struct env_node *env, sg_str name, sg_str value) {
    return env_edit(arena, env, 0, name, value);
}

static const char unknown[] = "unknown";
const sg_str env_unknown = {unknown, 0}; /* told by its address */

enum env_state env_find(const struct env_node *env, sg_str name, sg_str *value) {
    for (uint64_t hash = str_hash(name); env; hash <<= 2) {
        if (str_eq(env->name, name)) {
            *value = env->value;
            return env->value.ptr == env_unknown.ptr ? ENV_UNKNOWN : ENV_KNOWN;
        }
        env = env->child[hash >> 62];
    }
    return ENV_UNSET;
}

bool env_get(const struct env_node *env, sg_str name, sg_str *value) {
    sg_str found;
    if (env_find(env, name, &found) != ENV_KNOWN) return false;
    *value = found;
    return true;
}
