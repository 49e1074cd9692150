/* The parts of the Graphviz module. Graphviz is not thread-safe: everything here runs under the module's one lock. */
#ifndef MODULES_GRAPHVIZ_GRAPHVIZ_H
#define MODULES_GRAPHVIZ_GRAPHVIZ_H

#include "base/buf.h"

#include <gvc.h>

/* A context with dot's layout and the core renderers only, or with everything installed, which is what needs cairo
 * (png, pdf) and costs 20 ms. NULL if there is none. The caller frees it with gvFreeContext(). */
GVC_t *context_open(bool needs_cairo);
void context_close(GVC_t *context);

/* Our own measure of text, as a Graphviz plug-in: its library, and the symbol's name for gvContextPlugins(). */
extern gvplugin_library_t text_plugin;

/* From here to errors_end() Graphviz's words go to message and not to standard error. */
void errors_begin(struct buf *message);
/* False if there was an error. A broken HTML-like label is one only here: its node is drawn with its name, and every
 * function says it went well. message is then the first error, without "Error: ". */
bool errors_end(struct buf *message);

/* Moves titles of clusters and counts of edges to where no edge crosses them. */
void labels_avoid_edges(graph_t *graph);

#endif
