/* The only place that opens a shared object: heavy libraries live in private modules, loaded when first needed. */
#ifndef BASE_MODULE_H
#define BASE_MODULE_H

#include "base/arena.h"
#include "base/buf.h"

enum module { MODULE_GRAPHVIZ, MODULE_SIZE, MODULE_YAML };

#define MODULE_VERSION 3

/* How a layout turned out, in points. */
struct layout_measures {
    double width, height;
    double length;    /* of all lines */
    size_t crossings; /* of lines that do not begin or end there */
    size_t backward;  /* lines against the direction of the graph */
    size_t faults;    /* lines that run through a card or a title */
    size_t hidden;    /* labels of edges without a free place, which are left out */
    /* For each of these nodes, which the caller names, the row that it stands in. */
    const char *const *names;
    size_t *rows, name_count;
};

/* What every module exports: one symbol, stagegraph_module, of its type. All functions are thread-safe. */
struct graphviz_module {
    unsigned version; /* MODULE_VERSION */
    /* Lays out DOT text and writes it in one of Graphviz's formats ("svg", "png", "pdf") with `scale` pixels per point
     * (png only). dot is NUL-terminated. On failure false, and message holds Graphviz's words. Without a format it is
     * measured only; measures may be NULL. */
    bool (*render)(const char *dot, const char *format, double scale, struct buf *out, struct layout_measures *measures,
                   struct buf *message);
};

enum yaml_kind { YAML_SCALAR, YAML_MAPPING, YAML_SEQUENCE };

/* A node of a YAML text. Offsets are those of its bytes. */
struct yaml_node {
    enum yaml_kind kind;
    bool plain;                     /* a scalar without quotes: empty, "~" and "null" are no text then */
    sg_str text;                    /* of a scalar, quotes and escapes removed */
    size_t offset;                  /* of its key if the node itself was left out */
    sg_str key;                     /* in a mapping, where each key is there once */
    size_t key_offset;              /* the same */
    struct yaml_node *first, *next; /* the first child, the next sibling, in the order of the text */
};

struct yaml_error {
    sg_str message;
    size_t offset;
};

struct yaml_module {
    unsigned version; /* MODULE_VERSION */
    /* Reads a text of one document, without anchors, aliases and tags: nothing in it can grow. The tree lives in the
     * arena; *root is NULL if nothing is there. On failure false, and error says what is wrong. */
    bool (*read)(sg_str text, struct arena *arena, struct yaml_node **root, struct yaml_error *error);
};

struct size_module; /* size/source.h */

#ifdef BUILTIN_MODULES
extern const struct graphviz_module graphviz_module;
extern const struct size_module size_module;
extern const struct yaml_module yaml_module;
#endif

/* The module's struct, or NULL with message set to a sentence that names the file and what brings it. */
const void *module_open(enum module module, struct buf *message);

#endif
