/* The only place that opens a shared object: heavy libraries live in private modules, loaded when first needed. */
#ifndef BASE_MODULE_H
#define BASE_MODULE_H

#include "base/buf.h"

enum module { MODULE_GRAPHVIZ };

#define MODULE_VERSION 1

/* What every module exports: one symbol, stagegraph_module, of this type. All functions are thread-safe. */
struct graphviz_module {
    unsigned version; /* MODULE_VERSION */
    /* Lays out DOT text and writes it in one of Graphviz's formats ("svg", "png", "pdf") with `scale` pixels per point
     * (png only). dot is NUL-terminated. On failure false, and message holds Graphviz's words. */
    bool (*render)(const char *dot, const char *format, double scale, struct buf *out, struct buf *message);
};

#ifdef BUILTIN_MODULES
extern const struct graphviz_module graphviz_module;
#endif

/* The module's struct, or NULL with message set to a sentence that names the file and the package to install. */
const void *module_open(enum module module, struct buf *message);

#endif
