/* The parts of the YAML module. */
#ifndef MODULES_YAML_YAML_H
#define MODULES_YAML_YAML_H

#include "base/map.h"
#include "base/module.h"

#include <libfyaml.h>

enum { DEPTH_LIMIT = 16 };

/* A mapping or sequence whose end has not come yet. */
struct level {
    struct yaml_node *node;
    struct yaml_node **end; /* where the next child goes */
    sg_str key;             /* in a mapping: a key whose value has not come yet, or ptr == NULL */
    size_t key_offset;
    struct map keys;
};

/* A tree that grows by libfyaml's events. */
struct tree {
    struct arena *arena;
    struct yaml_error *error;
    struct yaml_node *root;
    struct level levels[DEPTH_LIMIT];
    size_t depth;
    size_t at; /* offset of the last thing that has one */
    bool begun;
};

/* False: the event is something that is not taken, and the tree's error says so. */
bool tree_add(struct tree *tree, const struct fy_event *event);
/* Sets the error; false. */
bool tree_refuse(struct tree *tree, size_t offset, sg_str message);

#endif
