/* From a few plug-ins, or all of them, to a Graphviz context.
 *
 * gvContext() looks through every plug-in and starts fontconfig: 177 files, 20 ms. Two plug-ins are enough for SVG:
 * 2.7 ms (https://graphviz.org/pdf/libguide.pdf, "gvContextPlugins"). */
#include "modules/graphviz/graphviz.h"

#include <dlfcn.h>
#include <graphviz_version.h>

/* Plug-ins carry the version of the plug-in interface in their file names. */
#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)
#ifdef GVPLUGIN_VERSION
#define SOVERSION TEXT(GVPLUGIN_VERSION)
#else
#define SOVERSION "8"
#endif

#ifdef __APPLE__
#define PLUGIN_FILE(name) GRAPHVIZ_PLUGIN_DIR "/libgvplugin_" name "." SOVERSION ".dylib"
#else
#define PLUGIN_FILE(name) GRAPHVIZ_PLUGIN_DIR "/libgvplugin_" name ".so." SOVERSION
#endif

static void *plugin_open(const char *file, const char *symbol) {
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    return handle ? dlsym(handle, symbol) : NULL;
}

/* The full context stays: pango's plug-in remembers the last font's name, which lives in the context, beyond its end.
 * Callers hold the module's lock. */
static GVC_t *full_context;

GVC_t *context_open(bool needs_cairo) {
    static const char layout[] = "gvplugin_dot_layout_LTX_library", core[] = "gvplugin_core_LTX_library";
    static const char text[] = "gvplugin_stagegraph_LTX_library";
    if (needs_cairo) {
        if (!full_context) full_context = gvContext();
        return full_context;
    }
    lt_symlist_t plugins[] = {
        {text, &text_plugin},
        {layout, plugin_open(PLUGIN_FILE("dot_layout"), layout)},
        {core, plugin_open(PLUGIN_FILE("core"), core)},
        {NULL, NULL},
    };
    if (plugins[1].address && plugins[2].address) return gvContextPlugins(plugins, 0);
    plugins[1] = plugins[3];
    return gvContextPlugins(plugins, 1);
}

void context_close(GVC_t *context) {
    if (context && context != full_context) gvFreeContext(context);
}
