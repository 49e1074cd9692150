/* A view as a picture that Graphviz lays out: what svg, png and pdf have in common. */
#ifndef RENDER_LAYOUT_H
#define RENDER_LAYOUT_H

#include "render/render.h"

/* type is Graphviz's name of what to write. Trouble goes to the document's diagnostics. */
sg_status lay_out(const struct drawing *drawing, const char *type, double scale, struct buf *out);

/* Graphviz's SVG made ours: see svg_finish.c. */
void svg_finish(const struct view *view, sg_str raw, struct buf *out);

#endif
