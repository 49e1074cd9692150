/* From the name of a module to its struct of functions: the only place that opens a shared object.
 *
 * Names are fixed and bare, so the loader looks where the program's or library's RUNPATH says: beside it, or in
 * ../lib/stagegraph. A module is never closed: Graphviz and its libraries do not survive that. */
#include "base/module.h"

#ifdef BUILTIN_MODULES

const void *module_open(enum module module, struct buf *message) {
    (void)message;
    static const void *const builtin[] = {
        [MODULE_GRAPHVIZ] = &graphviz_module, [MODULE_SIZE] = &size_module, [MODULE_YAML] = &yaml_module};
    return builtin[module];
}

#else

static const struct {
    const char *file, *purpose;
} modules[] = {
    [MODULE_GRAPHVIZ] = {"stagegraph-graphviz.so", "makes svg, html, png and pdf"},
    [MODULE_SIZE] = {"stagegraph-size.so", "asks engines, archives and registries for sizes"},
    [MODULE_YAML] = {"stagegraph-yaml.so", "reads annotations"},
};

#ifdef NO_MODULES

/* Nothing can be loaded, and nothing that is installed would help. */
const void *module_open(enum module module, struct buf *message) {
    buf_printf(message, "%s, which %s, is not part of this build of stagegraph (MODULES=none)", modules[module].file,
               modules[module].purpose);
    return NULL;
}

#else

#include <dlfcn.h>

/* What brings all of them. */
static const char remedy[] = "run scripts/install-deps build and make in the sources of stagegraph";

const void *module_open(enum module module, struct buf *message) {
    const char *file = modules[module].file;
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *reason = dlerror();
        buf_printf(message, "%s, which %s, cannot be loaded (%s): %s", file, modules[module].purpose,
                   reason ? reason : "no reason given", remedy);
        return NULL;
    }
    /* Every module's struct starts with its version. */
    const unsigned *version = dlsym(handle, "stagegraph_module");
    if (!version || *version != MODULE_VERSION) {
        buf_printf(message, "%s belongs to another version of stagegraph: %s", file, remedy);
        return NULL;
    }
    return version;
}

#endif
#endif
