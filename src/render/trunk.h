/* Trunks: one line for many edges of one stage, which branch off it row by row. */
#ifndef RENDER_TRUNK_H
#define RENDER_TRUNK_H

#include "base/arena.h"
#include "view/view.h"

/* From so many edges on they share a line. */
enum { TRUNK_EDGES = 5 };

/* All edges of a trunk start at one node, or all end there. */
struct trunk {
    size_t hub; /* that node */
    bool out;   /* they start there */
    /* Indices into view.edges, those whose other ends stand nearer to the first row first. */
    const size_t *edges;
    size_t edge_count;
};

struct trunks {
    const struct trunk *items;
    size_t count;
    const bool *bundled; /* by edge: it is part of one of them */
};

/* rows: by node, the row that it stands in. Each edge is in one trunk at most, the larger ones first. */
struct trunks trunks_find(struct arena *arena, const struct view *view, const size_t *rows);
/* The other end of an edge. */
size_t trunk_end(const struct view *view, const struct trunk *trunk, size_t edge);

#endif
