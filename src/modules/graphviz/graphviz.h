/* The parts of the Graphviz module. Graphviz is not thread-safe: everything here runs under the module's one lock. */
#ifndef MODULES_GRAPHVIZ_GRAPHVIZ_H
#define MODULES_GRAPHVIZ_GRAPHVIZ_H

#include "base/buf.h"
#include "base/module.h"

#include <gvc.h>

/* A context with dot's layout and the core renderers only, or with everything installed, which is what needs cairo
 * (png, pdf) and costs 20 ms. NULL if there is none. The caller frees it with gvFreeContext(). */
GVC_t *context_open(bool needs_cairo);
void context_close(GVC_t *context);

/* Our own measure of text, as a Graphviz plug-in: its library, and the symbol's name for gvContextPlugins(). */
extern gvplugin_library_t text_plugin;

/* Reads a graph from DOT text; NULL if it is none, or without memory. The same text makes the same graph, whatever was
 * read before. The reader lives as long as the graph; graph_close() frees what both have, even of no graph. */
enum { GRAPH_BUCKETS = 1024 };
struct graph_name;
struct graph_reader {
    Agdisc_t discipline; /* first: see read.c */
    Agiddisc_t ids;
    Agiodisc_t io;
    const char *at; /* what is not read yet */
    size_t left;
    struct graph_name *names;
    size_t name_count, name_room, buckets[GRAPH_BUCKETS];
    IDTYPE nameless; /* how many objects without a name were numbered */
};
graph_t *graph_read(struct graph_reader *reader, const char *dot);
void graph_close(struct graph_reader *reader, graph_t *graph);

/* From here to errors_end() Graphviz's words go to message and not to standard error. */
void errors_begin(struct buf *message);
/* False if there was an error. A broken HTML-like label is one only here: its node is drawn with its name, and every
 * function says it went well. message is then the first error, without "Error: ". */
bool errors_end(struct buf *message);

/* ---- geometry of what is laid out ---- */

/* A Bézier curve, and a point of it: t from 0 to 1. */
pointf curve_at(const pointf curve[4], double t);
bool segment_crosses(pointf a, pointf b, boxf box);
bool edge_crosses(edge_t *edge, boxf box);
bool boxes_overlap(boxf a, boxf b);
boxf box_around(pointf center, pointf size, double margin);
boxf box_of(node_t *node, double margin);
/* A node where lines meet, without a size and never drawn. */
bool is_junction(node_t *node);
/* The title of a cluster, where it is drawn; NULL for none. */
textlabel_t *title_of(graph_t *part);
boxf letters_of(const textlabel_t *title);
/* How many cards an edge runs through. It may touch those at its ends. */
size_t cards_below(graph_t *graph, edge_t *edge);

/* Draws again what joins many cards of one row and a junction beside it. */
void twigs_untangle(graph_t *graph);
/* Leads edges around the cards that they run through, or around titles of clusters. */
void edges_avoid_boxes(graph_t *graph, bool titles);

/* Moves titles of clusters and labels of edges to where they hide nothing, as far as there is room; how many titles it
 * did not find room for. A label without room is left out, and counts as hidden. */
size_t labels_avoid_edges(graph_t *graph, size_t *hidden);
/* False without memory. */
bool measure_layout(graph_t *graph, struct layout_measures *measures);

#endif
